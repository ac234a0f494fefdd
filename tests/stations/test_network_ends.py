"""What becomes of people, posts and bases when a unit is merged, and of people three years after they left."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models as fields
from django.utils import timezone

from cases.actions.disposals import confirm, count_due, draw_up
from cases.disposal.erasures import KEPT
from cases.disposal.running import run_next
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.directory.actions import orgs
from fedportal.privacy.models import Tombstone
from stations.actions.credentials import Paper, add_credential
from stations.actions.people import leave_network
from stations.disposables import PERSON
from stations.erasures import OF_PEOPLE
from stations.models import ExternalName, NetworkPerson, PartnerBase, RightsPost
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.people import ID_NUMBER, PHONE, base_opened, entered, post_opened

TODAY = timezone.localdate(NOW)
MERGED, LATER = dt.date(2026, 11, 26), NOW + dt.timedelta(days=3)
ENDED = NOW.replace(year=NOW.year + 3) + dt.timedelta(days=2)
PARTS = {"stations.networkperson", "stations.networkrole", "stations.credential", "stations.networkevent"}
PARTS |= {"stations.trainingcourse", "stations.volunteertask", "stations.volunteerservice", "stations.rosterimport"}
PARTS |= {"stations.rightspost", "stations.postreview", "stations.postaward", "stations.postevent"}
PARTS |= {"stations.partnerbase", "stations.trainingrecord", "stations.tasksignup"}
PARTS |= {"stations.externalname"}


def test_the_successor_keeps_them_and_owes_what_they_owed(tree: ProvinceTree, law: None) -> None:
    theirs = user(tree.huimin, Role.RECEPTIONIST)
    row, post, base = entered(theirs, "cadre"), post_opened(theirs), base_opened(theirs)

    orgs.merge(tree.huimin, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.zouping, on=MERGED, at=LATER)

    for kept in (NetworkPerson.objects.get(), RightsPost.objects.get(), PartnerBase.objects.get()):
        assert (kept.org, kept.org_code) == (tree.zouping, tree.zouping.code)
    assert {duty.org for duty in (*row.deadlines.open(), *post.deadlines.open())} == {tree.zouping}
    assert base.agency_id == PartnerBase.objects.get().agency_id


def test_who_stood_in_both_rosters_stands_in_one(tree: ProvinceTree, law: None) -> None:
    doubled = entered(user(tree.huimin, Role.RECEPTIONIST), "juror", "cadre")
    assert doubled.deadlines.open().exists()
    kept = entered(user(tree.zouping, Role.RECEPTIONIST), "juror")

    orgs.merge(tree.huimin, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.zouping, on=MERGED, at=LATER)

    doubled.refresh_from_db()
    assert (doubled.left_on, doubled.left_why) == (MERGED, "moved")
    assert list(NetworkPerson.objects.serving(MERGED)) == [kept]
    assert not doubled.deadlines.open().exists()


def test_numbers_in_other_systems_follow_but_for_those_that_the_successor_gave_itself(
    tree: ProvinceTree, law: None
) -> None:
    ended, successor = user(tree.huimin, Role.RECEPTIONIST), user(tree.zouping, Role.RECEPTIONIST)
    rows = [entered(by, id_number="", name=f"人员{number}") for number, by in enumerate((ended, ended, successor))]
    for row, number in zip(rows, ("A", "B", "B"), strict=True):
        ExternalName.objects.create(person=row, org=row.org, system="zhfl", external_id=number, at=NOW)
    ExternalName.objects.create(post=post_opened(ended), org=ended.org, system="zhfl", external_id="B", at=NOW)

    orgs.merge(tree.huimin, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.zouping, on=MERGED, at=LATER)

    people = ExternalName.objects.exclude(person=None)
    assert {(name.person_id, name.external_id, name.org_id) for name in people} == {
        (rows[0].pk, "A", tree.zouping.pk),
        (rows[1].pk, "B", tree.huimin.pk),
        (rows[2].pk, "B", tree.zouping.pk),
    }
    assert ExternalName.objects.exclude(post=None).get().org == tree.zouping


def test_three_years_after_she_left_nothing_leads_to_her_and_the_figures_stand(clerk: User, head: User) -> None:
    row = entered(clerk, "mediator")
    add_credential(row, Paper("mediator", dt.date(2020, 1, 1), number="鲁调 37001"), by=clerk, at=NOW)
    leave_network(row, on=TODAY, why="retired", by=clerk, at=NOW)
    assert count_due(by=head, at=NOW)[PERSON] == 0

    confirm(draw_up(PERSON, by=head, at=ENDED), by=user(head.org, Role.UNIT_HEAD), at=ENDED)
    while run_next(ENDED):
        pass

    row = NetworkPerson.objects.get()
    told = " ".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)
    told += " ".join(row.events.values_list("note", flat=True)) + row.credentials.get().number
    for secret in ("孙丽华", "slh", PHONE, ID_NUMBER, "北镇街道司法所", "37001"):
        assert secret not in told
    assert (row.disposed_at, row.roles.count(), row.sex) == (ENDED, 1, "female")
    assert Tombstone.objects.get().number == row.number


def test_every_column_that_can_speak_of_a_person_is_erased_or_kept_for_a_reason() -> None:
    erased = {
        f"{erasure.model.__name__}.{name}" for erasure in OF_PEOPLE for name in (*erasure.texts, *erasure.struck)
    }
    columns = {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("stations").get_models()
        if model._meta.label_lower in PARTS
        for column in model._meta.concrete_fields
        if isinstance(column, fields.CharField | fields.TextField | fields.JSONField) and not column.choices
    }

    assert columns
    assert columns - erased - KEPT.keys() == set()


@pytest.mark.parametrize("days", [0, 365])
def test_who_is_still_of_the_network_or_left_lately_stands_on_no_list(clerk: User, head: User, days: int) -> None:
    row = entered(clerk, id_number="")
    leave_network(row, on=TODAY, why="asked", by=clerk, at=NOW)
    entered(clerk, id_number="", name="在册人")

    assert count_due(by=head, at=NOW + dt.timedelta(days=days))[PERSON] == 0
