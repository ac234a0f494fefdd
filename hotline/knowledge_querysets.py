"""Questions about the knowledge base."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from fedportal.deadlines.models import Deadline
from fedportal.lib.search_lexemes import LexemesQuery
from fedportal.orgs.querysets import InScopeQuerySet
from hotline.knowledge_facts import EntryState

if TYPE_CHECKING:
    from fedportal.accounts.models import User


def written_for(user: "User") -> Q:
    """What the reader's unit, or one above it, has written for its people."""
    return Q(org__code__lte=user.org.code, org__code_end__gt=user.org.code)


class EntryQuerySet(InScopeQuerySet):
    """Entries by reader, state and words."""

    def visible_to(self, user: "User") -> Self:
        """What units above and her own have written, and what those below publish; drafts in their own unit alone."""
        if not user.is_authenticated:
            return self.none()
        code, end = user.org.code, user.org.code_end
        below = Q(org_code__gte=code, org_code__lt=end)
        drafts = Q(state=EntryState.DRAFT) & ~Q(org_code=code)
        return self.filter(written_for(user) | below).exclude(drafts)

    def usable_by(self, user: "User") -> Self:
        """What is told to callers now: published by her unit or one above it."""
        return self.visible_to(user).filter(written_for(user), state=EntryState.PUBLISHED)

    def with_all(self, terms: Sequence[str]) -> Self:
        return self.filter(terms=LexemesQuery(list(terms)))

    def with_any(self, terms: Sequence[str]) -> Self:
        return self.filter(terms=LexemesQuery([tuple(terms)]))

    def waiting(self) -> Self:
        """Entries whose newest version nobody has looked at."""
        return self.exclude(state=EntryState.RETIRED).filter(pending=True)

    def due_before(self, moment: dt.datetime) -> Self:
        """Entries whose yearly review falls due before that moment, or is late."""
        duties = Deadline.objects.for_model(self.model).open().filter(due_at__lt=moment)
        return self.filter(pk__in=duties.values("object_id"))

    def for_page(self) -> Self:
        """Everything that a line of the list shows, in a constant number of queries."""
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        return self.select_related("org", "current").prefetch_related(clocks).with_newest()

    def with_newest(self) -> Self:
        """`newest_question`: how the newest version asks, of an entry that has no published one."""
        versions = self.model.versions.rel.related_model.objects.filter(entry=OuterRef("pk")).order_by("-number")  # type: ignore[attr-defined]
        return self.annotate(newest_question=Subquery(versions.values("question")[:1]))


class PhraseQuerySet(InScopeQuerySet):
    """Phrases that agents do not use."""

    def visible_to(self, user: "User") -> Self:
        if not user.is_authenticated:
            return self.none()
        below = Q(org_code__gte=user.org.code, org_code__lt=user.org.code_end)
        return self.filter(written_for(user) | below)

    def in_use(self) -> QuerySet:
        return self.filter(removed_at=None)

    def binding(self, user: "User") -> Self:
        """Those that her unit or one above it has forbidden."""
        return self.visible_to(user).filter(written_for(user), removed_at=None)
