"""The relation wall: what one's own numbers keep from one, wherever it is met, and who is told."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.parties import add_party, remove_party
from cases.actions.walls import note_digest, remove_digest
from cases.models import Party, Petition, RelationWall, StaffDigest
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.samples import NOW, WHO, moved, petition, typed
from tests.factories import ProvinceTree, user

PHONE = {"kind": "phone", "value": "138 5431 2345", "whose": "配偶"}


def noted(person: User, **changes: str) -> StaffDigest:
    return note_digest(person, **PHONE | changes, by=person, at=timezone.now())


def seen(reader: User) -> set[int]:
    return set(Petition.objects.visible_to(reader).values_list("pk", flat=True))


@pytest.fixture
def colleague(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST, name="赵兰")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "+86 13854312345"),
        ("id", "11010519491231002x"),
        ("address", "山东省滨州市滨城区黄河五路385号"),
    ],
)
def test_a_matter_of_ones_own_people_is_not_there(
    client: Client, clerk: User, colleague: User, kind: str, value: str
) -> None:
    row, other = petition(clerk), petition(clerk, phone="13700000001", id_number="", address="某村 3 号院 12 号")

    noted(colleague, kind=kind, value=value)

    assert seen(colleague) == {other.pk}
    client.force_login(colleague)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert [listed.pk for listed in client.get(reverse("cases:petition_list")).context["rows"]] == [other.pk]
    assert seen(clerk) == {row.pk, other.pk}


def test_the_other_side_counts_too_and_whenever_it_is_named(clerk: User, colleague: User) -> None:
    noted(colleague, value="13900000009")
    row = petition(clerk)
    assert seen(colleague) == {row.pk}

    husband = Party(role="respondent", name="张某", sex="male", phone="13900000009")
    made = add_party(row, husband, by=clerk, at=NOW)
    assert seen(colleague) == set()

    remove_party(made, reason="误登", by=clerk, at=NOW)
    assert seen(colleague) == {row.pk}


def test_a_removed_number_keeps_nothing_from_her(clerk: User, colleague: User) -> None:
    row, digest = petition(clerk), noted(colleague)
    assert seen(colleague) == set()

    remove_digest(digest, by=colleague, at=timezone.now())

    assert seen(colleague) == {row.pk}
    assert not RelationWall.objects.exists()


def test_even_the_head_sees_nothing_of_her_own(clerk: User, tree: ProvinceTree) -> None:
    head = user(tree.bincheng, Role.UNIT_HEAD)
    petition(clerk)

    noted(head)

    assert seen(head) == set()


def test_nobody_gives_it_to_her(clerk: User, colleague: User, tree: ProvinceTree) -> None:
    row = petition(clerk)
    noted(colleague)

    with pytest.raises(NotAllowed, match="应当回避"):
        moved(row, "accept", by=clerk, at=NOW, route="duty", told_how="phone", handler=colleague)


def test_the_head_of_the_holder_is_told_once(clerk: User, colleague: User) -> None:
    petition(clerk)
    noted(colleague)
    noted(colleague, kind="id", value="11010519491231002X")
    petition(clerk, phone="13700000001", id_number="", address="")

    told = Notice.objects.filter(text__contains="回避信息相符", role=Role.UNIT_HEAD)
    assert [notice.org for notice in told] == [clerk.org]
    assert "13854312345" not in told.get().text


def test_whoever_registers_her_own_relative_is_told_so(client: Client, clerk: User) -> None:
    noted(clerk)
    client.force_login(clerk)

    answer = client.post(reverse("cases:petition_new"), typed(place=clerk.org_id), follow=True)

    assert "与您的回避信息相符" in answer.content.decode()
    row = Petition.objects.get()
    assert client.get(row.get_absolute_url()).status_code == 404


def test_only_a_digest_is_kept(client: Client, colleague: User) -> None:
    client.force_login(colleague)

    client.post(reverse("cases:wall"), PHONE)

    row = StaffDigest.objects.get()
    assert (row.user, row.whose) == (colleague, "配偶")
    assert "1385431" not in f"{row.__dict__}"
    page = client.get(reverse("cases:wall")).content.decode()
    assert "配偶的电话" in page
    assert "13854312345" not in page


@pytest.mark.parametrize(("kind", "value"), [("phone", "110"), ("id", "12"), ("address", "黄河五路")])
def test_what_is_no_number_is_refused_in_words(client: Client, colleague: User, kind: str, value: str) -> None:
    client.force_login(colleague)

    answer = client.post(reverse("cases:wall"), PHONE | {"kind": kind, "value": value})

    assert answer.status_code == 409
    assert "看不出" in answer.content.decode()
    assert not StaffDigest.objects.exists()


def test_the_security_administrator_notes_them_for_her_range(
    client: Client, colleague: User, intruder: User, tree: ProvinceTree
) -> None:
    client.force_login(user(tree.bincheng, Role.SEC_ADMIN))

    assert client.post(reverse("cases:wall_of", args=[colleague.pk]), PHONE).status_code == 302
    assert client.post(reverse("cases:wall_of", args=[intruder.pk]), PHONE).status_code == 404
    assert [row.user for row in StaffDigest.objects.all()] == [colleague]


def test_nobody_removes_anothers(client: Client, colleague: User, clerk: User) -> None:
    digest = noted(colleague)
    client.force_login(clerk)

    assert client.post(reverse("cases:wall_remove", args=[digest.pk])).status_code == 404
    with pytest.raises(NotAllowed, match="本人或者安全管理员"):
        remove_digest(digest, by=clerk, at=timezone.now())


def test_who_has_noted_nothing_is_kept_from_nothing(clerk: User, colleague: User) -> None:
    row = petition(clerk, phone="", id_number="", address="")
    noted(colleague, value=str(WHO["phone"]))

    assert seen(colleague) == {row.pk}
