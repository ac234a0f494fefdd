"""What stands alike in the documents of work orders and calls: moments, clocks, people, and the matter they became."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.api.document_redaction import redacted
from cases.safe_contact import CAREFUL, FREE
from fedportal.accounts.models import User
from fedportal.api.ids import opaque_id
from fedportal.deadlines.models import Deadline
from fedportal.lib.json_texts import dumped
from fedportal.lib.masking import mask_name
from fedportal.lib.redaction import Redaction
from fedportal.lib.unopened import kept
from hotline.safe_hours import said


def id_for(kind: str, pk: int, reader: User) -> str:
    """The `id` in the document, by which this client knows the object."""
    client = getattr(reader, "api_client", None)
    return opaque_id(client.pk if client else 0, kind, pk)


def by_object(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    """The rows by what stands in that column of them."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def duties_of(model: type, pks: Iterable[int]) -> dict[int, list[Deadline]]:
    """The clocks of these objects, as far as the reader is told of them."""
    return by_object(Deadline.objects.for_model(model).filter(object_id__in=pks).order_by("pk"), "object_id")


def moment(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


def duty(clock: Deadline) -> dict[str, Any]:
    told = clock.derivation
    return {
        "kind": clock.kind,
        "label": told["label"],
        "article": told["article"],
        "opened_at": moment(clock.opened_at),
        "due_at": moment(clock.due_at),
        "closed_at": moment(clock.closed_at),
        "outcome": clock.outcome,
    }


@dataclass(frozen=True)
class Words:
    """How what people wrote is told: as it stands, or without those of whom it speaks."""

    hidden: Redaction | None

    @classmethod
    def of(cls, *names: str, whole: bool) -> "Words":
        """One letter is no name to look for."""
        return cls(None if whole else Redaction([(name, mask_name(name)) for name in names if len(name) > 1]))

    def __call__(self, text: str) -> str:
        return self.hidden(text) if self.hidden else text

    def in_json(self, written: str) -> str:
        """The same of the notes in parts of a document."""
        return redacted(written, self.hidden) if self.hidden else written


def whole_text(found: dict[str, Any], parts: Mapping[str, str], say: Words) -> str:
    """The document with its parts, which are JSON already, at its end."""
    written = ",".join(f'"{name}":{text}' for name, text in parts.items())
    return f"{dumped(found)[:-1]},{say.in_json(written)}}}"


def person(row: Any, who: str, name: str, *, whole: bool, told: bool) -> dict[str, Any]:
    """`who` of an unopened row: caller, victim. `told` is the telephone; of one that is not nothing is deciphered."""
    column = f"{who}_phone"
    return {
        "name": name if whole else mask_name(name),
        "phone": kept(row, column) if told else None,
        "withheld": not told and bool(getattr(row, f"kept_{column}")),
    }


def reach(row: Any) -> dict[str, Any] | None:
    """How she may be reached, as she has said; never in which words one proves to be a friend. Of what became a
    petition that says it."""
    if row.petition_id is not None:
        return None
    wish = kept(row, "wish")
    terms = said(wish) or (CAREFUL if row.guarded else FREE)
    return {
        "asked": bool((wish or {}).get("contact_rule")),
        "ways": sorted(terms.ways),
        "no_message": terms.no_message,
        "number_shared": terms.number_shared,
        "windows": [
            {"days": sorted(each.days), "begins": f"{each.begins:%H:%M}", "ends": f"{each.ends:%H:%M}"}
            for each in terms.windows
        ],
    }
