"""A unit's own system makes a petition of a call, or of a work order: by the pages' verbs, with all that was said."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition, SafeContact
from fedportal.accounts.models import User
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from hotline.models import Call, CallTicket, HotlineLine
from tests.api.clients import api_client, caller
from tests.api.sent import unfit, wrong
from tests.cases.samples import petition
from tests.factories import ProvinceTree
from tests.hotline.call_tickets import of_itself, sent
from tests.hotline.calls import PHONE, answered, typed

pytestmark = pytest.mark.django_db

WISH = {
    "contact_rule": "limited",
    "safe_ways": ["phone"],
    "no_message": True,
    "number_shared": False,
    "days_1": ["1", "3"],
    "from_1": "09:00",
    "until_1": "11:00",
    "days_2": [],
    "from_2": "14:00",  # half a stretch
    "until_2": "",
    "code_word": "",
    "safe_note": "",
}
WHO = {"sex": "female", "birth_year": 1990, "marital": "divorced", "address": None}
ASKED: dict[str, Any] = {
    "matter_class": "redress",
    "category": "family.dispute",
    "petitioner": WHO,
    "contact": {"read_back": True},
}


def move(client: Client, row: Call | CallTicket, body: object, version: int | None = None) -> Any:
    row.refresh_from_db(fields=["version"])
    name = "call_move" if isinstance(row, Call) else "call_ticket_move"
    return client.post(
        reverse(f"hotline_api:{name}", args=[row.ref, "register"]),
        json.dumps(body),
        content_type="application/json",
        headers={"If-Match": f'"{row.version if version is None else version}"'},
    )


@pytest.fixture
def centre(tree: ProvinceTree, law: None) -> ApiClient:
    return api_client(tree.bincheng, Scope.CALLS, Scope.CALLS_WRITE, Scope.READ, Scope.WRITE, Scope.PERSONAL)


@pytest.fixture
def them(centre: ApiClient) -> Client:
    return caller(centre)


@pytest.fixture
def call(line: HotlineLine, centre: ApiClient) -> Call:
    """Of this morning, taken down by the unit's system: she said when she may be telephoned."""
    rang = timezone.now() - dt.timedelta(minutes=20)
    return typed(answered(line, centre.user, at=rang), by=centre.user, at=rang, wish=WISH, call_class="complaint")


def test_a_call_becomes_a_petition_and_is_its_first_contact(them: Client, call: Call, centre: ApiClient) -> None:
    answer = move(them, call, {"registration": {name: ASKED[name] for name in ("category", "petitioner", "contact")}})

    assert answer.status_code == 200, answer.content.decode()
    matter = Petition.objects.get()
    assert (answer.json()["petition"], answer.json()["state"]) == (matter.number, "ticketed")
    assert (matter.channel, matter.matter_class, matter.facts) == ("hotline_12338", "redress", call.facts)
    assert matter.received_at == call.rang_at.replace(second=0, microsecond=0)
    assert (matter.org_id, matter.registered_by_id) == (call.org_id, centre.user.pk)
    who = matter.parties.get()
    assert (who.name, who.phone, who.birth_year) == ("王小芳", PHONE, 1990)
    assert matter.contacts.count() == 1
    assert {clock.kind for clock in matter.deadlines.all()} >= {"notice"}
    terms = SafeContact.objects.get(petition=matter)
    assert (terms.ways, terms.windows.count()) == (["phone"], 1)
    assert AccessEvent.objects.filter(verb="call.register", object_id=str(call.pk), actor=centre.user).exists()


def test_what_nobody_asked_her_is_asked_by_its_path(them: Client, call: Call) -> None:
    assert unfit(move(them, call, {})) == {"registration.category": "required"}
    lacking = unfit(move(them, call, {"registration": {"category": "family.dispute", "contact": {"read_back": True}}}))
    assert "registration.petitioner.sex" in lacking
    assert "registration.contact.read_back" in unfit(
        move(them, call, {"registration": {"category": "family.dispute", "petitioner": WHO}})
    )
    assert wrong(move(them, call, {"registration": {"colour": "red"}})) == {"registration.colour": "unknown_field"}
    assert unfit(move(them, call, {"registration": ASKED, "contact": {"read_back": True}})) == {"contact": "not_asked"}
    assert unfit(move(them, call, {"result": "no_answer", "registration": ASKED})) == {"result": "not_asked"}
    assert not Petition.objects.exists()
    call.refresh_from_db()
    assert call.state == "classified"


def test_she_calls_about_what_is_known_here(them: Client, call: Call, clerk: User) -> None:
    known = petition(clerk)

    both = {"petition": known.number, "registration": ASKED, "contact": {"read_back": True}}
    assert unfit(move(them, call, both)) == {"registration": "not_asked"}
    assert "contact.read_back" in unfit(move(them, call, {"petition": known.number}))
    done = move(them, call, {"petition": known.number, "contact": {"read_back": True, "note": "仍未支付。"}})

    assert (done.status_code, done.json()["petition"]) == (200, known.number), done.content.decode()
    assert list(known.contacts.order_by("pk").values_list("channel", flat=True))[-1] == "hotline_12338"
    assert Petition.objects.count() == 1


def test_a_matter_of_another_unit_is_not_joined(them: Client, call: Call, intruder: User) -> None:
    theirs = petition(intruder)

    refused = move(them, call, {"petition": theirs.number, "contact": {"read_back": True}})

    assert unfit(refused) == {"petition": "not_found"}
    assert theirs.contacts.count() == 1


def test_who_may_not_register_petitions_makes_none_of_a_call(tree: ProvinceTree, call: Call) -> None:
    only_calls = caller(api_client(tree.bincheng, Scope.CALLS, Scope.CALLS_WRITE))

    refused = move(only_calls, call, {"registration": ASKED})

    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    stranger = caller(api_client(tree.huimin, Scope.CALLS, Scope.CALLS_WRITE, Scope.READ, Scope.WRITE))
    assert move(stranger, call, {"registration": ASKED}).status_code == 404
    assert not Petition.objects.exists()


def test_it_is_registered_on_the_version_that_was_read_and_by_whose_call_it_is(
    them: Client, call: Call, line: HotlineLine, agent: User
) -> None:
    hers = typed(answered(line, agent), by=agent)

    assert move(them, call, {"registration": ASKED}, version=99).status_code == 412
    refused = move(them, hers, {"registration": ASKED})
    assert (refused.status_code, refused.json()["code"]) == (409, "condition")
    assert not Petition.objects.exists()


def test_of_an_accusation_nothing_stays_with_the_call(them: Client, call: Call) -> None:
    accusation = ASKED | {"matter_class": "accusation", "accused": {"kind": "person", "name": "孙建国"}}

    done = move(them, call, {"registration": accusation})

    assert done.status_code == 200, done.content.decode()
    assert "抚养费" not in done.content.decode()
    call.refresh_from_db()
    assert (call.sealed, call.caller_phone) == (True, "")


def test_the_unit_that_handles_an_order_makes_a_petition_of_it(
    agent: User, tree: ProvinceTree, line: HotlineLine
) -> None:
    row = sent(of_itself(agent), tree.huimin, by=agent)
    theirs = caller(api_client(tree.huimin, Scope.CALLS, Scope.CALLS_WRITE, Scope.READ, Scope.WRITE, Scope.PERSONAL))

    assert unfit(move(theirs, row, {"registration": ASKED})) == {"registration.request": "required"}
    done = move(theirs, row, {"registration": ASKED | {"request": "要求协调抚养费。"}})

    assert done.status_code == 200, done.content.decode()
    matter = Petition.objects.get()
    assert (done.json()["petition"], done.json()["state"]) == (matter.number, "dispatched")
    assert (matter.org_id, matter.place_id) == (tree.huimin.pk, tree.huimin.pk)  # a place of its own range
    assert matter.parties.get().phone == PHONE
    ours = caller(api_client(tree.bincheng, Scope.CALLS, Scope.CALLS_WRITE, Scope.READ, Scope.WRITE))
    again = move(ours, row, {"registration": ASKED})
    assert (again.status_code, again.json()["code"]) == (409, "condition")
    assert Petition.objects.count() == 1


def test_an_order_is_one_contact_more_of_what_its_holder_has_in_hand(
    agent: User, intruder: User, tree: ProvinceTree
) -> None:
    row, known = sent(of_itself(agent), tree.huimin, by=agent), petition(intruder)
    theirs = caller(api_client(tree.huimin, Scope.CALLS, Scope.CALLS_WRITE, Scope.READ, Scope.WRITE))

    done = move(theirs, row, {"petition": known.number, "contact": {"unread_reason": "来电中断"}})

    assert (done.status_code, done.json()["petition"]) == (200, known.number), done.content.decode()
    assert known.contacts.count() == 2
