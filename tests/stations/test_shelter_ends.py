"""How shelters come into use and go over, and what is left of a household when its time is over."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models as fields
from django.test import Client

from cases.actions.disposals import confirm, count_due, draw_up
from cases.disposal.erasures import KEPT
from cases.disposal.running import run_next
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.directory.actions import orgs
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.privacy.models import Tombstone
from stations.actions.shelter_admitting import Respondent, apply, decline, receive
from stations.actions.shelter_care import keep_belonging, note_visitor, plan_care, refer
from stations.actions.shelter_founding import confirm_founding, waiting_for
from stations.actions.shelter_holds import HoldFor, hold_beds
from stations.actions.shelter_stays import Leaving, close_stay, discharge, extend_stay, visit
from stations.actions.shelters import ShelterFacts, open_shelter
from stations.models import Resident, Shelter, ShelterApplication, ShelterOpening, ShelterStay
from stations.nearest_beds import Needs, nearest_beds
from stations.shelter_erasures import BY_THEMSELVES, SHELTER
from tests.cases.disposals import LATER, archived, disposed
from tests.cases.lives import Line, make_line
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.shelters import ADDRESS, DAY, FACTS, NAME, child, household, shelter, stay, woman

WHO, WORD = "暗号之人", "暗号"
ID = "11010519491231002X"
MERGED, AFTER = dt.date(2026, 11, 26), NOW + dt.timedelta(days=3)
PARTS = {
    *("shelterapplication", "resident", "shelterstay", "stayevent", "inoutlog", "belonging", "visitor", "careplan"),
    *("stayreferral", "stayextension", "minorhandover", "leavingvisit", "shelterhold"),
}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def lived(row: Shelter, keeper: User, *, petition: Petition | None = None, ended: dt.datetime = NOW) -> ShelterStay:
    """A whole stay in which everything that can be written was."""
    guests = household(
        woman(WHO, id_number=ID, phone="13900004242"),
        child(f"{WORD}孩子", carer=WORD),
        needs=WORD,
        basis_note=WORD,
        petition=petition,
        respondent=Respondent(phone="13777770001"),
    )
    made = receive(row, guests, by=keeper, at=ended - 9 * DAY)
    plan_care(made, safety=WORD, needs=WORD, steps=WORD, by=keeper, at=ended - 8 * DAY)
    refer(made, kind="legal", words=WORD, by=keeper, at=ended - 8 * DAY)
    keep_belonging(made, words=WORD, by=keeper, at=ended - 8 * DAY)
    note_visitor(made, name=WORD, agreed=False, by=keeper, at=ended - 8 * DAY)
    extend_stay(made, days=5, number=WORD, by=keeper, at=ended - 8 * DAY)
    discharge(made, Leaving("fetched", WORD, WORD), by=keeper, at=ended - 2 * DAY)
    visit(made, safe=True, words=WORD, by=keeper, at=ended - DAY)
    return close_stay(made, by=keeper, at=ended)


def said() -> str:
    """All columns of all rows that hang on a household."""
    rows = [
        row
        for model in apps.get_app_config("stations").get_models()
        if model._meta.model_name in PARTS
        for row in model._default_manager.all()
    ]
    return " ".join(str(getattr(row, each.attname)) for row in rows for each in row._meta.concrete_fields)


def test_a_shelter_is_in_use_once_a_second_person_turned_her_key(tree: ProvinceTree, keeper: User) -> None:
    row = open_shelter(ShelterFacts(**FACTS), sex="f", by=keeper, at=NOW)
    second, above = user(tree.bincheng, Role.UNIT_HEAD), user(tree.binzhou, Role.SECTION_HEAD)

    assert waiting_for(keeper) == waiting_for(user(tree.huimin, Role.UNIT_HEAD)) == []
    assert waiting_for(user(tree.bincheng, Role.HANDLER)) == []
    (told,) = waiting_for(second)
    assert (told.entered_by, told.keepers, waiting_for(above)) == (keeper.name, (keeper.name,), [told])
    assert not [secret for secret in (NAME, ADDRESS) if secret in str(told)]
    with pytest.raises(NotAllowed, match="第二人确认"):
        apply(row, household(), by=keeper, at=NOW)
    for other, words in ((keeper, "另一位"), (user(tree.huimin, Role.UNIT_HEAD), "没有等待确认")):
        with pytest.raises(NotAllowed, match=words):
            confirm_founding(row.pk, by=other, at=NOW)

    confirm_founding(row.pk, by=second, at=NOW)

    assert waiting_for(second) == []
    assert apply(row, household(), by=keeper, at=NOW).pk
    assert [event.verb for event in row.events.order_by("pk")] == ["shelter.open", "shelter.confirm"]
    with rows_of(scope_of(second)):
        assert not Shelter.objects.exists()


def test_on_the_page_what_waits_says_so_and_offers_no_beds(client: Client, tree: ProvinceTree, keeper: User) -> None:
    row = open_shelter(ShelterFacts(**FACTS), sex="f", by=keeper, at=NOW)
    second = user(tree.bincheng, Role.UNIT_HEAD)
    client.force_login(keeper)
    assert "待第二人确认" in client.get("/stations/shelters/").content.decode()
    assert "登记入住" not in client.get(f"/stations/shelters/{row.pk}/").content.decode()
    assert client.post(f"/stations/shelters/{row.pk}/confirm/").status_code == 404

    client.force_login(second)
    page = client.get("/stations/shelters/").content.decode()
    shown = client.post(f"/stations/shelters/{row.pk}/confirm/", follow=True).content.decode()

    assert "等待您确认的庇护所" in page
    assert NAME not in page
    assert "已确认" in shown
    assert Shelter.objects.live().get().confirmed_by == second


def test_the_successor_has_the_shelter_its_stays_and_what_is_asked_and_the_wall_goes_along(
    tree: ProvinceTree, line: Line
) -> None:
    keeper = user(tree.huimin, Role.SECTION_HEAD, Role.SHELTER_WORKER, name="孙护")
    row = shelter(keeper)
    made = stay(row, keeper, woman(WHO), at=NOW)
    walled = stay(row, keeper, woman("乙"), at=NOW, respondent=Respondent(org=tree.zouping))
    hold = hold_beds(nearest_beds(tree.huimin, Needs(), at=NOW)[0].offer, Needs(), HoldFor("call", 1, "1"), by=keeper, at=NOW)  # fmt: skip  # noqa: E501
    ShelterOpening.objects.create(org_code=tree.huimin.code, asked_by=keeper, asked_at=NOW, reason="检查")
    colleague = user(tree.bincheng, Role.UNIT_HEAD, Role.SHELTER_WORKER)

    orgs.merge(tree.huimin, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.bincheng, on=MERGED, at=AFTER)
    orgs.merge(tree.zouping, by=user(tree.shandong, Role.SEC_ADMIN), into=tree.guangrao, on=MERGED, at=AFTER)

    for each in (row, made, hold, walled.application):
        each.refresh_from_db()
    keeper.refresh_from_db()
    assert (row.org, row.org_code, made.org, made.org_code) == (tree.bincheng, tree.bincheng.code) * 2
    assert (hold.org, ShelterOpening.objects.get().org_code) == (tree.bincheng, tree.bincheng.code)
    assert walled.application.walled_org == tree.guangrao
    assert keeper.org == tree.bincheng
    assert made.deadlines.open().get().org == tree.bincheng
    assert row.events.filter(verb="shelter.take_over").count() == 1
    assert set(ShelterStay.objects.visible_to(keeper)) == {made, walled}
    for stranger in (colleague, user(tree.guangrao, Role.UNIT_HEAD, Role.SHELTER_WORKER)):
        with rows_of(scope_of(stranger)):
            assert not ShelterStay.objects.exists()


def test_ten_years_after_it_was_closed_nothing_leads_to_a_household_and_the_figures_stand(
    keeper: User, head: User
) -> None:
    row = shelter(keeper)
    lived(row, keeper)
    declined = apply(row, household(woman(f"{WORD}乙")), by=keeper, at=NOW)
    decline(declined, reason="has_place", words=WORD, by=keeper, at=NOW)
    still = stay(row, keeper, woman("在住人"), at=NOW)
    ended = LATER + DAY
    assert WHO in said()
    assert count_due(by=keeper, at=NOW + DAY)[SHELTER] == 0
    assert count_due(by=head, at=ended)[SHELTER] == 0  # who keeps none lists none

    confirm(draw_up(SHELTER, by=keeper, at=ended), by=head, at=ended)
    while run_next(ended):
        pass

    told = said()
    for secret in (WORD, ID, "13900004242"):
        assert secret not in told
    assert "在住人" in told
    assert ShelterApplication.objects.filter(disposed_at=ended).count() == 2
    gone = ShelterStay.objects.exclude(pk=still.pk).get()
    assert (gone.adults, gone.minors, gone.state) == (1, 1, "closed")
    assert {each.born_on for each in gone.application.residents.all()} == {dt.date(1994, 1, 1), dt.date(2021, 1, 1)}
    assert set(Tombstone.objects.values_list("number", flat=True)) == {
        f"庇护事项 {key}" for key in (declined.pk, gone.application_id)
    }


@pytest.mark.parametrize(("ended", "left"), [(NOW - DAY, False), (NOW + 30 * DAY, True)])
def test_a_petition_takes_its_household_along_where_that_ones_time_is_over_too(
    line: Line, ended: dt.datetime, left: bool
) -> None:
    keeper = user(line.tree.bincheng, Role.SECTION_HEAD, Role.SHELTER_WORKER)
    matter = archived(line)
    lived(shelter(keeper), keeper, petition=matter, ended=ended)

    disposed(line)

    matter.refresh_from_db()
    assert matter.disposed_at == LATER
    assert (WHO in said()) is left
    assert Resident.objects.exclude(person_key=None).exists() is left
    assert ShelterApplication.objects.exclude(disposed_at=None).exists() is not left
    assert count_due(by=keeper, at=LATER + 60 * DAY)[SHELTER] == left


def test_every_column_that_can_speak_of_a_household_is_erased_or_kept_for_a_reason() -> None:
    erased = {
        f"{each.model.__name__}.{name}" for each in BY_THEMSELVES for name in (*each.texts, *each.struck, *each.values)
    }
    columns = {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("stations").get_models()
        if model._meta.model_name in PARTS
        for column in model._meta.concrete_fields
        if isinstance(column, fields.CharField | fields.TextField) and not column.choices
    }

    assert len(columns) > 20
    assert columns - erased - KEPT.keys() == set()
