"""Courses of violence before other systems: by lists, by the feed, proven by the digest, and never where she is."""

import pytest
import pytest_django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.violence.orders import Application, Ruling, apply_for_order, record_ruling, report_breach
from cases.api.violence_document import course_documents
from cases.models import NamedReader, Petition, RelationWall, ViolenceCase
from fedportal.api.models import ApiClient
from fedportal.api.scopes import OF_OURS, Scope
from fedportal.audit.models import AccessEvent
from tests.api.clients import api_client, caller
from tests.cases.lives import DAY, Line, make_line
from tests.cases.samples import NOW
from tests.cases.test_law_of_violence import warned
from tests.cases.violence import HIGH, again, assessed, called, course, found_safe, pressed
from tests.changes.mirror import Mirror
from tests.factories import ProvinceTree
from tests.hotline.test_calls_feed import assert_proven, kinds

COURSES = reverse("cases_api:violence_courses")
HIDDEN = ("黄河五路", "市中派出所", "堵她", "左腿", "每周联系", "王小芳", "13854312345")


@pytest.fixture
def line(transactional_db: None, tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def one(ref: object) -> str:
    return reverse("cases_api:violence_course", args=[ref])


def shows(row: ViolenceCase, client: ApiClient, line: Line) -> NamedReader:
    """The account of the client is named as a reader, as of petitions of a guarded kind."""
    by = line.county.handler
    return NamedReader.objects.create(petition=row.petition, user=client.user, named_by=by, at=NOW, reason="数据交换")


def lived(line: Line) -> ViolenceCase:
    """A whole course: asked, reported to the police, warned, protected, broken, visited."""
    row = assessed(line.county, HIGH, history="他在黄河五路堵她，打伤左腿。")
    by, matter = line.county.handler, row.petition
    called(matter, line.county)
    warned(line, matter)
    order = apply_for_order(matter, Application("herself", (1, 2), "滨城区人民法院", NOW), by=by, at=NOW)
    ruling = Ruling("granted", NOW, "民保令7号", timezone.localdate(NOW + 100 * DAY))
    order = record_ruling(order, ruling, by=by, at=NOW)
    report_breach(order, happened_at=NOW, told=["court"], note="在黄河五路堵她。", by=by, at=NOW)
    found_safe(matter, line.county, at=NOW + DAY)
    return again(row)


def test_the_course_is_told_in_codes_and_days_and_never_where_she_is(line: Line, tree: ProvinceTree) -> None:
    row = lived(line)
    client = api_client(tree.bincheng, Scope.VIOLENCE, Scope.PERSONAL)
    shows(row, client, line)

    answer = caller(client).get(COURSES)
    assert answer.status_code == 200, answer.content.decode()
    (told,) = answer.json()["results"]

    assert (told["petition"], told["org"]) == (row.petition.number, f"{tree.bincheng.code:012d}")
    assert (told["shown"], told["forms"], told["relation"]) == ("whole", ["physical"], "spouse")
    assert [(each["score"], each["level"]) for each in told["assessments"]] == [(6, "high")]
    assert [each["reporter"] for each in told["police_reports"]] == ["herself"]
    assert len(told["warnings"]) == 1
    (order,) = told["orders"]
    assert (order["state"], order["measures"], order["court"]) == ("in_force", [1, 2], "滨城区人民法院")
    assert order["number"] == "民保令7号"
    assert [each["told"] for each in order["breaches"]] == [["court"]]
    assert [(each["level"], each["safe"]) for each in told["visits"] if each["done_at"]] == [("high", True)]
    assert {"po_validity"} <= {each["kind"] for each in told["deadlines"]}
    assert [words for words in HIDDEN if words in answer.content.decode()] == []
    single = caller(client).get(one(row.ref))
    assert single.json() == told
    assert AccessEvent.objects.filter(verb="violence.read", object_id=row.pk, actor=client.user).exists()


def test_without_a_basis_neither_court_nor_numbers_are_told(line: Line, tree: ProvinceTree) -> None:
    row = lived(line)
    client = api_client(tree.bincheng, Scope.VIOLENCE)
    shows(row, client, line)

    answer = caller(client).get(one(row.ref))

    assert answer.json()["shown"] == "masked"
    assert (answer.json()["orders"][0]["court"], answer.json()["orders"][0]["number"]) == (None, None)
    assert answer.json()["warnings"][0]["number"] is None
    for words in (*HIDDEN, "滨城区人民法院", "民保令7号"):
        assert words not in answer.content.decode()


def test_a_filter_finds_it_by_state_danger_and_petition(line: Line, tree: ProvinceTree) -> None:
    row = assessed(line.county, HIGH)
    client = api_client(tree.bincheng, Scope.VIOLENCE)
    shows(row, client, line)

    def found(**asked: str) -> list[str]:
        return [each["ref"] for each in caller(client).get(COURSES, asked).json()["results"]]

    for asked in ({"state": "assessed"}, {"danger": "high"}, {"petition": row.petition.number}, {"closed": "false"}):
        assert found(**asked) == [str(row.ref)], asked
    for asked in ({"state": "closed"}, {"danger": "low"}, {"petition": "没有"}, {"relation": "parent"}):
        assert found(**asked) == [], asked


def test_its_unit_alone_does_not_open_it_nor_another_scope_nor_another_county(line: Line, tree: ProvinceTree) -> None:
    row = assessed(line.county, HIGH)

    def refused(client: Client) -> tuple[int, int]:
        return client.get(COURSES).status_code, client.get(one(row.ref)).status_code

    other = api_client(tree.bincheng, *(scope for scope in OF_OURS if scope is not Scope.VIOLENCE))
    shows(row, other, line)
    assert refused(caller(other)) == (403, 403)
    for place in (tree.bincheng, tree.huimin, tree.guangrao):
        stranger = caller(api_client(place, Scope.VIOLENCE, Scope.PERSONAL))
        assert stranger.get(COURSES).json()["results"] == [], place
        assert refused(stranger)[1] == 404, place
    assert kinds(caller(api_client(tree.bincheng, Scope.VIOLENCE))) == ["violence_course"]
    assert "violence_course" not in kinds(caller(api_client(tree.bincheng, Scope.READ)))


def test_each_step_comes_by_the_feed_and_the_digest_proves_the_copy(line: Line, tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng, Scope.VIOLENCE)
    mirror = Mirror(caller(client))
    mirror.begin()
    row = assessed(line.county)
    # whose danger rose may have been taken out of sight: as of petitions, who never had it takes no notice
    assert {each["op"] for each in mirror.follow()} <= {"gone"}
    assert mirror.rows == {}

    shows(row, client, line)
    (said,) = mirror.follow()
    assert (said["kind"], said["body"]["state"]) == ("violence_course", "assessed")
    row = pressed(row, "plan", line.county)
    called(row.petition, line.county)
    (said,) = mirror.follow()
    assert said["body"]["state"] == "planned"
    assert len(said["body"]["police_reports"]) == 1
    found_safe(row.petition, line.county, at=NOW + DAY)
    (said,) = mirror.follow()
    assert said["body"]["visits"][-1]["safe"] is True or said["body"]["visits"][0]["safe"] is True
    assert_proven(mirror)


def test_a_course_that_goes_out_of_sight_is_taken_back(line: Line, tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng, Scope.VIOLENCE)
    mirror = Mirror(caller(client))
    row = assessed(line.county)
    named = shows(row, client, line)
    mirror.begin()
    assert len(mirror.rows) == 1

    NamedReader.objects.filter(pk=named.pk).update(ended_at=NOW, ended_by=line.county.handler)
    assert [(each["op"], each["kind"]) for each in mirror.follow()] == [("gone", "violence_course")]
    Petition.objects.filter(pk=row.petition_id).update(registered_by=client.user)
    assert [each["op"] for each in mirror.follow()] == ["upsert"]
    RelationWall.objects.create(petition=row.petition, user=client.user)
    assert [each["op"] for each in mirror.follow()] == ["gone"]
    assert_proven(mirror)


def test_a_subscription_to_courses_asks_for_their_scope(
    line: Line, tree: ProvinceTree, settings: pytest_django.Settings
) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    wanted = {"url": "https://127.0.0.1/changes", "kinds": ["violence_course"]}

    def asked(*scopes: Scope) -> int:
        client = caller(api_client(tree.bincheng, Scope.WEBHOOKS, *scopes))
        return client.post("/api/v1/webhooks/", wanted, "application/json").status_code

    assert asked(Scope.VIOLENCE) == 201
    assert asked(Scope.READ) == 422


def test_however_many_courses_are_told_the_questions_are_as_many(line: Line, tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng, Scope.VIOLENCE, Scope.PERSONAL)
    rows = [lived(line)]
    shows(rows[0], client, line)

    def questions() -> int:
        keys = [row.pk for row in rows]
        with CaptureQueriesContext(connection) as asked:
            assert len(course_documents(keys, client.user, True)) == len(rows)
        return len(asked)

    questions()  # what is remembered from then on
    one_of_them = questions()
    rows.append(course(line.county, fields={"name": "周小兰"}))
    shows(rows[1], client, line)
    assert questions() == one_of_them


def test_a_course_follows_its_petition_to_another_county(line: Line, tree: ProvinceTree) -> None:
    clients = [api_client(place, Scope.VIOLENCE) for place in (tree.bincheng, tree.huimin)]
    here, there = (Mirror(caller(client)) for client in clients)
    row = assessed(line.county)
    for client in clients:
        shows(row, client, line)
    here.begin()
    there.begin()
    assert (len(here.rows), len(there.rows)) == (1, 0)

    Petition.objects.filter(pk=row.petition_id).update(org=tree.huimin, org_code=tree.huimin.code)

    assert again(row).org_code == tree.huimin.code
    assert [each["op"] for each in here.follow()] == ["gone"]
    (said,) = there.follow()
    assert said["body"]["org"] == f"{tree.huimin.code:012d}"
    assert_proven(here)
    assert_proven(there)
