"""Cases that a leader takes in person (包案)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import LeaderCase, Petition
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, Line, make_line, registered
from tests.cases.moving import errors, opened, sent
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree, user


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def row(line: Line) -> Petition:
    return registered(line.county, at=timezone.now() - DAY)


def taken(row: Petition, line: Line) -> Petition:
    office = line.county
    return moved(row, "take_in_person", by=office.clerk, at=NOW, note="三年积案。", leader=office.head)


def test_a_leader_takes_a_case_and_the_page_says_so(line: Line, row: Petition, client: Client) -> None:
    sent(client, row, "take_in_person", line.county.clerk, leader=line.county.head.pk, note="积案。")

    case = LeaderCase.objects.get()
    assert (case.leader, case.taken_by, case.reason) == (line.county.head, line.county.clerk, "积案。")
    page = client.get(row.get_absolute_url()).content.decode()
    assert f"{line.county.head.name}（滨城区妇女联合会" in page
    assert '<span class="flag">领导包案</span>' in page
    event = row.events.latest("pk")
    assert (event.verb, event.data) == ("petition.take_in_person", {"leader": line.county.head.name})
    assert AccessEvent.objects.filter(verb="petition.take_in_person", object_id=row.pk).exists()


def test_the_choice_is_among_the_units_own_leaders(line: Line, row: Petition, client: Client) -> None:
    page = opened(client, row, "take_in_person", line.county.clerk)

    assert list(page.context["form"].fields["leader"].queryset) == [line.county.head]
    for stranger in (line.county.handler, line.city.head):
        answer = sent(client, row, "take_in_person", line.county.clerk, leader=stranger.pk, note="积案。")
        assert errors(answer) == {"leader": ["包案领导应当是本单位的主席、副主席。"]}
        with pytest.raises(NotAllowed, match="主席、副主席"):
            moved(row, "take_in_person", by=line.county.clerk, at=NOW, note="积案。", leader=stranger)


def test_one_leader_at_a_time_and_the_history_stays(line: Line, row: Petition) -> None:
    taken(row, line)
    with pytest.raises(NotAllowed, match=f"已由滨城区妇女联合会{line.county.head.name}包案"):
        taken(row, line)

    moved(row, "end_in_person", by=line.county.clerk, at=NOW + DAY, note="双方和解。")
    taken(row, line)

    assert list(LeaderCase.objects.order_by("pk").values_list("outcome", flat=True)) == ["双方和解。", ""]
    case = LeaderCase.objects.latest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        LeaderCase.objects.create(petition=row, leader=case.leader, taken_at=NOW, taken_by=case.leader, reason="二")


def test_a_leader_of_the_city_takes_a_countys_case_and_the_county_hears_of_it(line: Line, row: Petition) -> None:
    moved(row, "take_in_person", by=line.city.clerk, at=NOW, note="媒体关注。", leader=line.city.head)

    told = Notice.objects.filter(org=line.tree.bincheng).values_list("role", flat=True)
    assert set(told) == {Role.HANDLER, Role.SECTION_HEAD}
    with pytest.raises(NotAllowed, match="由滨州市妇女联合会领导包案"):
        moved(row, "end_in_person", by=line.county.clerk, at=NOW, note="完了。")
    row.refresh_from_db()
    assert row.org == line.tree.bincheng


def test_who_has_stepped_aside_takes_no_case(line: Line, row: Petition) -> None:
    moved(row, "recuse", by=line.county.head, at=NOW, note="亲属。")

    with pytest.raises(NotAllowed, match="已申请回避"):
        taken(row, line)


def test_nothing_is_ended_that_was_not_taken(line: Line, row: Petition) -> None:
    with pytest.raises(NotAllowed, match="没有领导包案"):
        moved(row, "end_in_person", by=line.county.clerk, at=NOW, note="完了。")


def test_another_county_finds_nothing(line: Line, row: Petition, client: Client) -> None:
    answer = sent(client, row, "take_in_person", line.neighbour.clerk, leader=line.neighbour.head.pk, note="积案。")

    assert answer.status_code == 404
    assert not LeaderCase.objects.exists()


def test_the_list_finds_the_cases_of_leaders_and_ones_own(line: Line, row: Petition, client: Client) -> None:
    second = registered(line.county, at=timezone.now())
    registered(line.county, at=timezone.now())
    deputy = user(line.tree.bincheng, Role.UNIT_HEAD)
    taken(row, line)
    moved(second, "take_in_person", by=line.county.clerk, at=NOW, note="积案。", leader=deputy)
    ended = registered(line.county, at=timezone.now())
    taken(ended, line)
    moved(ended, "end_in_person", by=line.county.clerk, at=NOW, note="完了。")

    def found(reader: object, which: str) -> set[int]:
        client.force_login(reader)
        answer = client.get(reverse("cases:petition_list"), {"leader": which})
        assert answer.context["chips"]
        return {one.pk for one in answer.context["rows"]}

    assert found(line.county.clerk, "any") == {row.pk, second.pk}
    assert found(deputy, "me") == {second.pk}
    assert found(line.county.clerk, "me") == set()
