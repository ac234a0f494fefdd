"""Any order of askings, reports, moves and visits: no guard of the course is ever passed by (domain.md 3.4)."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cases.actions.follow_up import Visit, record_visit
from cases.actions.violence.course import record_violence, tell_superior
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.reports import Telling, report_mandatorily
from cases.workflow.violence import COURSE_MOVES, UNDER_WAY
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import Line, handled, make_line
from tests.cases.samples import NOW
from tests.cases.violence import again, called, pressed, violence
from tests.drawing import examples
from tests.factories import ProvinceTree

BUTTONS = sorted(name for name, move in COURSE_MOVES.items() if not move.by_scale)


class Course(RuleBasedStateMachine):
    """One case, a clock that only goes on, and whatever its handler does."""

    line: Line

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.office, self.at = self.line.county, NOW
        self.row = record_violence(
            handled(self.office, category="family.dv"), violence(), by=self.office.handler, at=self.at
        )
        self.petition = self.row.petition
        self.since = self.at  # of the round, as we count it
        self.police = self.superior = self.reported = self.asked = False
        self.level, self.safe, self.relapses = "", False, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def tick(self) -> dt.datetime:
        self.at += dt.timedelta(minutes=7)
        return self.at

    @rule(marked=some.sets(some.integers(1, 9)), flags=some.sets(some.integers(1, 2)))
    def ask(self, marked: set[int], flags: set[int]) -> None:
        with suppress(NotAllowed):
            made = assess_danger(self.petition, marked=marked, red_flags=flags, by=self.office.handler, at=self.tick())
            if made.level == "high" != self.level:
                self.superior = False
            self.level, self.asked = made.level, True

    @rule()
    def nobody_to_ask(self) -> None:
        with suppress(NotAllowed):
            assess_danger(self.petition, unable="unable", note="意识不清。", by=self.office.handler, at=self.tick())
            self.asked = True

    @rule(incapable=some.booleans())
    def correct(self, incapable: bool) -> None:
        groups = ("no_capacity",) if incapable else ()
        record_violence(self.petition, violence(groups=groups), by=self.office.handler, at=self.tick())

    @rule()
    def call_police(self) -> None:
        called(self.petition, self.office, at=self.tick())
        self.police = True

    @rule()
    def call_superior(self) -> None:
        tell_superior(self.petition, told_at=self.tick(), how="电话", by=self.office.handler, at=self.at)
        self.superior = True

    @rule()
    def report(self) -> None:
        at = self.tick()
        telling = Telling(at, at, ["police"], "市中派出所", "警号 0123")
        with suppress(NotAllowed):
            report_mandatorily(self.petition, telling, by=self.office.handler, at=at)
            self.reported = self.police = True

    @rule(safe=some.booleans())
    def visit(self, safe: bool) -> None:
        given = Visit(self.tick(), "in_person", "safe" if safe else "new_facts", safe_to_talk=True, note="当面。")
        record_visit(self.petition, given, by=self.office.handler, at=self.at)
        self.safe = safe

    @rule(name=some.sampled_from(BUTTONS))
    def press(self, name: str) -> None:
        before = again(self.row)
        try:
            pressed(self.row, name, self.office, at=self.tick())
        except NotAllowed:
            return
        if name in ("plan", "refer") and self.level == "high":
            assert (self.police, self.superior) == (True, True), name
        if name in ("plan", "refer"):
            assert self.reported or not before.must_be_reported
        if name == "close":
            assert self.safe
        if name == "relapse":
            self.police = self.superior = self.reported = self.asked = self.safe = False
            self.relapses += 1
        assert before.state in COURSE_MOVES[name].source

    @invariant()
    def holds(self) -> None:
        row = again(self.row)
        assert row.petition.danger == self.level
        assert row.relapses == self.relapses
        if row.state in UNDER_WAY:
            assert self.asked  # or why she could not be
        if row.state in ("reported", "relapsed") and self.asked:
            assert (row.must_be_reported, self.reported) == (True, False)
        owed = set(row.petition.deadlines.open().values_list("kind", flat=True))
        assert ("dv_high_danger" in owed) == (self.level == "high" and not (self.police and self.superior))
        assert ("dv_mandatory_report" in owed) == (row.must_be_reported and not self.reported)


@pytest.mark.hypothesis
def test_no_order_of_acts_passes_a_guard_by(tree: ProvinceTree, law: None) -> None:
    Course.line = make_line(tree)
    run_state_machine_as_test(Course, settings=settings(max_examples=examples(8, 25), stateful_step_count=18))
