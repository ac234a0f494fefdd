"""Where a petition answers a question, in a few words around it: only from what this reader may read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from cases.models import Document, Petition
from cases.searching import Question
from cases.shown import Shown
from cases.workflow import DocumentKind
from fedportal.accounts.models import User

BEFORE, AFTER = 16, 48  # characters around the words
WORDS = re.compile(r"[0-9A-Za-z]+|[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")


@dataclass(frozen=True)
class Excerpt:
    """A few words of one text; `word` is what was looked for."""

    where: str  # the text's name, such as 主要事实
    before: str
    word: str
    after: str

    @classmethod
    def of(cls, where: str, text: str, word: str) -> "Excerpt | None":
        at = text.lower().find(word.lower())
        if at < 0:
            return None
        first, end = max(0, at - BEFORE), at + len(word)
        before = ("…" if first else "") + text[first:at]
        after = text[end : end + AFTER] + ("…" if end + AFTER < len(text) else "")
        return cls(where, " ".join(before.split()), text[at:end], " ".join(after.split()))


def excerpts(question: Question, shown: Mapping[int, str], user: User) -> dict[int, Excerpt]:
    """Of each petition the first text that holds the words, by its key; none where what is shown of it has them."""
    sought = [pk for pk, words in shown.items() if question.words not in words]
    rows = Petition.objects.filter(pk__in=sought).with_closeness(user).prefetch_related("parties", "former_values")
    told = {row.pk: Shown(row, user) for row in rows.defer("signature")}
    found = {
        pk: _first(question.words, [("主要事实", shown.facts), ("诉求", shown.request)]) for pk, shown in told.items()
    }
    papers = _papers(question, [pk for pk, excerpt in found.items() if excerpt is None], user)
    return {pk: hit for pk in found if (hit := found[pk] or _first(question.words, papers.get(pk, [])))}


def _first(words: str, texts: Sequence[tuple[str, str]]) -> Excerpt | None:
    """The words as they were typed, failing that one of them, failing that a pair of characters."""
    for word in _parts(words):
        for where, text in texts:
            if excerpt := Excerpt.of(where, text, word):
                return excerpt
    return None


def _parts(words: str) -> Iterator[str]:
    yield words
    runs = sorted(WORDS.findall(words), key=len, reverse=True)
    yield from runs
    for run in runs:
        if not run.isascii():
            yield from (run[n : n + 2] for n in range(len(run) - 1))


def _papers(question: Question, petitions: list[int], user: User) -> dict[int, list[tuple[str, str]]]:
    """The papers of these petitions that the reader may read, as views.documents.readable says; newest first."""
    mine = Q(petition__org=user.org_id) | Q(petition__in=question.on_turn) | Q(org=user.org_id)
    rows = Document.objects.filter(mine, petition__in=petitions).order_by("-made_at")
    papers: dict[int, list[tuple[str, str]]] = {}
    for petition, kind, title, body in rows.values_list("petition", "kind", "title", "body"):
        papers.setdefault(petition, []).append((str(DocumentKind(kind).label), f"{title}\n{body}"))
    return papers
