"""Other systems make moves as a receptionist of their unit would on the page, and none that she could not."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from cases.models import HeldContact, Petition
from cases.workflow import ENDED, MOVES, Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import RIGHTS, Can, Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.lib.row_scope import beyond_readers
from tests.api.clients import api_client, caller
from tests.api.sent import move, post, sent, unfit, writer, wrong
from tests.cases.lives import accepted, office, registered
from tests.cases.samples import NOW, moved, opinion, petition
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db

ACCEPT = {"route": "opinion", "procedure": "ordinary", "told_how": "in_person"}


def test_a_move_opens_and_meets_the_clocks_of_the_page(tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.HANDLER, name="李明")
    client = writer(tree.bincheng)
    number = post(caller(client), sent()).json()["number"]

    answer = move(caller(client), number, "accept", ACCEPT | {"handler": "李明", "note": "请来办理。"}, if_match="1")

    assert answer.status_code == 200, answer.content.decode()
    row = Petition.objects.get()
    assert (row.status, row.handler, row.route) == (Status.ACCEPTED, clerk, "opinion")
    assert {(clock.kind, clock.closed_at is None) for clock in row.deadlines.all()} == {
        ("notice", False),
        ("handle", True),
    }
    event = row.events.get(verb="petition.accept")
    assert (event.actor, event.note) == (client.user, "请来办理。")
    document = answer.json()
    assert (document["status"], document["version"]) == ("accepted", row.version)
    assert AccessEvent.objects.filter(verb="petition.accept", object_id=row.pk, actor=client.user).exists()


def test_units_are_named_by_their_codes(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    number = post(client, sent()).json()["number"]
    down = {"told_how": "in_person", "receiver": "371602003000"}

    assert unfit(move(client, number, "pass_down", down | {"receiver": "371621000000"}, if_match="1")) == {
        "receiver": "invalid_choice"
    }
    answer = move(client, number, "pass_down", down, if_match="1")

    assert answer.status_code == 200, answer.content.decode()
    assert Petition.objects.get().org == tree.beizhen
    assert answer.json()["org"] == "371602003000"


def test_what_a_move_asks_for_and_what_it_does_not_is_named(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    number = post(client, sent()).json()["number"]

    assert unfit(move(client, number, "accept", {}, if_match="1")) == {"route": "required", "told_how": "required"}
    assert unfit(move(client, number, "accept", ACCEPT | {"result": "support"}, if_match="1")) == {
        "result": "not_asked"
    }
    assert wrong(move(client, number, "accept", ACCEPT | {"colour": "red"}, if_match="1")) == {
        "colour": "unknown_field"
    }
    assert unfit(move(client, number, "accept", ACCEPT | {"handler": "谁"}, if_match="1")) == {
        "handler": "invalid_choice"
    }
    assert Petition.objects.get().version == 1


def test_a_refusal_has_a_code_and_the_words_of_the_page(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    number = post(client, sent()).json()["number"]

    refused = move(client, number, "start", {}, if_match="1")

    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    assert refused.json()["detail"] == "该信访事项现为“已登记”，不能“开始办理”。"


def test_a_paper_that_may_not_go_to_her_leaves_a_task(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    careful = sent(safe_contact={"rule": "limited", "ways": ["phone"]})
    number = post(client, careful).json()["number"]

    held = move(client, number, "accept", ACCEPT | {"told_how": "letter"}, if_match="1")

    assert (held.status_code, held.json()["code"]) == (409, "held_back"), held.content.decode()
    assert held.json()["instead"]
    assert HeldContact.objects.count() == 1
    assert Petition.objects.get().status == Status.REGISTERED


def test_the_wrong_place_and_the_missing_right(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    number = post(client, sent()).json()["number"]

    assert move(caller(writer(tree.huimin)), number, "accept", ACCEPT, if_match="1").status_code == 404
    assert move(client, number, "refuse", {}, if_match="1").status_code == 403
    assert move(client, number, "teleport", {}, if_match="1").status_code == 404
    assert move(caller(api_client(tree.bincheng, Scope.READ)), number, "accept", {}, if_match="1").status_code == 403
    above = move(caller(writer(tree.binzhou)), number, "accept", ACCEPT, if_match="1")
    assert (above.status_code, above.json()["code"]) == (409, "not_your_turn")


def test_what_a_client_holds_is_what_a_receptionist_holds(tree: ProvinceTree) -> None:
    assert writer(tree.bincheng).user.rights == RIGHTS[Role.RECEPTIONIST] | {Can.SEE_CASES}


# States in which a matter may be put without the rows of those who brought it there.
PLAIN = frozenset(Status) - {
    *(Status.PASSED_DOWN, Status.ASSIGNED, Status.OBJECTED, Status.DISPUTED, Status.MERGED),
    *(Status.UNDER_REVIEW, Status.UNDER_RECHECK, Status.REVIEWED, Status.OPINION_ISSUED),
}


@pytest.mark.parametrize("name", sorted(MOVES))
def test_a_client_gets_no_further_with_any_move_than_a_receptionist_on_the_page(tree: ProvinceTree, name: str) -> None:
    """From every state, with nothing answered: both are let in, or both are refused for the same reason."""
    client = writer(tree.bincheng)
    pair = _Pair(client, user(tree.bincheng, Role.RECEPTIONIST))
    row = petition(client.user, at=NOW, received_at=NOW)

    for state in sorted({*MOVES[name].source & PLAIN, Status.REGISTERED, Status.ARCHIVED}):
        with transaction.atomic():
            _put_into(row, state)
            pair.compare(row, name)
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", ["passed_down", "objected", "disputed", "opinion_issued", "under_review"])
def test_nor_in_a_matter_that_goes_between_units(tree: ProvinceTree, law: None, state: str) -> None:
    """All moves, by the county's system and by the city's, from where several units have a say."""
    row = _between(tree, state)
    places = (tree.bincheng, tree.binzhou)
    pairs = [_Pair(writer(place), user(place, Role.RECEPTIONIST)) for place in places]

    for name in MOVES:
        for pair in pairs:
            with transaction.atomic():
                pair.compare(row, name)
                transaction.set_rollback(True)


def _between(tree: ProvinceTree, state: str) -> Petition:
    city, county = office(tree.binzhou), office(tree.bincheng)
    if state in ("opinion_issued", "under_review"):
        row = opinion(accepted(county), by=county.handler, at=NOW)
        asked = {"requested_on": NOW.date(), "note": "对处理意见不服。"}
        return row if state == "opinion_issued" else moved(row, "ask_review", by=county.clerk, at=NOW, **asked)
    row = registered(city)
    row = moved(row, "pass_down", by=city.clerk, at=NOW, receiver=tree.bincheng, told_how="in_person")
    if state == "objected":
        return moved(row, "object", by=county.clerk, at=NOW, note="不属本单位管辖。")
    if state == "disputed":
        return moved(row, "dispute", by=county.clerk, at=NOW, note="管辖有争议。", other_unit=tree.huimin)
    return row


class _Pair:
    """A system and a receptionist of the same unit, who try the same."""

    def __init__(self, client: ApiClient, clerk: User) -> None:
        self.machine, self.browser = caller(client), Client()
        self.browser.force_login(clerk)

    def compare(self, row: Petition, name: str) -> None:
        row.refresh_from_db()
        address = reverse("cases:petition_move", args=[row.pk, name])
        by_page = self.browser.get(address)
        by_client = move(self.machine, row.number, name, {}, if_match=str(row.version))
        told = (row.status, name, by_page.status_code, by_client.status_code, by_client.content.decode())
        if by_page.status_code == 200 and by_client.status_code == 409:
            by_page = self.browser.post(address, {})
        if by_page.status_code == 200:
            assert by_client.status_code in (200, 422), told
            asked = any(row.is_asked(answer) for answer in MOVES[name].asks) or MOVES[name].note_required
            assert by_client.status_code == (422 if asked else 200), told
        else:
            assert by_client.status_code == by_page.status_code, told
        if by_page.status_code == 409:
            assert escape(by_client.json()["detail"]) in by_page.content.decode(), told


def _put_into(row: Petition, state: Status) -> None:
    closed = NOW if state in ENDED else None
    with beyond_readers("a test"):
        Petition.objects.filter(pk=row.pk).update(status=state, closed_at=closed)
