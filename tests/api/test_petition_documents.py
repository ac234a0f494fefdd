"""The document of a petition says to each reader what her pages say, and not a word more."""

import datetime as dt
import itertools
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions.attachments import attach
from cases.actions.safe_contacts import set_safe_contact
from cases.actions.turns import acting_org
from cases.api.document import petition_documents
from cases.knowing import Sight
from cases.models import BreakGlass, ExternalId, NamedReader, Petition
from cases.safe_contact import Window
from cases.shown import Shown
from cases.wishes import Wish
from cases.workflow import Danger
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.api.scopes import Scope
from fedportal.lib.file_types import BY_EXTENSION
from fedportal.lib.row_scope import rows_of
from tests.api.clients import api_client
from tests.cases.lives import Line, decided, make_line, registered
from tests.cases.orders import issued
from tests.cases.samples import NOW, SOMEBODY_ELSE, accusation, guarded, petition, risen
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db

NAME, PHONE, HOME, NUMBER = "王小芳", "13854312345", "黄河五路 385 号", "11010519491231002X"
DAY = dt.timedelta(days=1)


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def given(row: Petition, reader: User, *, personal: bool = True) -> dict[str, Any] | None:
    """The document as that reader is given it; None where she is given none."""
    with rows_of(scope_of(reader)):
        text = petition_documents([row.pk], reader, personal).get(row.pk)
    return None if text is None else json.loads(text)


def read(row: Petition, reader: User, *, personal: bool = True) -> dict[str, Any]:
    document = given(row, reader, personal=personal)
    assert document is not None
    return document


def told(row: Petition, by: User) -> Petition:
    """The petition, whose facts name the people and a number."""
    Petition.objects.filter(pk=row.pk).update(facts=f"{NAME}住{HOME}，电话{PHONE}，小芳多次报警。")
    row.refresh_from_db()
    return row


def test_the_holder_reads_what_the_petition_is_about_and_who_brought_it(line: Line) -> None:
    row = decided(line.county)
    ExternalId.objects.create(petition=row, org=row.org, system="binzhou-12345", external_id="GD-2026-1", at=NOW)

    document = read(row, line.county.clerk)

    row.refresh_from_db()
    assert (document["number"], document["version"], document["shown"]) == (row.number, row.version, "whole")
    assert (document["org"], document["place"]) == ("371602000000", "371602000000")
    assert dt.datetime.fromisoformat(document["received_at"]) == row.received_at
    assert (document["status"], document["request"], document["facts"]) == (row.status, row.request, row.facts)
    assert document["external"] == [{"system": "binzhou-12345", "id": "GD-2026-1"}]
    (party,) = document["parties"]
    assert (party["name"], party["phone"], party["role"]) == (NAME, PHONE, "petitioner")
    assert party["id_number"] == "110***********002X"
    assert [contact["channel"] for contact in document["contacts"]] == ["visit"]
    assert {duty["kind"] for duty in document["deadlines"]} == set(row.deadlines.values_list("kind", flat=True))
    assert [event["verb"] for event in document["timeline"]] == list(
        row.events.order_by("pk").values_list("verb", flat=True)
    )
    assert document["timeline"][-1]["data"]["findings"] == "信访人反映的情况属实。"


def test_the_document_is_one_line_and_names_its_client_only(line: Line) -> None:
    row = decided(line.county)
    clients = [api_client(line.tree.bincheng), api_client(line.tree.bincheng)]

    texts = []
    for client in clients:
        with rows_of(scope_of(client.user)):
            texts.append(petition_documents([row.pk], client.user, False)[row.pk])

    assert all("\n" not in text for text in texts)
    ids = {json.loads(text)["id"] for text in texts}
    assert len(ids) == 2
    assert not any(str(row.pk) == value for value in ids)


def test_without_the_scope_nobody_can_be_recognised(line: Line) -> None:
    row = told(decided(line.county), line.county.clerk)

    document = read(row, line.county.clerk, personal=False)

    text = json.dumps(document, ensure_ascii=False)
    assert not any(secret in text for secret in (NAME, "小芳", PHONE, HOME, NUMBER, "002X"))
    (party,) = document["parties"]
    assert (party["name"], party["phone"], party["address"], party["id_number"]) == ("王某某", None, None, None)
    assert party["withheld"] == ["name", "id_number", "phone", "address"]
    assert document["shown"] == "masked"
    assert len(document["timeline"]) == row.events.count()


def shown_to(row: Petition, reader: User) -> Shown:
    with rows_of(scope_of(reader)):
        return Shown(row, reader, turn=acting_org(row), contacts=True)


SIGHTS = ("holds", "close", "danger", "repeated", "above", "named", "opened", "turn")
KINDS = ("plain", "guarded", "secret")
LEVELS = ("bincheng", "binzhou", "shandong")


@pytest.mark.parametrize(("kind", "level", "tie"), list(itertools.product(KINDS, LEVELS, SIGHTS)))
def test_a_document_shows_as_much_as_the_page(line: Line, kind: str, level: str, tie: str) -> None:
    place = getattr(line.tree, level)
    reader = user(place, Role.UNIT_HEAD)
    holder = user(place if tie == "holds" else line.tree.beizhen, Role.SECTION_HEAD)
    make = {"plain": petition, "guarded": guarded, "secret": accusation}[kind]
    row = told(make(holder, at=timezone.now() - DAY), holder)
    _tie(row, tie, reader, line)

    document = given(row, reader)

    visible = Petition.objects.visible_to(reader).filter(pk=row.pk).exists()
    assert (document is not None) == visible
    if document is None:
        return
    shown = shown_to(Petition.objects.for_page().get(pk=row.pk), reader)
    assert document["shown"] == shown.sight.name.lower()
    assert document["facts"] == shown.facts
    assert document["parties"][0]["name"] == shown.name
    assert (document["parties"][0]["phone"] or "") in (shown.phone, "")
    assert (document["parties"][0]["phone"] == PHONE) == (shown.phone == PHONE)
    if shown.sight is not Sight.WHOLE:
        assert not any(NUMBER[-4:] in json.dumps(party) for party in document["parties"])


def _tie(row: Petition, tie: str, reader: User, line: Line) -> None:
    rows = Petition.objects.filter(pk=row.pk)
    if tie == "close":
        risen(row, reader.org)
    elif tie == "danger":
        rows.update(danger=Danger.HIGH)
    elif tie == "repeated":
        rows.update(repeat_count=3)
    elif tie == "named":
        NamedReader.objects.create(petition=row, user=reader, named_by=reader, at=row.received_at, reason="协助")
    elif tie == "opened":
        at = timezone.now()
        until = {"at": at, "expires_at": at + DAY, "emergency": "call", "reason": "紧急"}
        BreakGlass.objects.create(petition=row, user=reader, org=reader.org, **until)


def test_another_county_is_given_nothing(line: Line) -> None:
    row = decided(line.county)

    assert given(row, line.neighbour.head) is None
    assert given(row, line.county.head) is not None


def test_an_accusation_goes_to_nobody_who_is_not_named(line: Line) -> None:
    row = accusation(line.county.clerk)
    client = api_client(line.tree.bincheng, Scope.READ, Scope.PERSONAL)

    assert given(row, client.user) is None
    NamedReader.objects.create(petition=row, user=client.user, named_by=line.county.head, at=NOW, reason="对接")
    assert given(row, client.user) is not None


def test_who_does_not_hold_a_matter_gets_no_files_and_no_telephone(line: Line) -> None:
    row = risen(decided(line.county), line.tree.binzhou)
    attach(row, "伤情.pdf", b"%PDF-1.7", BY_EXTENSION["pdf"], by=line.county.handler, at=NOW)

    ours, theirs = read(row, line.county.clerk), read(row, line.city.clerk)

    assert [file["extension"] for file in ours["attachments"]] == ["pdf"]
    assert theirs["attachments"] == []
    assert theirs["parties"][0]["name"] == NAME
    assert theirs["parties"][0]["phone"] is None
    assert set(theirs["parties"][0]["withheld"]) == {"id_number", "phone", "address"}


def test_where_she_lives_stays_where_somebody_has_hurt_her(line: Line) -> None:
    plain, violent = registered(line.county), guarded(line.county.clerk)

    assert read(plain, line.county.head)["parties"][0]["address"].endswith(HOME)
    (party,) = read(violent, line.county.head)["parties"]
    assert (party["phone"], party["address"]) == (PHONE, None)
    assert party["withheld"] == ["id_number", "address"]


@pytest.mark.parametrize("born", [dt.date(NOW.year - 17, 1, 1), dt.date(NOW.year - 18, 12, 31)])
def test_a_child_is_not_reached_through_a_document(line: Line, born: dt.date) -> None:
    row = registered(line.county, birth_on=born, id_number="")

    (party,) = read(row, line.county.head)["parties"]

    assert (party["phone"], party["address"]) == (None, None)


def test_supervision_letters_and_escalations_stand_in_it(line: Line) -> None:
    row = registered(line.county)
    order = issued(row, by=line.city.head)

    document = read(row, line.county.clerk)

    assert [(one["number"], one["state"]) for one in document["supervision"]] == [(str(order), "issued")]
    assert document["supervision"][0]["due_at"] is not None
    assert document["letters"] == []
    assert all(duty["escalations"] == [] for duty in document["deadlines"])


def test_a_repeat_names_the_earlier_matter_to_whoever_sees_that(line: Line) -> None:
    first = registered(line.neighbour, **SOMEBODY_ELSE)
    second = registered(line.county)
    Petition.objects.filter(pk=second.pk).update(same_as=first)

    assert read(second, line.county.clerk)["same_as"] is None
    assert read(second, line.city.clerk)["same_as"] == first.number


def test_many_documents_take_as_many_questions_as_one(line: Line) -> None:
    rows = [decided(line.county) for _ in range(3)]
    reader = line.county.clerk

    def questions(pks: list[int]) -> int:
        with (
            rows_of(scope_of(reader)),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            assert len(petition_documents(pks, reader, True)) == len(pks)
        return len(asked)

    questions([rows[0].pk])
    assert questions([rows[0].pk]) == questions([row.pk for row in rows])


def test_they_come_in_the_order_in_which_they_were_asked_for(line: Line) -> None:
    rows = [registered(line.county) for _ in range(3)]
    wanted = [rows[1].pk, rows[2].pk, rows[0].pk]

    with rows_of(scope_of(line.county.clerk)):
        assert list(petition_documents(wanted, line.county.clerk, True)) == wanted


def test_whoever_is_given_her_telephone_is_told_how_to_reach_her_and_no_code_word(line: Line) -> None:
    row = risen(guarded(line.county.clerk), line.tree.binzhou)
    assert read(row, line.county.head)["reach"] == {
        "asked": False,
        "ways": ["phone", "in_person"],
        "no_message": True,
        "number_shared": False,
        "windows": [],
    }
    window = Window((1, 3), dt.time(9), dt.time(11, 30))
    wish = Wish(ways=("phone",), number_shared=True, code_word="问李老师家的书", note="夜班", windows=(window,))
    set_safe_contact(row.parties.get(), wish, by=line.county.clerk, at=NOW)

    document = read(row, line.county.head)

    assert document["reach"] == {
        "asked": True,
        "ways": ["phone"],
        "no_message": True,
        "number_shared": True,
        "windows": [{"days": [1, 3], "begins": "09:00:00", "ends": "11:30:00"}],
    }
    text = json.dumps(document, ensure_ascii=False)
    assert "李老师" not in text
    assert "夜班" not in text
    assert read(row, line.city.head)["reach"] is None
    assert read(row, line.county.head, personal=False)["reach"] is None
