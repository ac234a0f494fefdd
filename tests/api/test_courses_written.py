"""A system of the unit that holds a course writes down what police and courts told it: once, on what it had read."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions.violence.orders import Application, apply_for_order
from cases.models import NamedReader, Petition, ViolenceCase, WarningLetter
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from tests.api.clients import api_client, caller
from tests.cases.lives import office
from tests.cases.samples import NOW
from tests.cases.violence import called, course
from tests.factories import ProvinceTree

TODAY = str(timezone.localdate(NOW))
WARNED = {"station": "市中派出所", "number": "告字7号", "issued_on": TODAY, "delivered_on": TODAY}


@pytest.fixture
def system(tree: ProvinceTree, law: None) -> ApiClient:
    return api_client(tree.bincheng, Scope.VIOLENCE, Scope.VIOLENCE_WRITE, Scope.PERSONAL)


@pytest.fixture
def row(tree: ProvinceTree, system: ApiClient) -> ViolenceCase:
    county = office(tree.bincheng)
    made = course(county)
    known(made, system)
    called(made.petition, county)
    order = Application("herself", (1,), "滨城区人民法院", NOW)
    apply_for_order(made.petition, order, by=county.handler, at=NOW)
    made.refresh_from_db()
    return made


def known(row: ViolenceCase, system: ApiClient) -> None:
    NamedReader.objects.create(
        petition=row.petition, user=system.user, named_by=row.petition.handler, at=NOW, reason="数据交换"
    )


def sent(who: Client, row: ViolenceCase, step: str, body: dict[str, object], **headers: str):  # type: ignore[no-untyped-def]
    version = ViolenceCase.objects.values_list("version", flat=True).get(pk=row.pk)
    given = {"If-Match": f'"{version}"'} | headers
    address = f"/api/v1/violence-courses/{row.ref}/moves/{step}/"
    return who.post(
        address, body, "application/json", headers={name.replace("_", "-"): v for name, v in given.items()}
    )


def test_each_act_is_the_one_of_the_page_and_stands_in_the_document(system: ApiClient, row: ViolenceCase) -> None:
    who, moment = caller(system), NOW.isoformat()
    until = str(timezone.localdate(NOW) + dt.timedelta(days=60))
    visit = {"safe_to_talk": True, "channel": "in_person", "visited_at": (NOW + dt.timedelta(hours=1)).isoformat()}

    for step, body in (
        ("police_result", {"reported_at": moment, "result": "warning", "result_at": moment, "appraised": True}),
        ("warning", WARNED),
        ("warning_visit", visit | {"finding": "clean", "educated": True}),
        (
            "ruling",
            {
                "accepted_at": moment,
                "ruling": "granted",
                "decided_at": moment,
                "number": "民保令1号",
                "valid_until": until,
            },
        ),
        ("breach", {"accepted_at": moment, "happened_at": moment, "told": ["police"], "note": "堵她。"}),
    ):
        answer = sent(who, row, step, body)
        assert answer.status_code == 200, (step, answer.content.decode())

    told = answer.json()
    assert (told["police_reports"][0]["result"], told["police_reports"][0]["appraised"]) == ("warning", True)
    assert [visit["finding"] for visit in told["warnings"][0]["visits"]] == ["clean"]
    assert (told["orders"][0]["state"], told["orders"][0]["valid_until"]) == ("in_force", until)
    assert [breach["told"] for breach in told["orders"][0]["breaches"]] == [["police"]]
    row.refresh_from_db()
    assert row.relapsed_at == NOW  # a breach is violence again, as on the page
    assert "堵她" not in answer.content.decode()
    verbs = set(row.petition.events.values_list("verb", flat=True))
    assert verbs >= {f"violence.{verb}" for verb in ("police_result", "warning", "warning_visit", "ruling", "breach")}


def test_what_is_sent_twice_is_written_once_and_on_what_was_read_alone(system: ApiClient, row: ViolenceCase) -> None:
    who, key = caller(system), {"Idempotency-Key": "告字7号-1".encode().hex(), "If-Match": f'"{row.version}"'}

    first, again = (sent(who, row, "warning", WARNED, **key) for _ in range(2))
    old = sent(who, row, "warning", WARNED, **{"If-Match": f'"{row.version}"'})
    unread = who.post(f"/api/v1/violence-courses/{row.ref}/moves/warning/", WARNED, "application/json")

    assert (first.status_code, again.content, old.status_code, unread.status_code) == (200, first.content, 412, 428)
    assert WarningLetter.objects.count() == 1


@pytest.mark.parametrize(
    ("step", "body", "status", "code"),
    [
        ("police_result", {"result": "warning"}, 422, "required"),
        ("warning", WARNED | {"result": "warning"}, 422, "not_asked"),
        ("warning", WARNED | {"issued_on": "2999-01-01"}, 409, "not_allowed"),
        ("police_result", {"reported_at": "2020-01-01T00:00:00Z", "result": "warning"}, 422, "not_found"),
        ("breach", {"accepted_at": NOW.isoformat(), "happened_at": NOW.isoformat(), "told": []}, 422, "required"),
        ("relapse", {}, 404, "not_found"),
    ],
)
def test_what_the_page_refuses_is_refused(
    system: ApiClient, row: ViolenceCase, step: str, body: dict[str, object], status: int, code: str
) -> None:
    answer = sent(caller(system), row, step, body)

    assert (answer.status_code, code in answer.content.decode()) == (status, True), answer.content.decode()


def test_who_may_not_know_of_it_or_not_write_writes_nothing(
    system: ApiClient, row: ViolenceCase, tree: ProvinceTree
) -> None:
    scopes = (Scope.VIOLENCE, Scope.VIOLENCE_WRITE)
    unnamed, there = (caller(api_client(org, *scopes)) for org in (tree.bincheng, tree.huimin))
    above, reading = api_client(tree.binzhou, *scopes), api_client(tree.bincheng, Scope.VIOLENCE)
    for client in (above, reading):
        known(row, client)

    assert [sent(who, row, "warning", WARNED).status_code for who in (unnamed, there)] == [404, 404]
    assert sent(caller(reading), row, "warning", WARNED).status_code == 403
    assert sent(caller(above), row, "warning", WARNED).status_code in (404, 409)
    assert not WarningLetter.objects.exists()
    assert Petition.objects.filter(pk=row.petition_id).exists()
