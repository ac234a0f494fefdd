"""The telephone of an order that concerns a minor waits for the approval that it waits for on a petition."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.unmasking import ask, decide
from cases.models import AccessGrant, Petition
from cases.unmasking import Field, Purpose
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.lib.refusals import NotAllowed
from hotline.actions.unmasking import ASK_FIRST, NOT_YOURS, REGISTER_FIRST, missing_key, unmask
from hotline.models import ExternalTicket
from tests.api.clients import acting_as, api_client, caller
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.hotline.orders import ORDER, SYSTEM, received, stepped

pytestmark = pytest.mark.django_db

WHY = {"purpose": Purpose.CONTACT, "reason": "回电核实情况"}


@pytest.fixture
def chair(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD, name="陈主席")


@pytest.fixture
def child(clerk: User) -> Petition:
    """Of a girl of twelve."""
    return petition(clerk, category="child.guardianship", birth_year=2014, at=timezone.now())


def joined(clerk: User, matter: Petition, **changes: object) -> ExternalTicket:
    now = timezone.now()
    return stepped(received(clerk, at=now, **changes), "link", by=clerk, at=now, petition=matter)  # type: ignore[arg-type]


def fresh(row: ExternalTicket) -> ExternalTicket:
    return ExternalTicket.objects.select_related("petition").get(pk=row.pk)


def test_a_reason_alone_opens_the_telephone_of_grown_ups(clerk: User) -> None:
    row, at = received(clerk, guarded=True), timezone.now()
    assert unmask(row, reason="回电核实情况", by=clerk, at=at) == ORDER["caller_phone"]


def test_an_order_of_a_minor_is_registered_first(client: Client, clerk: User) -> None:
    row, at = received(clerk, minor=True), timezone.now()
    assert row.guarded
    with pytest.raises(NotAllowed, match="请先登记"):
        unmask(row, reason="回电核实情况", by=clerk, at=at)
    assert not row.events.filter(verb="ticket.unmask").exists()

    client.force_login(clerk)
    page = client.post(reverse("hotline:ticket_unmask", args=[row.pk]), {"reason": "回电核实情况"})
    assert page.status_code == 409
    assert REGISTER_FIRST in page.content.decode()
    assert ORDER["caller_phone"] not in page.content.decode()


def test_what_the_petition_says_counts_and_its_grant_opens_the_order_too(
    client: Client, clerk: User, chair: User, child: Petition
) -> None:
    row, at = joined(clerk, child), timezone.now()
    assert (row.minor, fresh(row).concerns_minor) == (False, True)
    with pytest.raises(NotAllowed, match="审批"):
        unmask(fresh(row), reason="回电核实情况", by=clerk, at=at)
    client.force_login(clerk)
    page = client.get(reverse("hotline:ticket_unmask", args=[row.pk])).content.decode()
    her = child.parties.get(role="petitioner")
    assert ASK_FIRST in page
    assert reverse("cases:party_unmask", args=[her.pk, "phone"]) in page

    her.petition = child
    grant = ask(her, Field.PHONE, **WHY, by=clerk, at=at)  # type: ignore[arg-type]
    assert missing_key(fresh(row), by=clerk, at=at) == ASK_FIRST
    decide(grant, approved=True, note="", by=chair, at=at)

    assert unmask(fresh(row), reason="回电核实情况", by=clerk, at=at) == ORDER["caller_phone"]
    later = AccessGrant.objects.get().expires_at
    assert later is not None
    assert missing_key(fresh(row), by=clerk, at=later + dt.timedelta(seconds=1)) == ASK_FIRST


def test_nobody_uses_the_grant_of_another(clerk: User, chair: User, child: Petition) -> None:
    row, at, her = joined(clerk, child), timezone.now(), child.parties.get(role="petitioner")
    her.petition = child
    decide(ask(her, Field.PHONE, **WHY, by=clerk, at=at), approved=True, note="", by=chair, at=at)  # type: ignore[arg-type]
    colleague = user(clerk.org, Role.RECEPTIONIST, name="周洁")

    assert missing_key(fresh(row), by=colleague, at=at) in (ASK_FIRST, NOT_YOURS)
    with pytest.raises(NotAllowed):
        unmask(fresh(row), reason="回电核实情况", by=colleague, at=at)


def test_our_own_system_is_not_given_it_and_12345_reads_what_it_sent(
    clerk: User, tree: ProvinceTree, law: None
) -> None:
    ours = caller(acting_as(clerk, Scope.READ, Scope.WRITE, Scope.PERSONAL))
    theirs: ApiClient = api_client(tree.binzhou, Scope.TICKETS, Scope.PERSONAL, system=SYSTEM)
    them = caller(theirs)
    body = {name: ORDER[name] for name in ("ticket_class", "title", "content")} | {
        "org": "371602000000",
        "minor": True,
        "caller": {"name": "王小芳", "phone": "13854312345"},
    }
    url = reverse("hotline_api:external", args=[SYSTEM, "GD1"])
    sent = them.put(url, json.dumps(body), content_type="application/json").json()
    row = ExternalTicket.objects.get()
    ExternalTicket.objects.filter(pk=row.pk).update(entered_by=clerk)  # so that her system sees it at all

    told = ours.get(reverse("hotline_api:ticket", args=[row.ref])).json()

    assert (sent["minor"], sent["guarded"], sent["caller"]["phone"]) == (True, True, "13854312345")
    assert (told["caller"]["phone"], told["caller"]["withheld"]) == (None, True)


def test_a_minors_order_is_guarded_whoever_writes_it(clerk: User) -> None:
    row = received(clerk, minor=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalTicket.objects.filter(pk=row.pk).update(guarded=False)
