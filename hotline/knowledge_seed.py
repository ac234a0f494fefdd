"""Reads what a new knowledge base begins with, and writes it as drafts of one person's unit by the real verbs."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from fedportal.accounts.models import User
from hotline.actions.knowledge import Said, draft_entry
from hotline.actions.knowledge_using import forbid_phrase, why_not_forbid
from hotline.models import ForbiddenPhrase, KnowledgeEntry, KnowledgeVersion

SEED = Path(__file__).with_suffix(".toml")


def seed() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(SEED.read_text("utf-8"))


@transaction.atomic
def write_drafts(*, by: User, at: dt.datetime) -> list[KnowledgeEntry]:
    """What the unit has not written yet; another person publishes it. Phrases, if she may forbid any."""
    asked = set(KnowledgeVersion.objects.filter(entry__org=by.org_id).values_list("question", flat=True))
    wanted = [entry for entry in seed()["entry"] if entry["question"] not in asked]
    if not why_not_forbid(by=by):
        _forbid(by, at)
    return [draft_entry(entry["category"], _said(entry), by=by, at=at) for entry in wanted]


def _forbid(by: User, at: dt.datetime) -> None:
    known = set(ForbiddenPhrase.objects.filter(org=by.org_id).values_list("phrase", flat=True))
    for row in seed()["phrase"]:
        if row["phrase"] not in known:
            forbid_phrase(row["phrase"], why=row["why"], instead=row["instead"], by=by, at=at)


def _said(entry: dict[str, Any]) -> Said:
    return Said(entry["question"], entry["answer"], tuple(entry["articles"]))
