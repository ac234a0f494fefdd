"""Many petitions in one request: each has its own result, and one that is wrong spoils no other."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.law import SOURCE_REPORT
from cases.models import Contact, ExternalId, Party, Petition, SearchText
from cases.workflow import Status
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline
from tests.api.clients import api_client, caller
from tests.api.sent import batch, patch, petitioner, post, put, sent, writer
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db

_serial = count(1)


def item(*, version: int | None = None, number: str = "", **changes: object) -> dict[str, object]:
    given: dict[str, object] = {"petition": sent(**changes)}
    if number:
        given["external"] = {"system": "binzhou-12345", "id": number}
    return given | ({"version": version} if version else {})


def test_each_has_its_own_result_in_the_order_in_which_they_came(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))

    answer = batch(
        client,
        [
            item(number="GD-1"),
            item(received_at="2027-01-01T00:00:00+08:00"),
            {"petition": {}, "colour": "red"},
            "no object",
            item(),
            item(number="GD-1"),
            item(number="GD-1", request="另一诉求。"),
            item(number="GD-1", request="另一诉求。", version=1),
        ],
    )

    assert answer.status_code == 200, answer.content.decode()
    results = answer.json()["results"]
    assert [result["index"] for result in results] == list(range(8))
    assert [result["status"] for result in results] == [201, 422, 400, 400, 201, 200, 428, 200]
    assert results[1]["problem"]["errors"] == [
        {"field": "petition.received_at", "code": "invalid", "detail": "收到时间不能晚于现在。"}
    ]
    assert results[2]["problem"]["errors"][0]["field"] == "colour"
    assert results[0]["number"] == results[5]["number"] == results[7]["number"]
    assert results[7]["version"] > results[5]["version"] == 1
    numbers = sorted(Petition.objects.values_list("number", flat=True))
    assert numbers == ["鲁滨城妇信〔2026〕000001", "鲁滨城妇信〔2026〕000002"]
    assert Petition.objects.get(number=results[0]["number"]).request == "另一诉求。"


def test_one_of_a_batch_is_what_it_would_be_alone(tree: ProvinceTree) -> None:
    client = writer(tree.bincheng)
    body = sent(flags={"urgent": True}, petitioner=petitioner(groups=["disabled"], ethnicity="回族"), head_count=6)

    post(caller(client), body)
    batch(caller(client), [{"petition": body}])

    alone, among = Petition.objects.order_by("pk")
    for model in (Petition, Party, Contact, SearchText):
        first, second = (_facts(model, row) for row in (alone, among))
        assert first == second, model
    clocks = [sorted(row.deadlines.values_list("kind", "step", "org", "desk", "light")) for row in (alone, among)]
    assert clocks[0] == clocks[1]
    assert len(clocks[0]) == 2
    lines = AccessEvent.objects.filter(verb="petition.register", actor=client.user)
    assert set(lines.values_list("object_id", flat=True)) == {alone.pk, among.pk}


def _facts(model: type, row: Petition) -> dict[str, object]:
    """What a row says, but for what has to differ: keys, numbers, moments, what is enciphered anew."""
    found = row if model is Petition else model.objects.get(petition=row)
    skipped = {"id", "number", "registered_at", "recorded_at", "origin_key", "petition", "terms", "version"}
    return {f.name: getattr(found, f.attname) for f in found._meta.concrete_fields if f.name not in skipped}


def test_what_needs_more_than_a_line_is_registered_too(tree: ProvinceTree) -> None:
    user(tree.binzhou, Role.UNIT_HEAD)
    client = caller(writer(tree.bincheng))
    first = post(client, sent()).json()
    transferred = {
        "channel": "transfer_in",
        "contact": {"source_organ": "滨州市信访局", "report_due_on": "2027-01-15"},
    }
    accused = {"kind": "person", "name": "孙建国", "org": "371602000000"}

    results = batch(
        client,
        [
            item(number="A", **transferred),
            item(number="B", safe_contact={"rule": "free"}),
            item(number="C", same_as=first["number"]),
            item(number="D", matter_class="accusation", accused=accused),
            item(number="E", place="420984000000"),
        ],
    ).json()["results"]

    assert [result["status"] for result in results] == [201, 201, 201, 201, 422]
    rows = {row.external_id: row.petition for row in ExternalId.objects.all()}
    assert rows["A"].deadlines.filter(kind=SOURCE_REPORT.kind).exists()
    assert rows["B"].safe_contacts.exists()
    assert rows["C"].same_as.number == first["number"]
    assert rows["D"].org == tree.binzhou  # out of its sight
    assert "version" not in results[3]
    (again,) = batch(client, [item(number="D", matter_class="accusation", accused=accused)]).json()["results"]
    assert (again["status"], again["problem"]["code"]) == (409, "external_id_taken")


def test_a_batch_that_is_none_or_too_long_is_refused_as_a_whole(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))

    assert batch(client, []).status_code == 400
    assert batch(client, "many").status_code == 400
    many = batch(client, [{}] * 1_001)
    assert (many.status_code, many.json()["code"], many.json()["most"]) == (413, "too_many_items", 1_000)
    assert batch(caller(api_client(tree.bincheng, Scope.READ)), [item()]).status_code == 403


def test_an_intruder_corrects_nothing_by_a_batch(tree: ProvinceTree) -> None:
    put(caller(writer(tree.bincheng)), sent(), number="GD-1")

    results = batch(
        caller(writer(tree.huimin)), [item(number="GD-1", request="撤回。", version=1), item(number="GD-2")]
    ).json()["results"]

    assert [result["status"] for result in results] == [201, 201]
    assert Petition.objects.get(org=tree.bincheng).request == "要求协调抚养费。"


def test_a_locked_file_refuses_its_own_line_alone(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    put(client, sent(), number="GD-1")
    Petition.objects.update(status=Status.ARCHIVED, closed_at=timezone.now())
    row = Petition.objects.get()

    results = batch(client, [item(number="GD-1", request="改。", version=row.version), item(number="GD-2")]).json()[
        "results"
    ]

    assert [result["status"] for result in results] == [409, 201]
    assert results[0]["problem"]["code"] == "archived"


def test_many_cost_little_more_than_one(tree: ProvinceTree) -> None:
    """Each form looks its place up; what is written is written in one go."""
    client = caller(writer(tree.bincheng))
    batch(client, [item()])

    asked = {}
    for size in (10, 20):
        with CaptureQueriesContext(connection) as queries:
            answer = batch(client, [item(number=f"N-{next(_serial)}") for _ in range(size)])
        assert {result["status"] for result in answer.json()["results"]} == {201}
        asked[size] = len(queries)

    assert asked[20] - asked[10] <= 10 * 5, asked
    assert Deadline.objects.count() == 31


def test_a_correction_in_a_batch_follows_what_others_did(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    number = put(client, sent(), number="GD-1").json()["number"]
    patch(client, number, {"facts": "另有新情况。"}, if_match="1")

    (late,) = batch(client, [item(number="GD-1", request="改。", version=1)]).json()["results"]

    assert (late["status"], late["problem"]["current"]) == (412, Petition.objects.get().version)
