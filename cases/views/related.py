"""The matters that belong to a petition: joined to it, the one it is joined to, and those that are the same."""

from dataclasses import dataclass, field

from cases.models import MatterClass, Merger, Petition
from cases.shown import Shown, short
from fedportal.accounts.models import User
from fedportal.lib.row_scope import beyond_readers


@dataclass(frozen=True)
class Related:
    """What this reader may know of them; of what she may not see, the unit alone."""

    survivor: Shown | None = None
    members: list[Shown] = field(default_factory=list)
    same: list[Shown] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)  # names of units

    def __bool__(self) -> bool:
        return bool(self.survivor or self.members or self.same or self.elsewhere)

    @property
    def contacts(self) -> int:
        """How many contacts the joined ones brought."""
        return sum(shown.petition.repeat_count for shown in self.members)


@beyond_readers("of what others hold she is told the unit alone")
def related(row: Petition, user: User) -> Related:
    """Asked in a constant number of questions, however many there are."""
    mergers = Merger.objects.holding()
    into = set(mergers.filter(petition=row).values_list("survivor", flat=True))
    joined = set(mergers.filter(survivor=row).values_list("petition", flat=True))
    same = set(row.repeats.values_list("pk", flat=True)) | ({row.same_as_id} if row.same_as_id else set())
    rows = Petition.objects.filter(pk__in=into | joined | same).select_related("org").defer("signature")
    told_of = rows.filter(pk__in=same).exclude(matter_class=MatterClass.ACCUSATION)
    seen = {
        one.pk: Shown(one, user)
        for one in rows.visible_to(user)
        .with_closeness(user)
        .prefetch_related("parties", "former_values")
        .order_by("pk")
    }
    return Related(
        survivor=next((shown for pk, shown in seen.items() if pk in into), None),
        members=[shown for pk, shown in seen.items() if pk in joined],
        same=[shown for pk, shown in seen.items() if pk in same],
        elsewhere=sorted({short(one.org.name) for one in told_of.exclude(pk__in=seen)}),
    )
