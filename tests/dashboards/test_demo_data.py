"""The demo province: once, only in a demo, and such that the portal's own rules could have made it."""

import json
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cases.actions.accusations import readers
from cases.categories import CATEGORIES
from cases.models import Event, HandlingComplaint, Party, Petition, ViolenceCase
from cases.supervision_law import SUGGESTION_REPLY
from cases.workflow import MOVES, OPEN, Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.dashboards.demo import texts
from fedportal.dashboards.demo.places import SEATS
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.lib.id_card import read_id_card
from fedportal.notices.models import Notice
from stations.actions.checklists import load_checklists
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user

HOW_MANY = 250


@pytest.fixture
def demo(law: None, settings: Settings, tmp_path: Path) -> Path:
    """A small demo province; the folder where its accounts are named."""
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    load_checklists(at=timezone.now())
    call_command("demo_data", petitions=HOW_MANY)
    return tmp_path


@pytest.fixture
def clerk(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def test_only_a_demo_takes_demo_data(law: None, settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_data", petitions=5)

    assert not User.objects.exists()


def test_a_run_that_was_interrupted_is_not_taken_for_a_whole_one(clerk: User, settings: Settings) -> None:
    settings.DEMO = True
    petition(clerk, origin_key="demo:0")

    with pytest.raises(CommandError, match="RESET=1"):
        call_command("demo_data", petitions=5)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_province_could_have_been_typed(demo: Path) -> None:
    """One province is made for all these looks: making it takes seconds."""
    _every_petition_stands_where_its_last_move_left_it()
    _numbers_have_no_gaps()
    _nothing_lies_in_the_future()
    _nothing_climbed_after_its_end()
    _nobody_is_real()
    _accusations_have_their_readers()
    _the_engine_is_up_to_date()
    _each_main_county_has_courses_of_violence()
    _who_is_rung_may_be_rung_whenever_the_demo_is_made()
    _every_role_has_an_account_that_is_shown(demo)
    _a_second_run_changes_nothing()


def _every_petition_stands_where_its_last_move_left_it() -> None:
    moving = [f"petition.{name}" for name, move in MOVES.items() if move.becomes]
    last = {event.petition_id: event for event in Event.objects.filter(verb__in=moving).order_by("at", "pk")}
    for row in Petition.objects.all():
        if event := last.get(row.pk):
            assert row.status in MOVES[event.verb.removeprefix("petition.")].becomes
        else:
            assert row.status == Status.REGISTERED
        if row.status not in OPEN:
            assert not row.deadlines.open().exclude(kind__in=AFTER_THE_END).exists()
    beside = Petition.objects.filter(origin_key__startswith="demo:course:")
    assert beside.count() <= 2 * len(SEATS)  # each has two courses, of matters that are there or come in for it
    assert Petition.objects.count() == HOW_MANY + beside.count()
    assert len(set(Petition.objects.values_list("status", flat=True))) >= 4


AFTER_THE_END = (SUGGESTION_REPLY.kind,)


def _numbers_have_no_gaps() -> None:
    series = defaultdict(list)
    for number in Petition.objects.order_by("pk").values_list("number", flat=True):
        prefix, _, running = number.partition("〕")
        series[prefix].append(int(running))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in series.values())


def _nothing_lies_in_the_future() -> None:
    now = timezone.now()
    assert not Event.objects.filter(at__gt=now).exists()
    assert not Petition.objects.filter(received_at__gt=now).exists()
    assert not Escalation.objects.filter(at__gt=now).exists()
    assert not Notice.objects.filter(read_at__gt=now).exists()


def _nothing_climbed_after_its_end() -> None:
    for climbed in Escalation.objects.exclude(deadline__closed_at=None).select_related("deadline"):
        assert climbed.at <= climbed.deadline.closed_at
        assert climbed.planned_at <= climbed.at
        if climbed.step >= 2:  # before a long holiday “two working days left” comes ahead of “half of the limit”
            assert climbed.at < climbed.planned_at + timedelta(days=1, minutes=1)


def _nobody_is_real() -> None:
    for party in Party.objects.exclude(id_number=""):
        card = read_id_card(party.id_number, on=timezone.localdate())
        assert (card.birth_on, card.sex) == (party.birth_on, party.sex)
        assert party.id_number[4:6] == "99"
    assert {phone[:4] for phone in Party.objects.exclude(phone="").values_list("phone", flat=True)} == {"1540"}


def _accusations_have_their_readers() -> None:
    rows = Petition.objects.accusations()
    assert rows.exists()
    for row in rows:
        assert row.accused.exists()
        assert row.events.exclude(actor__in=readers(row)).count() == 0


def _the_engine_is_up_to_date() -> None:
    assert not Deadline.objects.to_climb(timezone.now()).exists()
    assert not Deadline.objects.quarantined().exists()
    assert not Escalation.objects.filter(told_at=None).exists()


def _each_main_county_has_courses_of_violence() -> None:
    for county in SEATS:
        rows = ViolenceCase.objects.filter(petition__org__code=county)
        assert set(rows.values_list("petition__danger", flat=True)) == {"high", "low"}


def _who_is_rung_may_be_rung_whenever_the_demo_is_made() -> None:
    heard = HandlingComplaint.objects.all()
    assert heard.exists()
    assert not heard.filter(petition__safe_contacts__isnull=False).exists()


def _every_role_has_an_account_that_is_shown(folder: Path) -> None:
    shown = json.loads((folder / "demo_accounts.json").read_text("utf-8"))
    assert [account["username"] for account in shown][:4] == [
        "bincheng.receptionist",
        "bincheng.head",
        "binzhou.supervisor",
        "sd.supervisor",
    ]
    assert {account["role"] for account in shown} == set(Role) - {Role.DATA_CLIENT}
    first = User.objects.get(username=shown[0]["username"])
    assert first.check_password(shown[0]["password"])
    assert shown[0]["org_code"] == str(first.org.code) == "371602000000"


def _a_second_run_changes_nothing() -> None:
    before = (Petition.objects.count(), User.objects.count(), Escalation.objects.count())
    call_command("demo_data", petitions=HOW_MANY)
    assert (Petition.objects.count(), User.objects.count(), Escalation.objects.count()) == before


def test_every_kind_of_matter_that_is_drawn_has_its_words() -> None:
    for kind in texts.SHARES:
        request, facts = texts.request_and_facts(Random(1), kind, village="某村", on=date(2026, 11, 23))

        assert kind in CATEGORIES
        assert request
        assert "{" not in facts
