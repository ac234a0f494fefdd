"""A role with a term is owed a look before that is over: it is renewed, or it ends; nobody's term runs out unseen."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.deadlines.engine import sweep
from fedportal.lib.refusals import NotAllowed
from stations.actions.people import leave_network
from stations.actions.roles import Appointment, appoint, end_role, renew_role
from stations.models import NetworkPerson
from stations.person_filters import PersonFilter
from tests.cases.samples import NOW
from tests.stations.people import entered
from tests.stations.rosters import imported, line
from tests.stations.sent import move, writer

TODAY = NOW.date()
LAST = dt.date(2027, 3, 7)
NEXT = dt.date(2032, 3, 7)


def owed(row: NetworkPerson) -> list[tuple[str, dt.date]]:
    duties = row.deadlines.open().filter(kind="role_term").order_by("pk")
    return [(duty.item, timezone.localdate(duty.due_at)) for duty in duties]


def juror(by: User, until: dt.date | None = LAST) -> Any:
    return appoint(entered(by), Appointment("juror", dt.date(2024, 3, 8), until), by=by, at=NOW)


def test_a_term_is_owed_a_look_sixty_days_before_its_last_day(clerk: User) -> None:
    role = juror(clerk)

    duty = role.person.deadlines.open().get()

    assert owed(role.person) == [(str(role.pk), LAST)]
    assert (duty.org, timezone.localdate(duty.climb_at)) == (clerk.org, LAST - dt.timedelta(days=60))
    sweep(NOW + dt.timedelta(days=110))
    duty.refresh_from_db()
    assert (duty.desk, duty.step) == (clerk.org, 1), "it stays with its own unit"


def test_without_a_term_nothing_is_owed(clerk: User) -> None:
    role = juror(clerk, until=None)

    assert owed(role.person) == []
    with pytest.raises(NotAllowed, match="没有任期"):
        renew_role(role, until=NEXT, by=clerk, at=NOW)


def test_renewing_meets_it_and_owes_the_next(clerk: User) -> None:
    role = juror(clerk)

    renewed = renew_role(role, until=NEXT, appointed_by="区人大常委会", by=clerk, at=NOW)

    assert (renewed.until, renewed.appointed_by, renewed.begins) == (NEXT, "区人大常委会", role.begins)
    assert owed(role.person) == [(str(role.pk), NEXT)]
    assert role.person.deadlines.get(closed_at=NOW).outcome == "met"
    told = role.person.events.order_by("pk").last()
    assert (told.verb, told.note) == ("person.renew_role", f"续任人民陪审员，至 {NEXT}")


@pytest.mark.parametrize("until", [LAST, TODAY])
def test_a_further_term_ends_later(clerk: User, until: dt.date) -> None:
    role = juror(clerk)

    with pytest.raises(NotAllowed, match="晚于"):
        renew_role(role, until=until, by=clerk, at=NOW)

    assert owed(role.person) == [(str(role.pk), LAST)]


def test_ending_it_meets_it_and_so_it_is_late_after_the_term(clerk: User) -> None:
    over = juror(clerk, until=dt.date(2026, 10, 1))
    assert owed(over.person) == [(str(over.pk), TODAY)], "what is over already is owed today"

    end_role(over, on=TODAY, by=clerk, at=NOW + dt.timedelta(days=3))

    assert owed(over.person) == []
    assert over.person.deadlines.get().outcome == "late"


def test_who_leaves_owes_nothing_more(clerk: User) -> None:
    role = juror(clerk)

    leave_network(role.person, on=TODAY, why="moved", by=clerk, at=NOW)

    assert {duty.outcome for duty in role.person.deadlines.all()} == {"cancelled"}


def test_another_county_renews_nobody(clerk: User, intruder: User) -> None:
    role = juror(clerk)

    with pytest.raises(NotAllowed):
        renew_role(role, until=NEXT, by=intruder, at=NOW)


def test_a_roster_brings_the_terms_and_what_is_owed(clerk: User) -> None:
    imported(clerk, line(until="2029-03-07"), line(name="周敏", id_number="", phone="13900001111"))

    one = NetworkPerson.objects.get(name="孙丽华")

    assert owed(one) == [(str(one.roles.get().pk), dt.date(2029, 3, 7))]
    typed = appoint(
        entered(clerk, id_number=""), Appointment("mediator", TODAY, dt.date(2029, 3, 7)), by=clerk, at=NOW
    )
    same = ("due_at", "climb_at", "opened_at", "derivation", "next_step", "org_id", "kind")
    first, second = one.deadlines.get(), typed.person.deadlines.get()
    assert [getattr(first, name) for name in same] == [getattr(second, name) for name in same]
    assert not NetworkPerson.objects.get(name="周敏").deadlines.exists()


def test_the_page_renews_and_the_list_finds_whose_term_ends(clerk: User, client: Client) -> None:
    at = timezone.now()
    soon = timezone.localdate(at) + dt.timedelta(days=30)
    role = juror(clerk, until=soon)
    entered(clerk, "mediator", name="周敏", id_number="")
    client.force_login(clerk)

    found = list(PersonFilter({"term": "ending"}, NetworkPerson.objects.all(), on=soon).found)
    page = client.get(role.person.get_absolute_url())
    renew = reverse("stations:role_renew", args=[role.person_id, role.pk])
    refused = client.post(renew, {"until": soon.isoformat()})
    done = client.post(renew, {"until": NEXT.isoformat()}, follow=True)

    assert found == [role.person]
    assert renew in page.content.decode()
    assert (refused.status_code, done.status_code) == (409, 200)
    assert f"{NEXT}" in done.content.decode()
    assert owed(role.person) == [(str(role.pk), NEXT)]


def test_another_system_renews_it_too(clerk: User) -> None:
    role = juror(clerk)
    row = NetworkPerson.objects.get()

    told = move(
        writer(clerk.org),
        "network_person",
        row.ref,
        "renew_role",
        {"role": "juror", "until": NEXT.isoformat()},
        if_match=str(row.version),
    )

    assert told.json()["roles"][0]["until"] == NEXT.isoformat()
    assert owed(role.person) == [(str(role.pk), NEXT)]
