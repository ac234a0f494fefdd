"""Register, act, extend, acknowledge, let time pass: whatever the order, the database equals a plain model."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cases.models import Petition
from cases.workflow import MOVES, Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.calendar.working_days import WorkingDays
from fedportal.deadlines import actions, engine
from fedportal.deadlines.ladders import SKIP_TO_STEP
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Organization
from tests.cases.samples import moved, petition
from tests.deadlines.duties import local
from tests.deadlines.plain_model import PlainDeadline, plain_of, stored_history, stored_state
from tests.drawing import examples
from tests.factories import ProvinceTree, user

FIRST_DAY = local("2025-12-20T08:00:00")
PAUSES = [
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=31),
    dt.timedelta(hours=3),
    dt.timedelta(days=1, hours=2),
    dt.timedelta(days=6),
    dt.timedelta(days=17),
    dt.timedelta(days=75),
]
NEXT_MOVES = {  # by state: what the unit that holds the petition may do, and what it must say
    Status.REGISTERED: ("accept", "redirect", "pass_down"),
    Status.PASSED_DOWN: ("take", "pass_down"),
    Status.ACCEPTED: ("start",),
    Status.HANDLING: ("reply", "issue_opinion"),
    Status.OPINION_ISSUED: ("close",),
    Status.REDIRECTED: ("close",),
    Status.REPLIED: ("close",),
}


class Portal(RuleBasedStateMachine):
    """Petitions in the database, and their duties twice: as rows, and as plain twins."""

    staff: dict[int, User]
    units: list[Organization]

    def __init__(self) -> None:
        super().__init__()
        self.now = FIRST_DAY
        self.twins: dict[int, PlainDeadline] = {}
        self.petitions: list[Petition] = []
        self.days = WorkingDays.load()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @rule(place=st.integers(0, 5), days=st.integers(0, 40), heads=st.sampled_from([1, 1, 5]), urgent=st.booleans())
    def register(self, place: int, days: int, heads: int, urgent: bool) -> None:
        unit = self.units[place]
        received = self.now - dt.timedelta(days=days)
        row = petition(self.staff[unit.pk], at=self.now, received_at=received, head_count=heads, urgent=urgent)
        self.petitions.append(row)
        self._meet_new_deadlines(row, from_step=SKIP_TO_STEP if heads == 5 else 0)

    @precondition(lambda self: self.petitions)
    @rule(which=st.integers(0, 99), choice=st.integers(0, 2), opinion=st.booleans())
    def act(self, which: int, choice: int, opinion: bool) -> None:
        row = Petition.objects.get(pk=self.petitions[which % len(self.petitions)].pk)
        names = NEXT_MOVES.get(Status(row.status), ())
        below = Organization.objects.filter(parent=row.org).order_by("code").first()
        wrong = {"reply" if row.route == "opinion" else "issue_opinion", "" if below else "pass_down"}
        if row.urgent and row.deadlines.open().filter(kind="urgent_report").exists():
            wrong.add("close")
        possible = [name for name in names if name not in wrong]
        if not possible:
            return
        move = MOVES[possible[choice % len(possible)]]
        answers = {
            "route": "opinion" if opinion else "litigation",
            "receiver": below,
            "competent_organ": "公安机关",
            "result": "support",
            "findings": "属实。",
            "basis": "《妇女权益保障法》第七十三条",
            "agreed": True,
            "told_how": "phone",
        }
        asked = {name: answers[name] for name in (*move.asks, *move.may_say) if name in answers}
        open_before = {deadline.pk: deadline.kind for deadline in row.deadlines.open()}
        moved(row, move.name, by=self.staff[row.org_id], at=self.now, note="已办。", **asked)
        for pk, kind in open_before.items():
            if kind in move.ends or move.name == "close":
                self.twins[pk].close()
        self._meet_new_deadlines(row)

    @precondition(lambda self: any(not twin.closed for twin in self.twins.values()))
    @rule(which=st.integers(0, 99), days=st.integers(1, 60))
    def extend(self, which: int, days: int) -> None:
        pk, twin = self._open_one(which)
        later = twin.due_at + dt.timedelta(days=days)
        by = self.staff[twin.owner]
        actions.extend(Deadline(pk=pk), due_at=later, by=by, reason="等待鉴定", at=self.now)
        twin.extend(later)

    @precondition(lambda self: any(not twin.closed for twin in self.twins.values()))
    @rule(which=st.integers(0, 99))
    def acknowledge(self, which: int) -> None:
        pk, twin = self._open_one(which)
        actions.acknowledge(Deadline(pk=pk), by=self.staff[twin.desk], at=self.now)
        twin.acknowledge()

    @rule(pause=st.sampled_from(PAUSES), batch=st.sampled_from([1, 3, 100]))
    def time_passes_and_the_engine_sweeps(self, pause: dt.timedelta, batch: int) -> None:
        self.now += pause
        engine.sweep(self.now, batch=batch)
        for twin in self.twins.values():
            twin.sweep(self.now)

    @rule(pause=st.sampled_from(PAUSES))
    def time_passes_without_a_sweep(self, pause: dt.timedelta) -> None:
        self.now += pause

    @invariant()
    def the_database_equals_the_model(self) -> None:
        rows = Deadline.objects.in_bulk()
        assert {pk: stored_state(row) for pk, row in rows.items()} == {pk: t.state for pk, t in self.twins.items()}
        assert {pk: stored_history(pk) for pk in rows} == {pk: t.history for pk, t in self.twins.items()}

    def _meet_new_deadlines(self, row: Petition, *, from_step: int = 0) -> None:
        for new in Deadline.objects.for_subject(row).exclude(pk__in=self.twins):
            skips = from_step if new.kind == "notice" else 0
            self.twins[new.pk] = plain_of(new, self.days, from_step=skips)

    def _open_one(self, which: int) -> tuple[int, PlainDeadline]:
        open_ones = [(pk, twin) for pk, twin in sorted(self.twins.items()) if not twin.closed]
        return open_ones[which % len(open_ones)]


@pytest.mark.hypothesis
@pytest.mark.usefixtures("law")
def test_the_portal_and_a_plain_model_never_part(tree: ProvinceTree) -> None:
    units = [tree.village, tree.beizhen, tree.bincheng, tree.binzhou, tree.shandong, tree.humen]
    Portal.units = units
    Portal.staff = {unit.pk: user(unit, Role.UNIT_HEAD) for unit in Organization.objects.all()}

    run_state_machine_as_test(
        Portal, settings=settings(max_examples=examples(8, 25), stateful_step_count=25, deadline=None, print_blob=True)
    )
