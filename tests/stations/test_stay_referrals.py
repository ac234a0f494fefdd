"""A household in a shelter is referred to a base or a rights post of the directory, or in free words where none fits;
of it no page of an agency tells."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import AgencyKind
from stations.actions.bases import close_base
from stations.actions.shelter_care import refer
from stations.models import PartnerBase, ShelterStay, StayReferral
from stations.referral_directory import named, referral_directory
from tests.factories import ProvinceTree, agency, user
from tests.stations.people import base_opened, post_opened
from tests.stations.shelters import shelter, stay, woman


@pytest.fixture
def base(clerk: User) -> PartnerBase:
    return base_opened(clerk, at=database_now(), name="滨城区法律援助中心", kind="legal_aid", takes=("婚姻家庭代理",))


@pytest.fixture
def living(keeper: User) -> ShelterStay:
    return stay(shelter(keeper), keeper, woman(), at=database_now())


def test_a_base_of_the_directory_is_chosen_on_the_page(
    client: Client, living: ShelterStay, keeper: User, base: PartnerBase
) -> None:
    client.force_login(keeper)
    page = client.get(living.get_absolute_url()).content.decode()
    assert "滨城区法律援助中心（法律援助中心（工作站）：婚姻家庭代理）" in page

    address = f"/stations/shelters/stays/{living.pk}/do/refer/"
    empty = client.post(address, {"kind": "legal"})
    done = client.post(address, {"kind": "legal", "agency": base.agency_id, "words": "离婚诉讼"}, follow=True)

    assert "请选择转介单位" in empty.content.decode()
    made = StayReferral.objects.get()
    assert (made.agency, made.words) == (base.agency, "离婚诉讼")
    assert "滨城区法律援助中心 离婚诉讼" in done.content.decode()
    assert living.events.get(verb="stay.refer").words == "法律援助：滨城区法律援助中心，离婚诉讼"


def test_where_none_fits_words_say_to_whom(living: ShelterStay, keeper: User) -> None:
    at = database_now()

    made = refer(living, kind="job", words="区人社局 技能培训", by=keeper, at=at)

    assert (made.agency, made.words) == (None, "区人社局 技能培训")
    with pytest.raises(NotAllowed, match="写明单位"):
        refer(living, kind="job", words=" ", by=keeper, at=at)
    with pytest.raises(IntegrityError, match="stay_referral_to_somebody"), transaction.atomic():
        StayReferral.objects.create(stay=living, kind="job", words="", at=at, by=keeper)


def test_the_words_lie_enciphered(living: ShelterStay, keeper: User, base: PartnerBase) -> None:
    refer(living, kind="legal", words="离婚诉讼", agency=base.agency, by=keeper, at=database_now())

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM stations_stayreferral")
        assert "离婚诉讼" not in cursor.fetchone()[0]


def test_the_directory_holds_open_bases_and_agencies_with_a_post_of_the_line(
    tree: ProvinceTree, clerk: User, intruder: User, base: PartnerBase
) -> None:
    today = dt.date(2026, 11, 23)
    post_opened(clerk, agency=agency(tree.bincheng, AgencyKind.COURT, name="滨城区人民法院"))
    city = base_opened(user(tree.binzhou, Role.RECEPTIONIST), name="滨州市救助站")
    agency(tree.bincheng, AgencyKind.POLICE, name="没有登记为阵地的派出所")
    base_opened(intruder, name="惠民县投诉站")
    closed = base_opened(clerk, name="停办的投诉站")
    close_base(closed, on=closed.opened_on, by=clerk, at=database_now())

    found = [named(row) for row in referral_directory(clerk, today)]

    assert found == [
        "滨城区人民法院（妇女维权岗）",
        "滨城区法律援助中心（法律援助中心（工作站）：婚姻家庭代理）",
        f"{city.agency.name}（家庭暴力投诉站：家庭暴力报警、告诫）",
    ]


def test_another_countys_base_is_not_chosen(living: ShelterStay, keeper: User, intruder: User) -> None:
    theirs = base_opened(intruder, name="惠民县投诉站")

    with pytest.raises(NotAllowed, match="转介名录"):
        refer(living, kind="legal", words="", agency=theirs.agency, by=keeper, at=database_now())


def test_the_page_of_a_base_tells_nothing_of_it(
    client: Client, living: ShelterStay, keeper: User, clerk: User, base: PartnerBase
) -> None:
    client.force_login(clerk)
    before = client.get(base.get_absolute_url()).content

    refer(living, kind="legal", words="离婚诉讼", agency=base.agency, by=keeper, at=database_now())

    after = client.get(base.get_absolute_url()).content.decode()
    assert "离婚诉讼" not in after
    assert before.decode().count("转介") == after.count("转介")
