"""A petitioner complains above the unit that sees nothing of her matter: her number and who she is lead there."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.complaints_by_proof import NOT_PROVEN
from cases.models import HandlingComplaint, Petition, RelationWall
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.cases.lives import Line, handled, make_line, registered
from tests.cases.samples import accusation
from tests.factories import ProvinceTree, user

SAID = "打了四次电话都没有人接。"


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def desk(tree: ProvinceTree) -> User:
    """Who receives visitors at the province, and hears no complaints."""
    return user(tree.shandong, Role.RECEPTIONIST)


def told(client: Client, by: User, number: str, **changes: str) -> HttpResponse:
    client.force_login(by)
    at = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    facts = {"number": number, "name": "王小芳", "reach": "13854312345", "text": SAID, "channel": "in_person"}
    return client.post(reverse("cases:complaint_take"), facts | {"received_at": at} | changes)


@pytest.mark.parametrize("category", ["family.dispute", "family.dv"])
@pytest.mark.parametrize("reach", ["13854312345", "138 5431 2345", "11010519491231002X"])
def test_a_province_takes_it_down_and_is_shown_the_receipt_alone(
    line: Line, client: Client, desk: User, category: str, reach: str
) -> None:
    row = handled(line.county, at=timezone.now(), category=category)

    answer = told(client, desk, row.number, reach=reach)

    made = HandlingComplaint.objects.get()
    assert answer["Location"] == reverse("cases:complaint_receipt", args=[made.pk])
    assert (made.petition, made.org, made.recorded_by) == (row, line.tree.binzhou, desk)
    receipt = client.get(answer["Location"]).content.decode()
    assert row.number in receipt
    assert line.tree.binzhou.name in receipt
    for kept in (row.facts, row.request, "王小芳", "13854312345", SAID, "家庭暴力"):
        assert kept not in receipt
    for page in (row.get_absolute_url(), made.get_absolute_url()):
        assert client.get(page).status_code in {403, 404}
    assert not Petition.objects.visible_to(desk).exists()


def test_the_receipt_is_for_whoever_took_it_down(line: Line, client: Client, desk: User) -> None:
    told(client, desk, handled(line.county, at=timezone.now()).number)
    receipt = reverse("cases:complaint_receipt", args=[HandlingComplaint.objects.get().pk])

    for other in (user(line.tree.shandong, Role.RECEPTIONIST), line.county.head, line.neighbour.clerk):
        client.force_login(other)
        assert client.get(receipt).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "鲁滨城妇信〔2026〕999999"},
        {"name": "王小方"},
        {"reach": "13754399999"},
        {"reach": "王小芳"},
    ],
)
def test_whatever_does_not_fit_reads_alike_and_is_written_down(
    line: Line, client: Client, desk: User, wrong: dict[str, str]
) -> None:
    row = handled(line.county, at=timezone.now())

    answer = told(client, desk, wrong.get("number", row.number), **{k: v for k, v in wrong.items() if k != "number"})

    assert answer.status_code == 409
    assert answer.context["refusal"] == NOT_PROVEN
    assert SAID in answer.content.decode()  # nothing typed is lost
    assert not HandlingComplaint.objects.exists()
    line_of_trail = AccessEvent.objects.get(verb="complaint.unproven")
    assert (line_of_trail.actor, line_of_trail.object_id, line_of_trail.detail) == (desk, None, {})


def test_the_intruder_gets_the_same_sentence(line: Line, client: Client, desk: User) -> None:
    row = handled(line.county, at=timezone.now())
    walled = user(line.tree.binzhou, Role.RECEPTIONIST)
    RelationWall.objects.create(petition=row, user=walled)
    mine = registered(line.province, at=timezone.now())

    for intruder, number in (
        (line.county.clerk, row.number),  # the handler herself
        (line.neighbour.clerk, row.number),
        (user(line.tree.beizhen, Role.TOWNSHIP_WORKER), row.number),
        (walled, row.number),
        (desk, mine.number),  # nobody stands above her unit
    ):
        answer = told(client, intruder, number)
        assert (answer.status_code, answer.context["refusal"]) == (409, NOT_PROVEN), intruder.org

    assert not HandlingComplaint.objects.exists()


def test_whose_name_was_never_clear_cannot_be_proven(line: Line, client: Client, desk: User) -> None:
    row = registered(line.county, at=timezone.now(), name="", phone="", id_number="", identity_unclear=True)

    assert told(client, desk, row.number, name="无", reach="0").context["refusal"] == NOT_PROVEN


def test_an_accusation_is_told_of_to_nobody_by_it(line: Line, client: Client, desk: User) -> None:
    row = accusation(line.county.clerk, at=timezone.now())

    receipt = client.get(told(client, desk, row.number)["Location"]).content.decode()

    assert "检举" not in receipt
    assert "孙建国" not in receipt
    assert HandlingComplaint.objects.visible_to(line.city.head).exists()
    assert not HandlingComplaint.objects.visible_to(line.city.clerk).exists()


def test_who_guesses_is_stopped(line: Line, client: Client, desk: User) -> None:
    row = handled(line.county, at=timezone.now())
    for _ in range(settings.COMPLAINT_PROOFS_PER_HOUR):
        told(client, desk, row.number, name="李四妹")

    answer = told(client, desk, row.number)

    assert "次数过多" in answer.context["refusal"]
    told(client, desk, row.number)
    assert AccessEvent.objects.get(verb="limit.reach").detail["limit"] == "complaint-proof"
    assert not HandlingComplaint.objects.exists()
