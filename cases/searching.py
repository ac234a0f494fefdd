"""What answers whom: the words that a reader looks for, against what she may find."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

from django.db.models import Q, QuerySet

from cases.actions.turns import on_turn_of
from cases.indexing import phone_of
from cases.models import Party, SearchText
from cases.querysets import PetitionQuerySet
from cases.search_texts import HIDDEN
from fedportal.accounts.models import User
from fedportal.lib.search_lexemes import LexemesQuery
from fedportal.lib.search_terms import query_terms

RUNNING = re.compile(r"\d{1,6}")  # the running number of a petition alone
DIGITS = 6
PHONE = re.compile(r"[\d\-+() ]{7,40}")
MOST = 500  # matters of one telephone number, or waiting for one unit's decision


class Received(NamedTuple):
    """A stretch of time in which matters were received, as far as it is bounded."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Question:
    """Words that one reader looks for, within the range of one code.

    All who see a matter find it by its number, request and facts. By names and papers it is found only where they are
    whole for the reader: by the unit that holds it and the one that has to decide on it, a paper by who wrote it too.
    """

    words: str
    terms: tuple[str, ...]
    code: int  # of the range
    own_code: int  # of the reader's unit
    on_turn: tuple[int, ...] = ()  # matters that wait for her unit's decision
    by_phone: tuple[int, ...] = ()  # her unit's matters of that telephone number

    def within(self, code: int) -> Self:
        """The same, asked of a smaller range."""
        return replace(self, code=code)

    def texts(self, weeks: list[int] | None = None) -> list[QuerySet[SearchText]]:
        """The rows that answer, of those weeks or of all time. Each question is one look into the index; joined by OR
        the planner would draw out what they have in common and read the rest row by row."""
        rows = SearchText.objects.all() if weeks is None else SearchText.objects.filter(scope__overlap=weeks)
        whole = rows.filter(self._whole)
        answers = [
            rows.filter(self._told, scope__contains=[self.code]),
            whole.filter(scope__contains=[-self.own_code]),
        ]
        if self.on_turn:
            answers.append(whole.filter(petition__in=self.on_turn))
        if self.by_phone:
            answers.append(rows.filter(petition__in=self.by_phone, paper=None))
        return answers

    def among(
        self, petitions: PetitionQuerySet, weeks: list[int] | None = None, **bounds: dt.datetime
    ) -> PetitionQuerySet:
        """The petitions that answer; the texts are looked up first, of those weeks and within those bounds alone."""
        first, *more = (rows.filter(**bounds).order_by().values("petition") for rows in self.texts(weeks))
        return petitions.filter(pk__in=first.union(*more))

    @property
    def _told(self) -> Q:
        return Q(terms=LexemesQuery(self.terms))

    @property
    def _whole(self) -> Q:
        return Q(terms=LexemesQuery([(term, HIDDEN + term) for term in self.terms]))


class Finder:
    """One reader, who may ask several questions."""

    def __init__(self, user: User) -> None:
        self.user = user

    def question(self, words: str) -> Question | None:
        """None where nothing in the words can be looked for."""
        terms = query_terms(words.zfill(DIGITS) if RUNNING.fullmatch(words) else words)
        if not terms:
            return None
        by_phone = self._by_phone(words) if PHONE.fullmatch(words) else ()
        code = self.user.org.code
        return Question(words, tuple(terms), code, own_code=code, on_turn=self.on_turn, by_phone=by_phone)

    @cached_property
    def on_turn(self) -> tuple[int, ...]:
        return tuple(on_turn_of(self.user.org)[:MOST])

    def _by_phone(self, number: str) -> tuple[int, ...]:
        index = phone_of(number, self.user.org)
        if not index:
            return ()
        people = Party.objects.kept().filter(phone_index=index, petition__org=self.user.org_id)
        return tuple(people.values_list("petition", flat=True)[:MOST])
