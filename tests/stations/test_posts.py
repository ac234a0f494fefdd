"""Rights posts and partner bases: who keeps them, the yearly review, nominations, and what was referred where."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.actions.bases import BaseFacts, close_base, open_base
from stations.actions.posts import change_post, close_post, decide_award, nominate_post, review_post
from stations.models import PartnerBase, PostReview, RightsPost
from stations.post_facts import AwardState, Verdict
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, agency, user
from tests.hotline.call_tickets import of_itself, sent, went
from tests.stations.people import base_opened, post_facts, post_opened

TODAY = timezone.localdate(NOW)
YEAR = dt.timedelta(days=366)


def test_a_post_is_opened_with_its_history_and_owes_a_review_in_a_year(clerk: User) -> None:
    row = post_opened(clerk)

    duty = row.deadlines.get()
    assert (duty.kind, duty.org, timezone.localdate(duty.due_at)) == (
        "post_review",
        clerk.org,
        TODAY.replace(year=TODAY.year + 1),
    )
    assert [event.verb for event in row.events.all()] == ["post.open"]


def test_a_review_ends_the_duty_and_begins_the_next_year(clerk: User) -> None:
    row = post_opened(clerk)

    review_post(row, Verdict.MEND, remarks="牌子没有挂出", by=clerk, at=NOW + YEAR / 2)

    row.refresh_from_db()
    assert row.reviewed_on == timezone.localdate(NOW + YEAR / 2)
    assert list(row.deadlines.order_by("pk").values_list("outcome", flat=True)) == ["met", ""]
    assert PostReview.objects.get().year == (NOW + YEAR / 2).year


def test_a_post_that_nobody_reviews_climbs_to_the_city(clerk: User) -> None:
    row = post_opened(clerk, at=NOW - YEAR - dt.timedelta(days=31))

    for _ in range(4):
        engine.sweep(NOW)

    duty = row.deadlines.get()
    assert (duty.light, duty.desk) == (Light.RED, clerk.org.parent)


def test_what_is_wrong_has_to_be_said(clerk: User) -> None:
    with pytest.raises(NotAllowed, match="请写明问题"):
        review_post(post_opened(clerk), Verdict.IDLE, remarks=" ", by=clerk, at=NOW)


def test_a_change_says_what_stood_there_before(clerk: User) -> None:
    row = post_opened(clerk)

    change_post(row, post_facts(clerk, agency=row.agency, contact="民二庭 周法官"), by=clerk, at=NOW)

    event = row.events.get(verb="post.change")
    assert event.changes == [["联系人", "民一庭 高法官", "民二庭 周法官"]]


def test_a_closed_post_owes_nothing_and_changes_no_more(clerk: User) -> None:
    row = close_post(post_opened(clerk), on=TODAY, by=clerk, at=NOW)

    assert not row.deadlines.open().exists()
    with pytest.raises(NotAllowed, match="已经撤销"):
        review_post(row, Verdict.GOOD, remarks="", by=clerk, at=NOW)


def test_the_unit_of_the_level_decides_a_nomination_and_no_other(clerk: User, tree: ProvinceTree) -> None:
    row = post_opened(clerk)
    award = nominate_post(row, level=2, year=TODAY.year, deeds="调解成功率高", by=clerk, at=NOW)

    with pytest.raises(NotAllowed, match="市级妇联认定"):
        decide_award(award, AwardState.GIVEN, by=user(tree.bincheng, Role.SECTION_HEAD), at=NOW)
    with pytest.raises(NotAllowed, match="市级妇联认定"):
        decide_award(award, AwardState.GIVEN, by=user(tree.dongying, Role.SECTION_HEAD), at=NOW)
    decide_award(award, AwardState.GIVEN, by=user(tree.binzhou, Role.SECTION_HEAD), at=NOW)

    award.refresh_from_db()
    assert award.state == "given"
    with pytest.raises(NotAllowed, match="已经推荐过"):
        nominate_post(row, level=2, year=TODAY.year, deeds="再来", by=clerk, at=NOW)


def test_another_county_neither_sees_nor_changes_it(clerk: User, intruder: User) -> None:
    row = post_opened(clerk)

    assert not RightsPost.objects.visible_to(intruder).exists()
    with rows_of(scope_of(intruder)):
        assert not RightsPost.objects.exists()
    with pytest.raises(NotAllowed, match="登记单位维护"):
        change_post(row, post_facts(intruder, agency=row.agency), by=intruder, at=NOW)


def test_a_base_is_an_agency_of_ones_own_place(clerk: User, intruder: User) -> None:
    theirs = agency(intruder.org)
    facts = base_opened(clerk)

    with pytest.raises(NotAllowed, match="只有该单位可以更改"):
        open_base(theirs, _facts(facts), by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="已经登记"):
        open_base(facts.agency, _facts(facts), by=clerk, at=NOW)


def _facts(base: PartnerBase) -> BaseFacts:
    return BaseFacts(base.kind, tuple(base.takes), base.opened_on)


def test_open_bases_above_are_before_the_units_below_and_closed_ones_are_not(clerk: User, tree: ProvinceTree) -> None:
    above = user(tree.binzhou, Role.RECEPTIONIST)
    open_one, closed = base_opened(above, name="市投诉站"), base_opened(above, name="旧投诉站")
    close_base(closed, on=TODAY, by=above, at=NOW)

    assert list(PartnerBase.objects.visible_to(clerk)) == [open_one]
    with rows_of(scope_of(clerk)):
        assert list(PartnerBase.objects.all()) == [open_one]


def test_the_type_ahead_of_referrals_says_which_agency_is_a_base(client: Client, clerk: User) -> None:
    base_opened(clerk)
    client.force_login(clerk)

    found = client.get("/orgs/agencies/search/", {"q": "投诉站"}).json()["results"]

    assert [row["note"] for row in found] == ["家庭暴力投诉站：家庭暴力报警、告诫 · 滨城区"]


def test_its_page_lists_what_was_referred_there_as_far_as_the_reader_sees_it(
    client: Client, clerk: User, head: User, tree: ProvinceTree
) -> None:
    base = base_opened(clerk)
    agent = user(tree.bincheng, Role.AGENT, Role.RECEPTIONIST)
    order = sent(of_itself(agent), clerk.org, by=agent)
    went(order, "refer", by=clerk, agency=base.agency, note="请接待当事人。")
    url = base.get_absolute_url()

    client.force_login(head)
    mine = client.get(url).content.decode()
    client.force_login(user(tree.beizhen, Role.TOWNSHIP_WORKER))
    below = client.get(url).content.decode()

    assert order.number in mine
    assert "工单转介 1 次" in mine
    assert order.number not in below
    assert "工单转介 0 次" in below


@pytest.mark.parametrize(
    ("kind", "name"), [("posts", "滨城区人民法院妇女维权岗"), ("bases", "滨城区公安局家庭暴力投诉站")]
)
def test_the_lists_leave_as_files_marked_with_who_took_them(client: Client, clerk: User, kind: str, name: str) -> None:
    post_opened(clerk)
    base_opened(clerk)
    client.force_login(clerk)

    answer = client.post(f"/stations/{kind}/export/", {"reason": "报送市妇联"})

    cells = [str(cell.value) for sheet in load_workbook(io.BytesIO(answer.content)) for line in sheet for cell in line]
    assert name in cells
    assert "报送市妇联" in cells
    assert AccessEvent.objects.filter(verb=f"{kind[:-1]}.take_out", actor=clerk).count() == 1
