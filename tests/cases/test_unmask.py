"""Showing one masked field: at once with a reason, by approval, or with two keys; each showing is written down."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.unmasking import ask, decide, granted, show
from cases.models import AccessGrant, Party, Petition
from cases.unmasking import Field, Key, Purpose, key_for
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.samples import WHO, guarded, petition
from tests.factories import ProvinceTree, user

HOUR = dt.timedelta(hours=1)
WHY = {"purpose": "visit", "reason": "约定明天上门。"}
ASKED = {"purpose": Purpose.VISIT, "reason": "约定明天上门。"}
SECRETS = (WHO["phone"], WHO["address"], WHO["id_number"])


@pytest.fixture
def head(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD, name="陈主席")


def her(row: Petition) -> Party:
    return row.parties.kept().get(role=Party.Role.PETITIONER)


def opened(client: Client, by: User, row: Petition, field: str = "phone", **data: str) -> HttpResponse:
    client.force_login(by)
    url = reverse("cases:party_unmask", args=[her(row).pk, field])
    return client.post(url, data) if data else client.get(url)


# --- the rule ----------------------------------------------------------------------------------------------
A, G, T = Key.AT_ONCE, Key.APPROVAL, Key.TWO_KEYS
RULE = [
    # category, age, works on the file -> name, identity number, phone, address
    ("labour.wages", 34, True, (A, A, A, A)),
    ("family.dv", 34, True, (A, A, A, T)),
    ("family.dv", 15, True, (G, G, G, G)),
    ("labour.wages", 15, True, (G, G, G, G)),
    ("labour.wages", 34, False, (G, G, G, G)),
    ("family.dv", 34, False, (G, G, G, G)),
]


@pytest.mark.parametrize(("category", "age", "whole", "expected"), RULE)
def test_what_each_field_takes(category: str, age: int, whole: bool, expected: tuple[Key, ...]) -> None:
    day = dt.date(2026, 11, 25)
    party = Party(petition=Petition(category=category), role="petitioner", birth_year=day.year - age)

    assert tuple(key_for(party, field, whole=whole, on=day) for field in Field) == expected


def test_the_offenders_address_is_no_secret_of_hers() -> None:
    party = Party(petition=Petition(category="family.dv"), role="offender", birth_year=1980)

    assert key_for(party, Field.ADDRESS, whole=True, on=dt.date(2026, 11, 25)) is Key.AT_ONCE


# --- on pages ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.UNIT_HEAD])
def test_no_page_of_the_case_shows_contacts_unasked(
    client: Client, clerk: User, tree: ProvinceTree, role: Role
) -> None:
    row, reader = petition(clerk, at=timezone.now()), user(tree.bincheng, role)
    client.force_login(reader)

    for url in (
        row.get_absolute_url(),
        reverse("cases:petition_edit", args=[row.pk]),
        reverse("cases:party_edit", args=[her(row).pk]),
        reverse("cases:party_unmask", args=[her(row).pk, "phone"]),
    ):
        page = client.get(url).content.decode()
        assert not [secret for secret in SECRETS if str(secret) in page], url


def test_with_a_reason_the_value_is_shown_once_and_kept_nowhere(client: Client, clerk: User) -> None:
    row = petition(clerk)

    answer = opened(client, clerk, row, **WHY)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert str(WHO["phone"]) in answer.content.decode()
    assert str(WHO["address"]) not in answer.content.decode()  # one field at a time
    assert str(WHO["phone"]) not in opened(client, clerk, row).content.decode()


def test_without_a_reason_nothing_is_shown(client: Client, clerk: User) -> None:
    answer = opened(client, clerk, petition(clerk), purpose="visit", reason=" ")

    assert answer.context["form"].errors["reason"]
    assert str(WHO["phone"]) not in answer.content.decode()
    assert not AccessEvent.objects.filter(verb="party.unmask").exists()


def test_the_case_says_who_saw_what_and_why(client: Client, clerk: User) -> None:
    row = petition(clerk)

    opened(client, clerk, row, **WHY)

    seen = AccessEvent.objects.get(verb="party.unmask")
    assert (seen.actor, seen.object_id, seen.detail["field"]) == (clerk, row.pk, "phone")
    assert str(WHO["phone"]) not in f"{seen.detail}"
    client.force_login(clerk)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "查看当事人信息" in page
    assert "约定明天上门。" in page
    looks = client.get(reverse("cases:petition_looks", args=[row.pk])).content.decode()
    assert "查看隐去的内容" in looks


def test_the_intruder_and_whoever_is_outside_the_line_find_nothing(
    client: Client, clerk: User, intruder: User, superior: User, tree: ProvinceTree
) -> None:
    row = guarded(clerk)

    for stranger in (intruder, superior, user(tree.bincheng, Role.AGENT), user(tree.beizhen, Role.TOWNSHIP_WORKER)):
        assert opened(client, stranger, row, **WHY).status_code == 404
    assert opened(client, clerk, row, "request").status_code == 404  # no field of hers


def test_a_masked_reader_asks_and_the_head_of_the_holder_decides(
    client: Client, clerk: User, superior: User, head: User
) -> None:
    row = petition(clerk)

    answer = opened(client, superior, row, "name", **WHY)
    assert answer.status_code == 302
    grant = AccessGrant.objects.get()
    assert (grant.asked_by, grant.field, grant.kind) == (superior, "name", "approval")
    with pytest.raises(NotAllowed, match="先提出申请"):
        show(her(row), Field.NAME, **ASKED, by=superior, at=timezone.now())

    client.force_login(head)
    client.post(grant.get_absolute_url(), {"approved": "yes"})
    assert WHO["name"] in opened(client, superior, row, "name", **WHY).content.decode()


# --- approval ----------------------------------------------------------------------------------------------
@pytest.fixture
def minors(clerk: User) -> Petition:
    return petition(clerk, category="child.guardianship", birth_year=2014)


def test_a_minors_data_waits_for_the_responsible_person(
    client: Client, clerk: User, head: User, minors: Petition
) -> None:
    at = timezone.now()
    grant = ask(her(minors), Field.PHONE, **ASKED, by=clerk, at=at)

    assert ask(her(minors), Field.PHONE, **ASKED, by=clerk, at=at) == grant  # asked twice it is one
    assert Notice.objects.filter(org=head.org, role=Role.UNIT_HEAD, text__contains="申请查看联系方式").count() == 1
    client.force_login(head)
    assert [row.pk for row in client.get(reverse("cases:grant_list")).context["waiting"]] == [grant.pk]
    decide(grant, approved=True, note="", by=head, at=at)

    assert show(her(minors), Field.PHONE, **ASKED, by=clerk, at=at) == WHO["phone"]
    verbs = {"party.ask", "party.grant", "party.unmask"}
    assert set(minors.events.filter(verb__in=verbs).values_list("verb", flat=True)) == verbs
    assert set(AccessEvent.objects.filter(verb__in=verbs).values_list("verb", flat=True)) == verbs


def test_an_approval_is_of_one_field_for_one_person_and_runs_out(clerk: User, head: User, minors: Petition) -> None:
    at, colleague = timezone.now(), user(clerk.org, Role.RECEPTIONIST)
    grant = decide(ask(her(minors), Field.PHONE, **ASKED, by=clerk, at=at), approved=True, note="", by=head, at=at)

    assert grant.expires_at == at + 8 * HOUR
    for field, by, when in (
        (Field.ID_NUMBER, clerk, at),
        (Field.PHONE, colleague, at),
        (Field.PHONE, clerk, at + 8 * HOUR),
    ):
        with pytest.raises(NotAllowed):
            show(her(minors), field, **ASKED, by=by, at=when)
    assert granted(her(minors), Field.PHONE, by=clerk, at=at + 7 * HOUR) == grant


def test_a_refusal_says_why_and_shows_nothing(clerk: User, head: User, minors: Petition) -> None:
    at = timezone.now()
    grant = ask(her(minors), Field.PHONE, **ASKED, by=clerk, at=at)

    with pytest.raises(NotAllowed, match="写明理由"):
        decide(grant, approved=False, note=" ", by=head, at=at)
    decide(grant, approved=False, note="请通过学校联系。", by=head, at=at)

    with pytest.raises(NotAllowed, match="先提出申请"):
        show(her(minors), Field.PHONE, **ASKED, by=clerk, at=at)
    with pytest.raises(NotAllowed, match="已经有人处理"):
        decide(grant, approved=True, note="", by=head, at=at)


def test_nobody_approves_her_own_and_no_one_else_may(
    client: Client, clerk: User, head: User, intruder: User, minors: Petition, tree: ProvinceTree
) -> None:
    at = timezone.now()
    own = ask(her(minors), Field.PHONE, **ASKED, by=head, at=at)
    asked = ask(her(minors), Field.PHONE, **ASKED, by=clerk, at=at)
    section, foreign = user(tree.bincheng, Role.SECTION_HEAD), user(tree.huimin, Role.UNIT_HEAD)

    for grant, person in ((own, head), (asked, clerk), (asked, section), (asked, foreign), (asked, intruder)):
        with pytest.raises(NotAllowed, match="不能审批"):
            decide(grant, approved=True, note="", by=person, at=at)
    for stranger in (section, foreign, intruder):
        client.force_login(stranger)
        assert client.get(asked.get_absolute_url()).status_code == 404
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessGrant.objects.filter(pk=own.pk).update(
            decided_by=head, decided_at=at, approved=True, expires_at=at + HOUR
        )


def test_where_the_asker_is_the_only_head_the_one_above_decides(
    head: User, minors: Petition, tree: ProvinceTree
) -> None:
    above, at = user(tree.binzhou, Role.UNIT_HEAD), timezone.now()

    grant = ask(her(minors), Field.PHONE, **ASKED, by=head, at=at)

    assert Notice.objects.filter(org=above.org, role=Role.UNIT_HEAD, text__contains="申请查看").exists()
    assert decide(grant, approved=True, note="", by=above, at=at).approved


# --- two keys ----------------------------------------------------------------------------------------------
def test_where_she_lives_wants_a_second_person_of_the_line(
    client: Client, clerk: User, head: User, tree: ProvinceTree
) -> None:
    row, at = guarded(clerk), timezone.now()
    Petition.objects.filter(pk=row.pk).update(handler=clerk)
    grant = ask(her(row), Field.ADDRESS, **ASKED, by=clerk, at=at)
    outside = user(tree.bincheng, Role.RECEPTIONIST)

    assert grant.kind == "two_keys"
    for person in (clerk, outside):
        with pytest.raises(NotAllowed, match="不能审批"):
            decide(grant, approved=True, note="", by=person, at=at)
    decide(grant, approved=True, note="", by=user(tree.bincheng, Role.SECTION_HEAD), at=at)

    assert str(WHO["address"]) in opened(client, clerk, row, "address", **WHY).content.decode()


def test_a_decided_request_can_not_be_changed_or_removed(clerk: User, head: User, minors: Petition) -> None:
    at = timezone.now()
    grant = decide(ask(her(minors), Field.PHONE, **ASKED, by=clerk, at=at), approved=True, note="", by=head, at=at)

    for act in (lambda rows: rows.update(expires_at=at + 99 * HOUR), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(AccessGrant.objects.filter(pk=grant.pk))
