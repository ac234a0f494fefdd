"""verify_audit: what was done to the trail behind the portal's back comes out, by id and day; a clean one is clean."""

import datetime as dt
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from fedportal.audit import verifying
from fedportal.audit.chain import GENESIS, lines, link
from fedportal.audit.models import AccessEvent, AuditSeal
from fedportal.audit.sealing import seal
from fedportal.audit.verifying import Verification
from tests.audit.trails import DAY, NOON, behind_its_back, happened, sealed_days
from tests.drawing import examples

TODAY = dt.date(2026, 11, 23)
DAYS, EACH = 3, 4

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("database_owner")]  # the portal itself could not


@pytest.fixture
def anchor_file(settings: Settings, tmp_path: Path) -> Path:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors.jsonl"
    return settings.AUDIT_ANCHOR_FILE


@pytest.fixture
def trail(anchor_file: Path) -> list[AccessEvent]:
    """Twelve events of three days."""
    return sealed_days(DAYS, EACH)


def verified(*options: str) -> str:
    told = StringIO()
    call_command("verify_audit", *options, stdout=told)
    return told.getvalue()


def found(*days: dt.date) -> list[tuple[dt.date | None, int | None, str]]:
    return [(fault.day, fault.event, fault.words) for fault in Verification(*days).faults()]


# --- by the command ---------------------------------------------------------------------------------------------


def test_an_untouched_trail_is_clean(trail: list[AccessEvent], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "PAGE", 3)
    happened(2)

    assert verified() == "12 sealed events of 3 days read, 2 wait for their seal: no fault\n"


def test_a_fault_is_named_and_the_command_fails(trail: list[AccessEvent]) -> None:
    victim = trail[5]
    behind_its_back("UPDATE audit_accessevent SET verb = 'test.other' WHERE id = %s", victim.pk)

    told = StringIO()
    with pytest.raises(CommandError, match="1 faults") as failed:
        call_command("verify_audit", stdout=told)

    assert failed.value.returncode == 1
    assert told.getvalue() == f"2026-11-24 event {victim.pk}: was changed, or its seal was\n"


def test_only_the_days_asked_for_are_read(trail: list[AccessEvent]) -> None:
    behind_its_back("UPDATE audit_accessevent SET detail = '{}' WHERE id = %s", trail[0].pk)

    assert "8 sealed events of 2 days read" in verified("--from=2026-11-24")
    assert "4 sealed events of 1 days read" in verified("--from=2026-11-24", "--to=2026-11-24")
    with pytest.raises(CommandError):
        verified("--to=2026-11-23")


def test_an_empty_trail_is_clean(anchor_file: Path) -> None:
    assert "0 sealed events" in verified()


# --- each thing that can be done --------------------------------------------------------------------------------


def test_a_missing_row_is_named(trail: list[AccessEvent]) -> None:
    behind_its_back("DELETE FROM audit_accessevent WHERE id = %s", trail[2].pk)

    assert found() == [(TODAY, trail[2].pk, "is missing")]


def test_a_row_that_goes_with_its_seal_leaves_a_gap_and_another_count(trail: list[AccessEvent]) -> None:
    for table, key in (("audit_accessevent", "id"), ("audit_auditseal", "event_id")):
        behind_its_back(f"DELETE FROM {table} WHERE {key} = %s", trail[1].pk)

    assert found() == [
        (TODAY, trail[2].pk, "links 2 to 2 before it are missing"),
        (TODAY, None, "differs from its anchor: 4 links then, 3 now"),
    ]


def test_a_day_that_goes_as_a_whole_breaks_the_chain_and_is_missed_by_its_anchor(trail: list[AccessEvent]) -> None:
    behind_its_back("DELETE FROM audit_accessevent WHERE id = ANY(%s)", [row.pk for row in trail[4:8]])
    behind_its_back("DELETE FROM audit_auditseal WHERE day = '2026-11-24'")

    assert found() == [
        (TODAY + 2 * DAY, trail[8].pk, "the chain is broken before it"),
        (TODAY + DAY, None, "differs from its anchor: 4 links are missing"),
    ]


def test_a_row_put_in_past_the_triggers_is_named(trail: list[AccessEvent]) -> None:
    pk = trail[-1].pk + 1
    sql = "INSERT INTO audit_accessevent (id, at, verb, detail) VALUES (%s, %s, 'test.act', '{}')"
    behind_its_back(sql, pk, NOON)

    assert found() == [(TODAY, pk, "was put in without a seal")]


def test_a_row_that_goes_before_its_seal_is_named(trail: list[AccessEvent]) -> None:
    (pk,) = happened(1)
    behind_its_back("DELETE FROM audit_accessevent WHERE id = %s", pk)

    assert found() == [(None, pk, "is missing; it waited for its seal")]


def test_a_chain_made_anew_from_a_changed_row_on_differs_from_the_anchors(trail: list[AccessEvent]) -> None:
    behind_its_back("UPDATE audit_accessevent SET verb = 'test.other' WHERE id = %s", trail[5].pk)
    _chain_anew()

    assert found() == [(TODAY + number * DAY, None, "differs from its anchor: another last hash") for number in (1, 2)]


def test_a_day_without_its_anchor_is_named(trail: list[AccessEvent], anchor_file: Path) -> None:
    kept = [line for line in anchor_file.read_text().splitlines() if json.loads(line)["day"] != "2026-11-23"]
    anchor_file.write_text("\n".join([*kept, "nonsense", ""]))

    assert found() == [
        (None, None, "entry 3 of the anchor file cannot be read"),
        (TODAY, None, "has passed, and has no anchor"),
    ]


# --- whatever is done -------------------------------------------------------------------------------------------

CHANGES = [
    "verb = 'test.other'",
    "at = at + interval '1 microsecond'",
    "actor_id = 987654",
    "org_id = 987654",
    "content_type_id = 987654",
    "object_id = 987654",
    "address = NULL",
    "address = '10.0.0.2'",
    "detail = detail || '{\"m\": 1}'",
    "detail = '{\"n\": 0.00000000000000000001}'",
]
DEEDS: dict[str, Callable[[int], None]] = {
    **{
        change: lambda pk, change=change: behind_its_back(f"UPDATE audit_accessevent SET {change} WHERE id = %s", pk)
        for change in CHANGES
    },
    "remove": lambda pk: behind_its_back("DELETE FROM audit_accessevent WHERE id = %s", pk),
    "remove the seal": lambda pk: behind_its_back("DELETE FROM audit_auditseal WHERE event_id = %s", pk),
    "change the seal": lambda pk: behind_its_back(
        "UPDATE audit_auditseal SET hash = sha256(hash) WHERE event_id = %s", pk
    ),
    "renumber": lambda pk: behind_its_back("UPDATE audit_auditseal SET number = number + 100 WHERE event_id = %s", pk),
    "change the link": lambda pk: behind_its_back(
        "UPDATE audit_auditseal SET previous = sha256(previous) WHERE event_id = %s", pk
    ),
    "copy": lambda pk: behind_its_back(
        "INSERT INTO audit_accessevent (at, verb, detail)"
        " SELECT at, verb, detail FROM audit_accessevent WHERE id = %s",
        pk,
    ),
}


@hypothesis(max_examples=examples(20, 60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deeds=st.lists(
        st.tuples(st.integers(0, DAYS * EACH - 1), st.sampled_from(sorted(DEEDS))),
        max_size=3,
        unique_by=lambda deed: deed[0],
    )
)
def test_whatever_is_done_is_found(trail: list[AccessEvent], deeds: list[tuple[int, str]]) -> None:
    with transaction.atomic():
        for victim, deed in deeds:
            DEEDS[deed](trail[victim].pk)
        copies = set(AccessEvent.objects.values_list("pk", flat=True)) - {row.pk for row in trail}

        named = {fault.event for fault in Verification().faults()}

        transaction.set_rollback(True)
    expected = {trail[victim].pk for victim, deed in deeds if deed != "copy"}
    assert named >= expected | copies
    assert bool(named) == bool(deeds)


@hypothesis(max_examples=examples(10, 25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(0, 4), min_size=1, max_size=5), batch=st.integers(1, 3), page=st.integers(1, 3))
def test_a_trail_that_nobody_touched_is_clean(
    anchor_file: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[int], batch: int, page: int
) -> None:
    anchor_file.unlink(missing_ok=True)
    monkeypatch.setattr(verifying, "PAGE", page)
    with transaction.atomic():
        for number, size in enumerate(sizes):
            happened(size, at=NOON + number * DAY)
            assert seal(NOON + number * DAY, batch=batch) == size

        faults = found()

        transaction.set_rollback(True)
    assert faults == []


def _chain_anew() -> None:
    """As one who knows the code: every seal recomputed over what now stands there."""
    events = {line[0]: line for line in lines(AccessEvent.objects.all())}
    previous = GENESIS
    for row in AuditSeal.objects.order_by("day", "number"):
        row.previous = previous
        made = link(events[row.pk], row)
        sql = "UPDATE audit_auditseal SET previous = %s, hash = %s WHERE event_id = %s"
        behind_its_back(sql, previous, made, row.pk)
        previous = made
