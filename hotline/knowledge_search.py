"""What the knowledge base answers to the words that an agent types, with those words marked."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from fedportal.accounts.models import User
from fedportal.lib.search_terms import query_terms
from hotline.models import KnowledgeEntry, KnowledgeVersion

SHOWN = 6  # entries beside a call
READ = 60  # of those that hold some of the words, before they are put in order


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True)
class Answered:
    """One entry that answers, as the call screen shows it."""

    entry: KnowledgeEntry
    version: KnowledgeVersion
    question: list[Piece]
    sentences: list[tuple[str, list[Piece]]]


def search(user: User, words: str) -> list[Answered]:
    """The entries that hold all of the words; where none does, those that hold most of them."""
    terms = query_terms(words)
    if not terms:
        return []
    usable = KnowledgeEntry.objects.usable_by(user).select_related("current", "org")
    found = _ranked(usable.with_all(terms), terms) or _ranked(usable.with_any(terms), terms)
    return [_shown(entry, terms) for entry in found[:SHOWN]]


def _ranked(rows: QuerySet[KnowledgeEntry], terms: Sequence[str]) -> list[KnowledgeEntry]:
    """By how many of the words the question holds, then the answer; what one's nearest unit says first."""

    def rank(entry: KnowledgeEntry) -> tuple[int, int, int, int]:
        asked, told = _folded(entry.told.question), _folded(entry.told.answer)
        in_question = sum(term in asked for term in terms)
        return -in_question, -sum(term in told for term in terms), -entry.org.level, entry.pk

    return sorted(rows.order_by("pk")[:READ], key=rank)


def _shown(entry: KnowledgeEntry, terms: Sequence[str]) -> Answered:
    version = entry.told
    sentences = [(sentence, marked(sentence, terms)) for sentence in version.sentences]
    return Answered(entry, version, marked(version.question, terms), sentences)


def marked(text: str, terms: Iterable[str]) -> list[Piece]:
    """The text in pieces, those that the terms cover marked; terms that overlap make one piece."""
    folded, hit = _folded(text), [False] * len(text)
    for term in terms:
        start = folded.find(term)
        while start >= 0:
            hit[start : start + len(term)] = [True] * len(term)
            start = folded.find(term, start + 1)
    pieces: list[Piece] = []
    for character, found in zip(text, hit, strict=True):
        if pieces and pieces[-1].found == found:
            pieces[-1] = Piece(pieces[-1].text + character, found)
        else:
            pieces.append(Piece(character, found))
    return pieces


def _folded(text: str) -> str:
    """As lib/search_terms folds it, character by character, so that places stay the same."""
    return "".join(_one(unicodedata.normalize("NFKC", character).lower(), character) for character in text)


def _one(folded: str, character: str) -> str:
    return folded if len(folded) == 1 else character
