"""Effects of moves that end a matter: conclusion, withdrawal, the archive."""

import datetime as dt
import hashlib
import json
import secrets
from typing import Any

from django.utils import timezone

from cases.actions.papers import answer_document, window_until
from cases.actions.steps import Step
from cases.law import FOLLOW_UP, REPORT_BACK, RIGHTS_REQUEST
from cases.models import Archive, Conclusion, Petition
from cases.supervision_law import SUGGESTION_REPLY
from cases.violence_law import VIOLENCE_KINDS
from fedportal.deadlines.actions import cancel_deadlines
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.refusals import NotAllowed

OUTLASTS = {FOLLOW_UP.kind, REPORT_BACK.kind, SUGGESTION_REPLY.kind, RIGHTS_REQUEST.kind} | VIOLENCE_KINDS


def close(row: Petition, step: Step) -> None:
    """Conclude it: once the window for asking the level above has closed, or where she says that she will not."""
    paper = answer_document(row)
    until = window_until(paper, paper.served_at) if paper is not None and paper.served_at is not None else None
    if until is not None and step.at <= until and not step.answers.agreed:
        raise NotAllowed(
            f"信访人在 {timezone.localdate(until)} 之前可以申请复查、复核；期限届满，"
            "或者信访人书面表示不再申请的，才能办结。"
        )
    given = step.answers
    Conclusion.objects.create(
        petition=row,
        at=step.at,
        by=step.by,
        root_cause=given.root_cause if row.is_asked("root_cause") else "",
        typical=given.typical,
        relief_told=given.relief_told,
        relief_helped=given.relief_helped,
        unvisited=given.unvisited if row.is_asked("unvisited") else "",
    )
    row.closed_at = step.at
    end_duties(row, at=step.at)


def end_duties(row: Petition, *, at: dt.datetime) -> None:
    """All clocks stop but those of the return visits, and of the course of violence: it goes on after the closing too
    (规程 art. 13).

    What she asked about her own data is still to be answered, and what was suggested, in writing (art. 40, para 4); a
    unit that passed the matter down has still to answer the organ from which it came (art. 22).
    """
    running = set(row.deadlines.open().values_list("kind", flat=True))
    cancel_deadlines(row, at=at, kinds=running - OUTLASTS)
    cancel_deadlines(row, at=at, kinds=(REPORT_BACK.kind,), org=row.org)


def withdraw(row: Petition, step: Step) -> None:
    """She takes it back. What a duty of reporting demands does not fall away with it (domain.md 3.2)."""
    row.closed_at = step.at
    end_duties(row, at=step.at)


def archive(row: Petition, step: Step) -> None:
    """Lock the file, with a manifest of everything in it and the digest that proves it unchanged."""
    manifest = manifest_of(row, salt=secrets.token_hex(16))
    Archive.objects.create(
        petition=row,
        at=step.at,
        by=step.by,
        retention=step.answers.retention,
        manifest=manifest,
        digest=digest_of(manifest),
    )


def manifest_of(row: Petition, *, salt: str = "") -> dict[str, Any]:
    """What the file holds: the matter, its people, its timeline and its papers, each as its digest.

    What it says of people is salted, or who holds a copy of the database could try all numbers. The salt lies in the
    manifest, which is kept enciphered; files from before have none.
    """
    salted = [salt] if salt else []
    letters = row.letters.select_related("document").order_by("pk")
    scales = [
        _digest([d.version, d.marked, d.red_flags, d.unable, d.at]) for d in row.danger_assessments.order_by("pk")
    ]
    former = [[f.field, _digest([*salted, f.value, f.at])] for f in row.former_values.order_by("pk")]
    replies = [[r.document.number, _digest([r.replied_at, r.reply_text, r.assessment])] for r in letters]
    return {
        "number": row.number,
        "matter": _digest([row.request, row.facts, row.category, row.matter_class, row.route, row.registered_at]),
        "people": [
            _digest([*salted, p.role, p.name, p.sex, p.birth_on, p.id_number, p.phone, p.address])
            for p in row.parties.order_by("pk")
        ],
        "events": [
            {"verb": e.verb, "at": e.at.isoformat(), "digest": _digest([e.verb, e.at, e.actor_id, e.note, e.data])}
            for e in row.events.exclude(verb="petition.archive").order_by("pk")
        ],
        "attachments": [[a.name, a.digest] for a in row.attachments.kept().order_by("pk")],
        "papers": [
            {"number": d.number, "served_at": _moment(d.served_at), "digest": _digest([d.title, d.main_to, d.body])}
            for d in row.documents.order_by("pk")
        ],
        **({"replies": replies} if replies else {}),
        **({"danger": scales} if scales else {}),
        **({"former": former} if former else {}),
        **({"salt": salt} if salt else {}),
    }


def is_unchanged(row: Petition) -> bool:
    """Whether the archived file is still what was locked; events after the archiving do not count.

    Not so either where an enciphered value of it cannot be read: it was changed, or its key is gone.
    """
    try:
        kept = row.archive.manifest
        now = manifest_of(row, salt=kept.get("salt", ""))
    except CannotDecipher:
        return False
    now["events"] = now["events"][: len(kept["events"])]
    return digest_of(kept) == row.archive.digest and digest_of(now) == row.archive.digest


def digest_of(manifest: dict[str, Any]) -> str:
    """SHA-256 of the manifest in one spelling."""
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(values: list[Any]) -> str:
    return digest_of({"values": [_moment(v) if isinstance(v, dt.date) else v for v in values]})


def _moment(value: dt.date | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value.isoformat()
