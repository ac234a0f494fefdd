"""What one version of an entry says otherwise than the one before."""

import difflib
from dataclasses import dataclass

from hotline.models import KnowledgeVersion


@dataclass(frozen=True)
class Change:
    """A stretch that is the same (""), was taken out ("out") or put in ("in")."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Change]:
    """Character by character, as people read Chinese; short matches between changes are left to the changes."""
    found: list[Change] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change("", before[i:j]))
            continue
        found += [Change(kind, text) for kind, text in (("out", before[i:j]), ("in", after[k:m])) if text]
    return found


@dataclass(frozen=True)
class Difference:
    """One part of an entry, as it changed."""

    label: str
    changes: list[Change]


def differences(before: KnowledgeVersion | None, after: KnowledgeVersion) -> list[Difference]:
    """The parts that differ; of the first version none."""
    if before is None:
        return []
    parts = (
        ("问题", before.question, after.question),
        ("答复", before.answer, after.answer),
        ("法律依据", before.articles_words, after.articles_words),
    )
    return [Difference(label, changes(old, new)) for label, old, new in parts if old != new]
