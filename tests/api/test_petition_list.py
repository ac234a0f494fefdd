"""Other systems read petitions page by page and one by one: each once, and what is not theirs is not there."""

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers

from cases.api.reading_shapes import PARTS, DocumentShape
from cases.models import ExternalId, NamedReader, Petition
from cases.workflow import Danger
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from tests.api.clients import api_client, caller
from tests.cases.lives import Line, decided, make_line, registered
from tests.cases.orders import issued
from tests.cases.samples import NOW, SOMEBODY_ELSE, accusation, guarded
from tests.factories import ProvinceTree

pytestmark = pytest.mark.django_db

LIST = "/api/v1/petitions/"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def county(line: Line) -> Client:
    """A system of the county of Bincheng."""
    return caller(api_client(line.tree.bincheng))


@pytest.fixture
def city(line: Line) -> Client:
    return caller(api_client(line.tree.binzhou, Scope.READ, Scope.PERSONAL))


def one(row: Petition) -> str:
    return f"{LIST}{quote(row.number)}/"


def numbers(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [found["number"] for found in answer.json()["results"]]


def many(line: Line, count: int) -> list[Petition]:
    """So many matters, two by two received at the same moment; the newest first."""
    made = [registered(line.county, at=NOW + HOUR * (n // 2), **SOMEBODY_ELSE) for n in range(count)]
    return sorted(made, key=lambda row: (row.received_at, row.pk), reverse=True)


def test_every_petition_comes_once_in_a_stable_order_forwards_and_back(line: Line, county: Client) -> None:
    wanted = [row.number for row in many(line, 7)]

    pages, links, address = [], [], f"{LIST}?limit=2"
    while address:
        answer = county.get(address)
        pages.append(numbers(answer))
        links.append(answer.json()["previous"])
        address = answer.json()["next"]

    assert [number for page in pages for number in page] == wanted
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert links[0] is None
    assert numbers(county.get(links[-1])) == pages[-2]


def test_where_a_page_begins_says_nothing_of_the_rows(line: Line, county: Client) -> None:
    many(line, 3)

    links = [county.get(f"{LIST}?limit=1").json()["next"] for _ in range(2)]

    assert links[0] != links[1]
    assert all(str(pk) not in links[0].split("cursor=")[1] or pk < 100 for pk in Petition.objects.values_list("pk"))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("cursor=1-2", "cursor"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ten", "limit"),
        ("status=gone", "status"),
        ("org=3716", "org"),
        ("org=%20", "org"),
        ("received_after=yesterday", "received_after"),
        ("received_after=0001-01-01T00:00:00%2B14:00", "received_after"),
        ("closed=perhaps", "closed"),
        ("statuss=closed", "statuss"),
        ("fields=number,secret", "fields"),
        ("number=%00", "number"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(county: Client, query: str, field: str) -> None:
    answer = county.get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_filters_narrow_the_list(line: Line, city: Client) -> None:
    old = registered(line.county, at=NOW - 48 * HOUR)
    done = decided(line.county, at=NOW, **SOMEBODY_ELSE)
    beside = registered(line.neighbour, at=NOW + HOUR, category="labour.wages", **SOMEBODY_ELSE)
    Petition.objects.filter(pk=old.pk).update(danger=Danger.HIGH, urgent=True)
    ExternalId.objects.create(petition=old, org=old.org, system="binzhou-12345", external_id="GD-1", at=NOW)
    ExternalId.objects.create(petition=old, org=old.org, system="binzhou-xf", external_id="GD-1", at=NOW)
    ExternalId.objects.create(petition=done, org=done.org, system="binzhou-12345", external_id="GD-2", at=NOW)

    def found(query: str) -> set[str]:
        return set(numbers(city.get(f"{LIST}?{query}")))

    done.refresh_from_db()
    assert found(f"status={done.status}") == {done.number}
    assert [found(f"{name}=%20") for name in ("number", "system", "external_id")] == [set()] * 3
    assert found("org=371602000000") == {old.number, done.number}
    assert found("org=371600000000") == {old.number, done.number, beside.number}
    assert found("category=labour") == found("category=labour.wages") == {beside.number}
    assert found("received_after=2026-11-23T10:00:00%2B08:00") == {done.number, beside.number}
    assert found("received_before=2026-11-23T02:00:00Z") == {old.number}
    assert found("danger=high") == found("urgent=true") == {old.number}
    assert found("urgent=false") == {done.number, beside.number}
    assert found("closed=true") == set()
    assert found("system=binzhou-12345&external_id=GD-1") == {old.number}
    assert found("external_id=GD-1") == {old.number}
    assert found("system=binzhou-xf&external_id=GD-2") == set()
    assert found(f"number={quote(done.number)}") == {done.number}
    assert found("updated_after=2026-11-23T10:00:00Z") == {old.number, done.number, beside.number}
    assert found("received_after=1143-02-27T11:46:53%2B22:51") == {old.number, done.number, beside.number}
    assert found("updated_after=2199-01-01T00:00:00Z") == set()


@pytest.mark.parametrize("query", ["org=", "status=", "fields=", "limit=5&limit=6", "status=accepted&status=closed"])
def test_a_parameter_that_says_nothing_or_two_things_is_refused(county: Client, query: str) -> None:
    answer = county.get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [query.partition("=")[0]]


def test_only_the_fields_that_were_asked_for_come(line: Line, county: Client) -> None:
    row = registered(line.county)

    assert county.get(f"{LIST}?fields=number,version").json()["results"] == [
        {"number": row.number, "version": Petition.objects.get().version}
    ]
    assert set(county.get(f"{one(row)}?fields=status").json()) == {"status"}


def test_one_is_answered_with_a_tag_and_not_again_while_nothing_changes(line: Line, county: Client) -> None:
    row = registered(line.county)

    answer = county.get(one(row))
    again = county.get(one(row), headers={"If-None-Match": answer["ETag"]})

    row.refresh_from_db()
    assert answer["ETag"].startswith(f'"{row.version}-')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    Petition.objects.filter(pk=row.pk).update(urgent=True)
    assert county.get(one(row), headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_duty_that_climbs_is_another_document_of_the_same_version(line: Line, county: Client) -> None:
    row = registered(line.county)
    tag = county.get(one(row))["ETag"]

    row.deadlines.update(light=3)

    later = county.get(one(row), headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert later["ETag"].split("-")[0] == tag.split("-")[0]


def test_what_is_not_ours_is_told_as_what_is_not_there(line: Line, county: Client) -> None:
    theirs, secret = registered(line.neighbour), accusation(line.county.clerk)
    county.get(f"{LIST}0/")  # whatever is asked but once

    answers = []
    for number in (theirs.number, secret.number, theirs.number.replace("00000", "99999")):
        with CaptureQueriesContext(connection) as asked:
            answer = county.get(f"{LIST}{quote(number)}/")
        said = answer.json()
        assert said.pop("instance")
        answers.append((answer.status_code, said, len(asked)))

    assert answers[0][0] == 404
    assert answers[0] == answers[1] == answers[2]


def test_a_list_asks_as_much_for_three_as_for_one(line: Line, county: Client) -> None:
    rows = many(line, 3)

    def questions(limit: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(numbers(county.get(f"{LIST}?limit={limit}"))) == limit
        return len(asked)

    questions(1)
    assert questions(1) == questions(len(rows))


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_part_is_what_the_document_says(line: Line, county: Client, part: str) -> None:
    row = decided(line.county)

    found = county.get(f"{one(row)}{part}/").json()

    row.refresh_from_db()
    assert (found["number"], found["version"]) == (row.number, row.version)
    if part != "escalations":
        assert found["results"] == county.get(one(row)).json()[part]


def test_there_is_no_other_part(line: Line, county: Client) -> None:
    row = registered(line.county)

    assert county.get(f"{one(row)}secrets/").status_code == 404
    assert county.get(f"{one(registered(line.neighbour, **SOMEBODY_ELSE))}timeline/").status_code == 404


def test_the_document_has_the_shape_that_is_told(line: Line, city: Client) -> None:
    row = decided(line.county)
    issued(row, by=line.city.head)
    ours = caller(api_client(line.tree.bincheng, Scope.READ, Scope.PERSONAL))

    for system in (city, ours):
        _same_fields(DocumentShape(), system.get(one(row)).json(), "document")


def _same_fields(shape: serializers.BaseSerializer, found: dict[str, Any], where: str) -> None:
    fields: dict[str, serializers.Field] = shape.fields  # type: ignore[attr-defined]
    assert set(found) == set(fields), where
    for name, field in fields.items():
        if found[name] is None:
            assert field.allow_null, f"{where}.{name}"
        elif isinstance(field, serializers.ListSerializer):
            for each in found[name]:
                _same_fields(field.child, each, f"{where}.{name}")  # type: ignore[arg-type]
        elif isinstance(field, serializers.BaseSerializer):
            _same_fields(field, found[name], f"{where}.{name}")
        else:
            field.run_validation(found[name])


def test_reading_one_is_written_down_and_so_is_every_accusation_in_a_list(line: Line) -> None:
    client = api_client(line.tree.bincheng)
    row, secret = registered(line.county), accusation(line.county.clerk)
    NamedReader.objects.create(petition=secret, user=client.user, named_by=line.county.head, at=NOW, reason="对接")
    caller(client).get(one(row))
    caller(client).get(LIST)
    caller(client).get(LIST)

    reads = AccessEvent.objects.filter(verb="petition.read", actor=client.user).order_by("pk")

    assert [event.object_id for event in reads] == [row.pk, secret.pk, secret.pk]


def test_guarded_matters_stay_with_their_handling_line(line: Line, county: Client, city: Client) -> None:
    guarded(line.county.clerk)

    assert numbers(county.get(LIST)) == []
    assert numbers(city.get(LIST)) == []
