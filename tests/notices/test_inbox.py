"""The inbox: whose notices, in which order, and what reading one does."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user

INBOX = "/notices/"


@pytest.fixture
def officer(tree: ProvinceTree, law: None) -> User:
    """The supervisor of Binzhou, whom the third step tells."""
    return user(tree.binzhou, Role.SUPERVISOR, name="李敏")


def climbed(tree: ProvinceTree, *, days: int = 24, count: int = 1) -> list[Petition]:
    """Petitions of Bincheng, that many days old, with everything told that their lateness brought."""
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    rows = [petition(clerk, at=timezone.now() - dt.timedelta(days=days, minutes=n)) for n in range(count)]
    engine.sweep(timezone.now())
    tell_escalations(timezone.now())
    return rows


def shown(client: Client, by: User, **query: str) -> list[Notice]:
    client.force_login(by)
    return [notice for _, notices in client.get(INBOX, query).context["days"] for notice in notices]


def test_an_officer_sees_what_her_role_in_her_unit_was_told(client: Client, officer: User, tree: ProvinceTree) -> None:
    (row,) = climbed(tree)

    (notice,) = shown(client, officer)

    assert (notice.subject, notice.light) == (row, 4)
    assert shown(client, user(tree.binzhou, Role.RECEPTIONIST)) == []
    assert shown(client, user(tree.dongying, Role.SUPERVISOR)) == []
    assert shown(client, user(tree.shandong, Role.SUPERVISOR)) == []
    assert len(shown(client, user(tree.bincheng, Role.UNIT_HEAD))) == 2


def test_the_subject_is_named_by_number_without_the_person(client: Client, officer: User, tree: ProvinceTree) -> None:
    (row,) = climbed(tree)
    client.force_login(officer)

    told = client.get(INBOX).content.decode()

    assert row.number in told
    assert "小芳" not in told
    assert "催办第 2 次" in told


def test_opening_one_marks_it_read_for_all_of_its_role(client: Client, officer: User, tree: ProvinceTree) -> None:
    (row,) = climbed(tree)
    (notice,) = shown(client, officer)

    answer = client.post(reverse("notices:read", args=[notice.pk]), {"open": "1"})

    assert answer["Location"] == row.get_absolute_url()
    assert shown(client, officer, unread="1") == []
    assert shown(client, user(tree.binzhou, Role.SUPERVISOR))[0].read_by == officer


def test_the_first_reader_stays_written_down(client: Client, officer: User, tree: ProvinceTree) -> None:
    climbed(tree)
    (notice,) = shown(client, officer)
    client.post(reverse("notices:read", args=[notice.pk]))
    client.force_login(user(tree.binzhou, Role.SUPERVISOR))

    assert client.post(reverse("notices:read", args=[notice.pk]))["Location"] == INBOX

    notice.refresh_from_db()
    assert notice.read_by == officer


def test_a_notice_to_another_unit_or_role_is_not_there(client: Client, officer: User, tree: ProvinceTree) -> None:
    climbed(tree)
    (notice,) = shown(client, officer)

    for stranger in (user(tree.dongying, Role.SUPERVISOR), user(tree.binzhou, Role.RECEPTIONIST)):
        client.force_login(stranger)
        assert client.post(reverse("notices:read", args=[notice.pk])).status_code == 404

    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_read_at_once_but_only_ones_own(client: Client, officer: User, tree: ProvinceTree) -> None:
    climbed(tree, count=3)
    client.force_login(officer)

    told = client.post(reverse("notices:read_all"), follow=True).content.decode()

    assert "已将 3 条提醒标为已读。" in told
    assert Notice.objects.filter(org=officer.org, role=Role.SUPERVISOR).unread().count() == 0
    assert Notice.objects.filter(org=tree.bincheng).unread().exists()


def test_pages_follow_one_another_both_ways(client: Client, officer: User, tree: ProvinceTree) -> None:
    climbed(tree, count=31)
    client.force_login(officer)

    first = client.get(INBOX).context
    second = client.get(first["next_url"]).context
    back = client.get(second["previous_url"]).context

    def ids(page: object) -> list[int]:
        return [notice.pk for _, notices in page["days"] for notice in notices]  # type: ignore[index]

    assert (len(ids(first)), len(ids(second))) == (30, 1)
    assert ids(back) == ids(first)


def test_as_many_questions_for_three_as_for_one(client: Client, officer: User, tree: ProvinceTree) -> None:
    climbed(tree)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(client, officer)
        return len(asked)

    questions()
    one = questions()
    climbed(tree, count=2)

    assert questions() == one


def test_an_empty_inbox_says_why(client: Client, officer: User) -> None:
    client.force_login(officer)

    assert "还没有提醒" in client.get(INBOX).content.decode()
    assert "没有未读的提醒" in client.get(INBOX, {"unread": "1"}).content.decode()


def test_who_is_told_nothing_has_no_inbox(client: Client, tree: ProvinceTree) -> None:
    client.force_login(user(tree.binzhou, Role.LEGAL_VOLUNTEER))

    assert client.get(INBOX).status_code == 403
