"""谁看过本件: whoever looked at a matter, for the unit that holds it and for nobody else."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition
from cases.views import petition_looks
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record, record_each
from fedportal.audit.models import AccessEvent
from tests.cases.lives import make_line
from tests.cases.samples import accusation, moved, petition
from tests.factories import ProvinceTree, user

HOUR = dt.timedelta(hours=1)


def address(row: Petition) -> str:
    return reverse("cases:petition_looks", args=[row.pk])


def status(client: Client, row: Petition, by: User) -> int:
    client.force_login(by)
    return client.get(address(row)).status_code


def looked(client: Client, row: Petition, by: User, mark: str = "") -> list[tuple[str, str, str]]:
    """Who, of which unit, by which act; the newest first."""
    client.force_login(by)
    answer = client.get(address(row) + mark)
    return [(look.actor.name, look.unit, look.act) for look in answer.context["looks"]]


def test_openings_prints_exports_and_finds_are_listed_with_unit_and_act(
    client: Client, clerk: User, superior: User, intruder: User
) -> None:
    row, other = petition(clerk, at=timezone.now()), petition(clerk, at=timezone.now())
    client.force_login(superior)
    client.get(row.get_absolute_url())
    client.post(reverse("cases:petition_print"), {"pick": [row.pk]})
    client.post(reverse("cases:petition_export"), {"pick": [row.pk], "reason": "向省妇联报送"})
    record("petition.found_beyond", row, by=intruder, at=timezone.now())
    client.get(other.get_absolute_url())

    assert looked(client, row, clerk) == [
        ("王芳", "滨城区妇联", "查看"),  # by opening this page
        ("刘惠", "惠民县妇联", "登记时查重查到"),
        ("李敏", "滨州市妇联", "导出台账"),
        ("李敏", "滨州市妇联", "打印"),
        ("李敏", "滨州市妇联", "查看"),
    ]


def test_reading_a_paper_is_a_look_and_a_deed_is_none(client: Client, clerk: User) -> None:
    told = {"route": "duty", "told_how": "later"}
    row = moved(petition(clerk, at=timezone.now()), "accept", by=clerk, at=timezone.now(), **told)
    client.force_login(clerk)
    client.get(reverse("cases:document", args=[row.documents.get().pk]))

    assert [act for _, _, act in looked(client, row, clerk)] == ["查看", "查看公文"]


def test_the_complaint_about_the_handling_is_not_given_away(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk, at=timezone.now())
    record("complaint.read", row, by=superior, at=timezone.now())

    assert looked(client, row, clerk) == [("王芳", "滨城区妇联", "查看")]


@pytest.mark.parametrize("page", ["petition", "petition_edit", "contact_add", "party_add", "visit_add"])
def test_whichever_page_of_an_ordinary_matter_is_opened_it_is_written_down_once_an_hour(
    client: Client, clerk: User, page: str
) -> None:
    row = petition(clerk, at=timezone.now())
    client.force_login(clerk)

    for _ in range(2):
        assert client.get(reverse(f"cases:{page}", args=[row.pk])).status_code == 200

    assert AccessEvent.objects.filter(verb="petition.read", object_id=row.pk, actor=clerk).count() == 1


def test_the_list_is_no_look_at_each_row(client: Client, clerk: User) -> None:
    petition(clerk, at=timezone.now())
    client.force_login(clerk)

    client.get(reverse("cases:petition_list"))

    assert not AccessEvent.objects.filter(verb="petition.read").exists()


def test_an_export_names_every_petition_that_left(client: Client, clerk: User) -> None:
    rows = [petition(clerk, at=timezone.now()) for _ in range(2)]
    petition(clerk, at=timezone.now(), category="family.divorce")
    secret = accusation(clerk, at=timezone.now())
    client.force_login(clerk)

    client.post(reverse("cases:petition_export"), {"pick": [*(row.pk for row in rows), secret.pk], "reason": "报送"})

    left = AccessEvent.objects.filter(verb="petition.take_out")
    assert {look.object_id for look in left} == {row.pk for row in rows}
    assert {(look.actor, look.org) for look in left} == {(clerk, clerk.org)}


def test_superiors_are_refused_and_strangers_find_nothing(
    client: Client, clerk: User, superior: User, intruder: User, tree: ProvinceTree
) -> None:
    row = petition(clerk, at=timezone.now())

    assert status(client, row, clerk) == 200
    assert status(client, row, superior) == 403
    assert status(client, row, intruder) == 404
    assert status(client, row, user(tree.bincheng, Role.AUDIT_ADMIN)) == 403
    client.force_login(superior)
    assert "谁看过本件" not in client.get(row.get_absolute_url()).content.decode()


def test_an_accusation_s_looks_are_for_its_readers(client: Client, tree: ProvinceTree, law: None) -> None:
    line = make_line(tree)
    row = accusation(line.county.clerk, at=timezone.now())

    assert status(client, row, line.county.head) == 200
    assert status(client, row, line.county.handler) == 404
    assert status(client, row, line.city.head) == 404
    assert [name for name, _, _ in looked(client, row, line.county.clerk)] == [
        line.county.clerk.name,
        line.county.head.name,
    ]


def test_a_unit_that_has_to_decide_about_it_holds_it_so_long(client: Client, clerk: User, tree: ProvinceTree) -> None:
    row = petition(clerk, at=timezone.now())
    decider = user(tree.binzhou, Role.UNIT_HEAD)
    assert status(client, row, decider) == 403

    row = moved(row, "dispute", by=clerk, at=timezone.now(), note="两县意见不一。", other_unit=tree.huimin)

    assert status(client, row, decider) == 200


def test_the_pages_follow_one_another(
    client: Client, clerk: User, superior: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(petition_looks, "PAGE", 2)
    row = petition(clerk, at=timezone.now())
    looked(client, row, clerk)
    for number in range(1, 4):
        record("petition.read", row, by=superior, at=timezone.now() - number * HOUR)
    client.force_login(clerk)

    first = client.get(address(row))
    second = client.get(address(row) + first.context["next_url"])
    back = client.get(address(row) + second.context["previous_url"])

    assert [look.actor for look in first.context["looks"]] == [clerk, superior]
    assert [look.actor for look in second.context["looks"]] == [superior, superior]
    assert not second.context["next_url"]
    assert back.context["looks"] == first.context["looks"]


def test_as_many_questions_for_many_looks_as_for_one(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk, at=timezone.now())
    looked(client, row, clerk)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            looked(client, row, clerk)
        return len(asked)

    before = questions()
    record_each("petition.print", Petition, [row.pk] * 3, by=superior, at=timezone.now())

    assert len(looked(client, row, clerk)) == 4
    assert questions() == before
