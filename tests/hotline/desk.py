"""Entries of the knowledge base for tests, brought to a state by the real verbs."""

import datetime as dt
from typing import Any

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.actions.knowledge import Said, draft_entry, publish_entry
from hotline.models import KnowledgeEntry
from tests.cases.samples import NOW
from tests.factories import user

SAID: dict[str, Any] = {
    "question": "人身安全保护令多久能下来？",
    "answer": "法院受理后七十二小时内作出决定。情况紧急的，二十四小时内作出。",
    "articles": ("反家庭暴力法第二十八条",),
}


def said(**changes: Any) -> Said:
    return Said(**SAID | changes)


def drafted(by: User, *, at: dt.datetime = NOW, category: str = "order", **changes: Any) -> KnowledgeEntry:
    return draft_entry(category, said(**changes), by=by, at=at)


def published(by: User, *, at: dt.datetime = NOW, judge: User | None = None, **changes: Any) -> KnowledgeEntry:
    """One that another leader of that unit has looked at."""
    judge = judge or user(by.org, Role.UNIT_HEAD)
    return publish_entry(drafted(by, at=at, **changes), 1, by=judge, at=at)
