"""Villages without violence at home: nominated blindly, judged by the county's heads, never a word about a case."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import RelationWall
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from fedportal.orgs.models import Level
from stations.accreditation_workflow import AccreditationKind, AccreditationState
from stations.actions.accreditations import Application, apply_for
from stations.actions.names_ending import end_names
from stations.models import Accreditation
from stations.no_violence import had_cases, quarter_began
from tests.cases.samples import NOW, guarded, petition
from tests.factories import ProvinceTree, user
from tests.stations.checking import moved

DAY = dt.timedelta(days=1)
NEW_YEAR = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)  # half past midnight in Beijing


@pytest.fixture
def head(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD, name="李敏")


@pytest.fixture
def town(tree: ProvinceTree) -> User:
    return user(tree.beizhen, Role.TOWNSHIP_WORKER, name="孙镇")


def nominated(tree: ProvinceTree, town: User, *, at: dt.datetime = NOW) -> Accreditation:
    asked = Application(AccreditationKind.NO_VIOLENCE, Level.COUNTY, "入户宣传三次，邻里守望。", unit=tree.village)
    return moved(apply_for(asked, by=town, at=at), "submit_county", by=town, at=at)


def case(tree: ProvinceTree, *, at: dt.datetime = NOW) -> object:
    """Violence in the village, reported at the county's desk."""
    return guarded(user(tree.bincheng, Role.RECEPTIONIST), at=at, place=tree.village)


def test_a_village_is_counted_by_violence_of_the_year_alone(tree: ProvinceTree, head: User) -> None:
    county = tree.bincheng
    clerk = user(county, Role.RECEPTIONIST)
    petition(clerk, place=tree.village)  # of another kind
    guarded(clerk, place=tree.beizhen)  # of no village
    assert had_cases(county.code, county.code_end, NOW + DAY) == frozenset()

    case(tree)

    assert had_cases(county.code, county.code_end, NOW + DAY) == {tree.village.code}
    assert had_cases(county.code, county.code_end, NOW) == frozenset()
    assert had_cases(county.code, county.code_end, NOW + 366 * DAY) == frozenset()
    assert had_cases(tree.huimin.code, tree.huimin.code_end, NOW + DAY) == frozenset()


def test_who_nominates_is_told_the_same_whatever_happened(tree: ProvinceTree, head: User, town: User) -> None:
    case(tree)

    row = nominated(tree, town, at=NOW + DAY)

    assert row.state == AccreditationState.COUNTY
    with pytest.raises(NotAllowed, match=r"^本社区（村庄）目前不符合命名条件。$"):
        moved(row, "name_county", by=head, at=NOW + DAY)
    with pytest.raises(NotAllowed, match="只有审核单位"):
        moved(row, "name_county", by=user(tree.binzhou, Role.UNIT_HEAD), at=NOW + DAY)


def test_before_a_head_from_whom_the_matter_is_kept_it_does_not_count(
    tree: ProvinceTree, head: User, town: User
) -> None:
    row = case(tree)
    RelationWall.objects.create(petition=row, user=head)

    assert moved(nominated(tree, town, at=NOW + DAY), "name_county", by=head, at=NOW + DAY).state == "valid"


def test_a_case_ends_the_name_at_the_turn_of_the_quarter_and_says_nothing(
    tree: ProvinceTree, head: User, town: User
) -> None:
    row = moved(nominated(tree, town), "name_county", by=head)
    case(tree, at=NOW + DAY)
    with pytest.raises(NotAllowed, match="季度初统一结束"):
        moved(row, "withdraw", by=head, ground="unmet", at=NOW + 2 * DAY)

    assert (end_names(at=NOW + 2 * DAY), end_names(at=NEW_YEAR - DAY)) == (0, 0)
    assert (end_names(at=NEW_YEAR), end_names(at=NEW_YEAR)) == (1, 0)

    row.refresh_from_db()
    last = row.steps.order_by("-pk")[0]
    assert (row.state, row.ground, last.verb, last.by, last.note) == (AccreditationState.EXPIRED, "", "end", None, "")
    words = list(Notice.objects.values_list("text", flat=True))
    assert not [text for text in words if "案" in text or "事项" in text or "报告" in text]


def test_a_village_without_a_case_keeps_its_name(tree: ProvinceTree, head: User, town: User) -> None:
    row = moved(nominated(tree, town), "name_county", by=head)

    assert end_names(at=NEW_YEAR) == 0
    row.refresh_from_db()
    assert row.state == AccreditationState.VALID


@pytest.mark.parametrize(("day", "began"), [((2026, 11, 23), (2026, 10, 1)), ((2027, 1, 1), (2027, 1, 1))])
def test_quarters_begin_on_their_first_day(day: tuple[int, int, int], began: tuple[int, int, int]) -> None:
    assert timezone.localdate(quarter_began(dt.date(*day))) == dt.date(*began)


class TestPages:
    """What stands on them before whom."""

    def page(self, client: Client, address: str, reader: User) -> str:
        client.force_login(reader)
        answer = client.get(address)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def test_the_list_is_for_the_heads_of_the_county_and_each_look_is_written_down(
        self, client: Client, tree: ProvinceTree, head: User
    ) -> None:
        url = reverse("stations:no_violence")
        assert tree.village.region_name in self.page(client, url, head)
        case(tree, at=timezone.now() - DAY)

        assert tree.village.region_name not in self.page(client, url, head)
        assert AccessEvent.objects.filter(verb="no_violence.read", actor=head).count() == 2
        for other in (user(tree.binzhou, Role.UNIT_HEAD), user(tree.bincheng, Role.RECEPTIONIST)):
            client.force_login(other)
            assert client.get(url).status_code == 403
        elsewhere = user(tree.huimin, Role.UNIT_HEAD)
        assert tree.village.region_name not in self.page(client, url, elsewhere)

    def test_nobody_but_the_countys_heads_sees_whether_the_gate_is_open(
        self, client: Client, tree: ProvinceTree, head: User, town: User
    ) -> None:
        case(tree, at=timezone.now() - DAY)
        row = nominated(tree, town, at=timezone.now())

        assert "目前不符合命名条件" in self.page(client, row.get_absolute_url(), head)
        for other in (
            town,
            user(tree.bincheng, Role.RECEPTIONIST),
            user(tree.binzhou, Role.UNIT_HEAD),
            user(tree.shandong, Role.UNIT_HEAD),
        ):
            assert "符合" not in self.page(client, row.get_absolute_url(), other)


def test_whoever_nominated_it_is_told_no_day_until_when(tree: ProvinceTree, head: User, town: User) -> None:
    row = moved(nominated(tree, town), "name_county", by=head, at=NOW)

    told = Notice.objects.filter(org=tree.beizhen, text__contains="已命名").values_list("text", flat=True)
    assert {"逐季核定" in text and str(row.valid_until) not in text for text in told} == {True}
