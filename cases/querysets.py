"""Questions about petitions."""

import datetime as dt
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Model, OuterRef, Prefetch, Q, Sum

from cases.knowing import Kind, Reader, Tie, ties_that_show
from cases.law import GROUP_SKIPS_FROM
from cases.workflow import Danger
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.querysets import DeadlineQuerySet
from fedportal.lib.prepared_exists import Composed, PreparedExists, Slot, composed
from fedportal.orgs.models import Organization
from fedportal.orgs.querysets import InScopeQuerySet

if TYPE_CHECKING:
    from fedportal.accounts.models import User

SECRET = Q(matter_class="accusation")  # as in models.MatterClass, which stands on this module
GUARDED = Q(guarded=True) & ~SECRET
PLAIN = Q(guarded=False) & ~SECRET
HIGH_DANGER = Q(danger=Danger.HIGH)

# 重复信访: she came again, or had asked the same in an earlier petition.
REPEATED = Q(repeat_count__gt=1) | Q(same_as__isnull=False)
IN_GROUP = Q(head_count__gte=GROUP_SKIPS_FROM)  # 集体访


class PetitionQuerySet(InScopeQuerySet):
    """Petitions by place, state and lateness."""

    def visible_to(self, user: "User") -> Self:
        """Petitions in the user's range of which cases.knowing tells her anything."""
        if not user.is_authenticated or not user.can(Can.SEE_CASES):
            return self.none()
        return self.seen_by(Reader.of(user))

    def seen_by(self, reader: Reader) -> Self:
        """The same for who reads cases, to be composed once for all with the same rights at the same level."""
        rows = self.filter(~self._walled(reader), org_code__gte=reader.code, org_code__lt=reader.code_end)
        if Tie.ABOVE in ties_that_show(Kind.PLAIN, reader.level):
            return rows.filter(self._known_to(reader))
        # Said first, so that the database may begin at the few that came up to a province.
        return rows.filter(self._near(reader), PLAIN | self._kept_from_others(reader))

    def may_break_glass(self, user: "User") -> Self:
        """What she may open at once in an emergency, by its number: guarded matters of her range, and what she sees
        anyway. No accusation, and nothing that the relation wall keeps from her."""
        if not user.is_authenticated or not user.can(Can.SEE_CASES):
            return self.none()
        reader = Reader.of(user)
        return (
            super().visible_to(user).filter(~SECRET, Q(guarded=True) | self._known_to(reader), ~self._walled(reader))
        )

    def countable_for(self, user: "User") -> Self:
        """What a figure before this reader counts: everything, but accusations that she may not read. The list behind
        a figure says how many it does not show (`withheld_from`). Who reads no cases is told all numbers.
        """
        return self.filter(~SECRET | self._may_read(Reader.of(user))) if user.can(Can.SEE_CASES) else self.all()

    def withheld_from(self, user: "User") -> Self:
        """What figures before this reader count and lists do not show her."""
        reader = Reader.of(user)
        return super().visible_to(user).filter(~SECRET, ~self._known_to(reader) | self._walled(reader))

    def hidden_from(self, user: "User") -> Self:
        """Guarded matters and accusations that this user may not read, wherever they are: nothing may speak of them
        to her."""
        return self.hidden_from_reader(Reader.of(user))

    def hidden_from_reader(self, reader: Reader) -> Self:
        hidden = GUARDED & ~self._in_line(reader) | SECRET & ~self._may_read(reader)
        return self.filter(hidden | self._walled(reader))

    def walled_from(self, reader: Reader) -> Self:
        """What the relation wall keeps from this reader."""
        return self.filter(self._walled(reader))

    def secret_from(self, user: "User") -> Self:
        """Accusations that this user may not read: no figure counts them either."""
        return self.accusations().filter(~self._may_read(Reader.of(user)))

    def accusations(self) -> Self:
        return self.filter(SECRET)

    def exportable(self) -> Self:
        """What may leave the portal as a file: no accusation, whoever asks (art. 30, 46)."""
        return self.exclude(SECRET)

    def leaving(self) -> Self:
        """What may leave with the names of its people: of whoever was granted deletion, data is kept and no more
        (个人信息保护法 art. 47, para 2)."""
        return self.exportable().filter(~self._restricted())

    def restricted(self) -> Self:
        """Matters whose petitioner was granted deletion, and whose file still lives."""
        return self.filter(self._restricted(), disposed_at=None)

    def _restricted(self) -> Q:
        requests: Any = self.model._meta.get_field("rights_requests").related_model
        hers = requests.objects.restricting().filter(petition=OuterRef("pk"), party__role="petitioner")
        return Q(Exists(hers))

    def _known_to(self, reader: Reader) -> Q:
        return PLAIN & self._tied(Kind.PLAIN, reader) | self._kept_from_others(reader)

    def _kept_from_others(self, reader: Reader) -> Q:
        return GUARDED & self._in_line(reader) | SECRET & self._may_read(reader)

    def _tied(self, kind: Kind, reader: Reader, *, but: frozenset[Tie] = frozenset()) -> Q:
        """Whether the reader's unit stands to it in a way that shows her matters of that kind."""
        ties = set(ties_that_show(kind, reader.level)) - but
        if Tie.ABOVE in ties:
            return Q()
        close = self._close_to(reader)  # whoever decides on it is close, too
        asked = {Tie.HOLDS: Q(org_code=reader.code), Tie.CLOSE: close, Tie.DANGER: HIGH_DANGER}
        asked[Tie.STRIKING] = IN_GROUP | REPEATED
        return reduce(or_, (condition for tie, condition in asked.items() if tie in ties))

    def _in_line(self, reader: Reader) -> Q:
        """Whether she is one of the few who know of a guarded matter."""
        ours = Q(org_code=reader.code)
        line = self._named(reader) | self._opened(reader)
        if reader.heads:
            line |= ours
        else:
            line |= ours & (Q(registered_by=reader.user) | Q(handler=reader.user))
            if reader.decides:
                line |= ours & Q(handler=None)
        if reader.heads or reader.oversees:
            line |= ~ours & self._tied(Kind.GUARDED, reader, but=frozenset({Tie.HOLDS}))
        return line

    def _may_read(self, reader: Reader) -> Q:
        """Who reads an accusation: whoever is named, and by her office the head of a unit that has to do with it
        now: the one that holds it, owes a duty about it, or has the lateness of one on its desk.
        """
        may = self._named(reader)
        if reader.chief:
            may |= Q(org_code=reader.code) | Q(PreparedExists.of(self._composed.owes, "pk", reader.values))
        return may

    def _named(self, reader: Reader) -> Q:
        return Q(PreparedExists.of(self._composed.named, "pk", reader.values))

    def _opened(self, reader: Reader) -> Q:
        return Q(PreparedExists.of(self._composed.opened, "pk", reader.values))

    def _walled(self, reader: Reader) -> Q:
        return Q(PreparedExists.of(self._composed.walled, "pk", reader.values))

    def _near(self, reader: Reader) -> Q:
        return Q(PreparedExists.of(self._composed.near, "pk", reader.values))

    def _close_to(self, reader: Reader) -> Q:
        return Q(PreparedExists.of(self._composed.close, "pk", reader.values))

    @property
    def _composed(self) -> "_Questions":
        return _composed(self.model, ContentType.objects.get_for_model(self.model).pk)

    def open(self) -> Self:
        """Matters not yet concluded."""
        return self.filter(closed_at=None)

    def in_hand_of(self, by: "User") -> Self:
        """Matters that her unit has in hand, as far as she may know of them: what comes again is one contact more."""
        return self.visible_to(by).filter(org=by.org_id).open()

    def ended_for_good(self) -> Q:
        """What a re-review has ended (art. 36, para 3), archived or not; as `Petition.is_final`."""
        review = self.model.reviews.rel.related_model  # type: ignore[attr-defined]  # Petition's, which stands above
        decided = review.objects.filter(petition=OuterRef("pk"), stage=review.Stage.RECHECK, decided_at__isnull=False)
        return Q(status="terminated") | Q(Exists(decided), status="archived")

    def with_duty(self, deadlines: DeadlineQuerySet) -> Self:
        """Petitions that have one of these deadlines."""
        return self.filter(pk__in=deadlines.for_model(self.model).values("object_id"))

    def overdue(self, at: dt.datetime) -> Self:
        """Matters with a duty still owed after its last moment."""
        return self.with_duty(Deadline.objects.overdue(at))

    def at_place(self, place: Organization) -> Self:
        """Matters that arose in this unit's region."""
        return self.filter(place__code__gte=place.code, place__code__lt=place.code_end)

    def by_next_duty(self) -> Self:
        """Matters with an open duty, each with `next_due`, the last moment of its nearest, to order by."""
        duties = Deadline.objects.for_model(self.model).open()
        sooner = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk"))
        nearest = duties.filter(~Exists(duties.filter(sooner, object_id=OuterRef("object_id"))))
        return self.filter(deadlines__in=nearest).alias(next_due=F("deadlines__due_at"))

    def each_time_once(self) -> Self:
        """Those of these matters whose `repeat_count` together says how often people came, wrote or called (次), the
        times included that were typed at registration. What was joined to another of them counts there; of a matter
        and its repeat, whose count goes on from it, the repeat counts.
        """
        keys = self.order_by().values("pk")
        mergers: Any = self.model._meta.get_field("mergers").related_model
        joined = mergers.objects.holding().filter(survivor__in=keys).values("petition")
        return self.exclude(pk__in=joined).exclude(pk__in=self.order_by().exclude(same_as=None).values("same_as"))

    def times(self) -> int:
        """How often people came, wrote or called about these matters (次)."""
        total: int | None = self.order_by().each_time_once().aggregate(n=Sum("repeat_count"))["n"]
        return total or 0

    def with_closeness(self, user: "User") -> Self:
        """Each with `is_close`: whether it has come close to this reader's unit. Lists ask for all at once."""
        return self.annotate(is_close=self._close_to(Reader.of(user)))

    def for_page(self) -> Self:
        """Everything that a petition's page and its line of a ledger show, in a constant number of queries."""
        clocks = Prefetch("deadlines", Deadline.objects.open().order_by("due_at"), to_attr="open_deadlines")
        rows = self.select_related("org", "place", "handler").prefetch_related("parties", "former_values", clocks)
        return rows.defer("signature")


class _Questions(NamedTuple):
    """What is asked of one matter and one reader, composed once."""

    named: Composed  # is she named as its reader?
    close: Composed  # has it come close to her unit?
    near: Composed  # that, or has she opened it in an emergency?
    owes: Composed  # does her unit owe something about it now, or has the lateness on its desk?
    opened: Composed  # has she opened it in an emergency, and may still look?
    walled: Composed  # is one of its people she herself, or one of hers?


@lru_cache
def _composed(model: type[Model], content_type: int) -> _Questions:
    readers: Any = model._meta.get_field("readers").related_model
    named = readers.objects.current().filter(petition=Slot.COLUMN, user=Slot.READER)
    concerns: Any = model._meta.get_field("concerns").related_model
    close = concerns.objects.of_units().filter(petition=Slot.COLUMN, org=Slot.ORG)
    near = concerns.objects.before(Slot.READER).filter(petition=Slot.COLUMN, org=Slot.ORG)
    duties = Deadline.objects.open().filter(content_type=content_type, object_id=Slot.COLUMN)
    owes = duties.filter(Q(org_code=Slot.CODE) | Q(desk=Slot.ORG))
    accesses: Any = model._meta.get_field("urgent_accesses").related_model
    opened = accesses.objects.current().filter(petition=Slot.COLUMN, user=Slot.READER)
    walls: Any = model._meta.get_field("walls").related_model
    walled = walls.objects.filter(petition=Slot.COLUMN, user=Slot.READER)
    return _Questions(*(composed(rows.values("pk")) for rows in (named, close, near, owes, opened, walled)))
