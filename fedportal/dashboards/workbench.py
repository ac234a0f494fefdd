"""The cadre's day: what waits for her unit, by clock, the worst first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from cases.actions.guards import wrong_way
from cases.actions.turns import waits_for_another
from cases.models import HeldContact, Petition
from cases.querysets import PetitionQuerySet
from cases.shown import Shown, short
from cases.workflow import Status, leads_to, moves_from
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.links import Figure, Links
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.querysets import WORST_FIRST, DeadlineQuerySet
from fedportal.orgs.models import Level

SHOWN = 8  # rows of each list; the rest is one click away


@dataclass(frozen=True)
class Duty:
    """One row: a matter with the duty that brings it here, and what the reader may do about it."""

    url: str
    number: str
    name: str
    category: str
    flags: str  # why it climbs faster than others
    unit: str
    deadline: Deadline | None
    owed: str  # what the duty is, as on its receipt
    action: str = ""
    action_url: str = ""
    acknowledge_url: str = ""


@dataclass(frozen=True)
class Pile:
    """One list of the workbench: the head of it, and how much there is in all."""

    slug: str
    title: str
    why: str
    total: Figure
    rows: list[Duty]
    of_others: bool  # held by other units: say by whom


@dataclass(frozen=True)
class Workbench:
    """Everything on the page."""

    at: dt.datetime
    lights_of: str  # what the lights are counted over, in words
    lights: list[tuple[Light, Figure]]
    piles: list[Pile]
    replied: Figure

    @property
    def has_piles(self) -> bool:
        return any(pile.total.value for pile in self.piles)


@dataclass(frozen=True)
class _Ask:
    """A pile before its rows are read: either duties, or matters in a state."""

    slug: str
    title: str
    why: str
    params: dict[str, object]
    petitions: PetitionQuerySet
    duties: DeadlineQuerySet | None = None


class Reader:
    """Reads the workbench of one user at one moment."""

    def __init__(self, user: User, at: dt.datetime) -> None:
        self.user, self.at = user, at
        self.links = Links(user)
        self.visible = Petition.objects.visible_to(user)
        self.held = self.visible.filter(org=user.org_id)
        self.duties = Deadline.objects.for_model(Petition)
        self.oversees = user.org.level <= Level.CITY

    def workbench(self) -> Workbench:
        asks = [ask for ask in self._asks() if ask is not None]
        heads = [self._head(ask) for ask in asks]
        found = self._rows([pk for head in heads for pk, _ in head])
        piles = []
        for ask, head in zip(asks, heads, strict=True):
            rows = [self._duty(found[pk], duty) for pk, duty in head if pk in found]
            total = len(head) if len(head) < SHOWN else self._count(ask)
            piles.append(
                Pile(ask.slug, ask.title, ask.why, self.links.figure(total, **ask.params), rows, "desk" in ask.params)
            )
        replied = self.held.filter(status=Status.REPLIED).count()
        return Workbench(
            at=self.at,
            lights_of="落在本单位的时限" if self.oversees else "本单位承办的时限",
            lights=self._lights(),
            piles=piles,
            replied=self.links.figure(replied, held_by=self.user.org.code, status=Status.REPLIED.value),
        )

    def _asks(self) -> list[_Ask | None]:
        own: dict[str, object] = {"held_by": self.user.org.code}
        desk = self.duties.on_desk_of(self.user.org)
        return [
            _Ask(
                "waiting",
                "已上报待签收",
                "下级逾期上报到本单位，签收后由本单位督促办理。",
                {"desk": "me", "unacknowledged": 1},
                self.visible,
                desk.unacknowledged(),
            )
            if self.user.can(Can.ACKNOWLEDGE)
            else None,
            _Ask(
                "late-here",
                "在本单位督办的超期事项",
                "",
                {"desk": "me", "overdue": 1},
                self.visible,
                desk.overdue(self.at),
            )
            if self.oversees
            else None,
            _Ask("overdue", "本单位承办，已超期", "", {**own, "overdue": 1}, self.held, self.duties.overdue(self.at)),
            _Ask("today", "今日到期", "", {**own, "due": "today"}, self.held, self.duties.due_today(self.at)),
            _Ask("week", "七日内到期", "", {**own, "due": "week"}, self.held, self.duties.due_this_week(self.at)),
            _Ask(
                "passed-down",
                "上级转来，待接收",
                "",
                {**own, "status": Status.PASSED_DOWN.value},
                self.held.filter(status=Status.PASSED_DOWN),
            ),
            _Ask(
                "held-back",
                "待改用其他方式联系",
                "按信访人的安全联系要求没有发出的，改用其他方式后登记处理情况。",
                {"held_back": 1},
                self.visible.filter(pk__in=HeldContact.objects.open().filter(org=self.user.org_id).values("petition")),
            ),
        ]

    def _head(self, ask: _Ask) -> list[tuple[int, int | None]]:
        """The first matters of a pile, each with the duty that put it there."""
        if ask.duties is None:
            newest = ask.petitions.order_by("-received_at", "-pk")
            return [(pk, None) for pk in newest.values_list("pk", flat=True)[:SHOWN]]
        duties = ask.duties.filter(object_id__in=ask.petitions.values("pk")).order_by(*WORST_FIRST)
        pairs: dict[int, int | None] = {}
        # A matter may owe several things at once, as the answers to its letters; seldom more than four.
        for pk, duty in duties.values_list("object_id", "pk")[: 4 * SHOWN]:
            pairs.setdefault(pk, duty)
        return list(pairs.items())[:SHOWN]

    def _count(self, ask: _Ask) -> int:
        matters = ask.petitions if ask.duties is None else ask.petitions.with_duty(ask.duties)
        return matters.count()

    def _rows(self, pks: list[int]) -> dict[int, Petition]:
        return {row.pk: row for row in self.visible.with_closeness(self.user).for_page().filter(pk__in=pks)}

    def _duty(self, petition: Petition, pk: int | None) -> Duty:
        shown = Shown(petition, self.user)
        deadline = next((clock for clock in shown.clocks if clock.pk == pk), shown.next_clock)
        waits = deadline is not None and deadline.awaiting_ack and deadline.desk_id == self.user.org_id
        action, action_url = self._next_step(petition, deadline)
        return Duty(
            url=petition.get_absolute_url(),
            number=petition.number,
            name=shown.name_in_list,
            category=petition.category_label,
            flags="、".join(shown.flags()),
            unit=short(petition.org.name),
            deadline=deadline,
            owed=deadline.derivation["label"] if deadline else "",
            action=action,
            action_url=action_url,
            acknowledge_url=reverse("cases:acknowledge", args=[petition.pk, deadline.pk])
            if waits and deadline is not None and self.user.can(Can.ACKNOWLEDGE)
            else "",
        )

    def _next_step(self, petition: Petition, deadline: Deadline | None) -> tuple[str, str]:
        """The first move towards that duty which this reader may make; what no move ends is done on its own page."""
        if petition.org_id != self.user.org_id or deadline is None or waits_for_another(petition):
            return "", ""
        moves = [move for move in moves_from(petition.status) if self.user.can(move.needs)]
        moves = [move for move in moves if not wrong_way(petition, move.name)]
        move = next((move for move in moves if leads_to(move, deadline.kind)), None)
        if move is None:
            return "", ""
        return move.label, reverse("cases:petition_move", args=[petition.pk, move.name])

    def _lights(self) -> list[tuple[Light, Figure]]:
        """Open matters by the worst of their duties: on the desk of those who oversee, else held by the unit."""
        desk = self.duties.on_desk_of(self.user.org)
        matters = self.visible.with_duty(desk) if self.oversees else self.held
        worst = self.duties.open().filter(object_id__in=matters.values("pk")).worst_of_each()
        standing = self.duties.filter(pk__in=worst.values("pk"))
        if self.oversees:
            standing = standing.filter(desk=self.user.org)
        counts = dict(standing.order_by().values_list("light").annotate(Count("pk")))
        where: dict[str, object] = {"desk": "me"} if self.oversees else {"held_by": self.user.org.code}
        return [(light, self.links.figure(counts.get(light, 0), **where, light=light.value)) for light in Light]
