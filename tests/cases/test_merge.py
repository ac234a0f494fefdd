"""Joining two petitions and parting them again: what moves, what comes back, what may not be joined."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Contact, Merger, Petition
from cases.timeline import timeline
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.deadlines.actions import open_deadline
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, TOLD, Line, accepted, handled, make_line, registered, sent_down, under_review
from tests.cases.moving import errors, opened, sent
from tests.cases.samples import NOW, SOMEBODY_ELSE, moved, petition
from tests.drawing import examples
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law

WHY = {"note": "同一纠纷，一并办理。"}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def joined(row: Petition, survivor: Petition, by: User, at: dt.datetime = NOW) -> Petition:
    return moved(row, "merge", by=by, at=at, survivor=survivor, **WHY)


def parted(row: Petition, by: User, at: dt.datetime = NOW) -> Petition:
    return moved(row, "split", by=by, at=at, note="分别办理。")


def clocks(row: Petition) -> list[tuple[object, ...]]:
    names = ("kind", "item", "due_at", "climb_at", "step", "light", "awaiting_ack", "closed_at", "outcome", "desk")
    return sorted(row.deadlines.values_list(*names))


def standing(row: Petition) -> tuple[object, ...]:
    now = Petition.objects.get(pk=row.pk)
    counts = (now.repeat_count, now.head_count, now.contacts.count())
    return now.status, now.closed_at, now.handler, now.route, counts, clocks(now)


def test_the_joined_one_ends_its_clocks_and_its_contacts_count_with_the_survivor(line: Line) -> None:
    row, survivor = accepted(line.county), registered(line.county, repeat_count=2)

    merged = joined(row, survivor, line.county.clerk)

    survivor.refresh_from_db()
    assert (merged.status, merged.closed_at, survivor.repeat_count) == (Status.MERGED, NOW, 3)
    assert set(merged.deadlines.values_list("kind", "outcome")) == {("notice", "met"), ("handle", "cancelled")}
    assert survivor.status == Status.REGISTERED
    assert survivor.deadlines.open().count() == 1


def test_both_timelines_say_so_and_the_audit_names_both(line: Line) -> None:
    row, survivor = registered(line.county), registered(line.county)

    parted(joined(row, survivor, line.county.clerk), line.county.clerk)

    told = [(line.title, line.text) for line in timeline(row)][:2]
    assert told == [("分案", "分别办理。"), ("并案", f"并入：{survivor.number}\n同一纠纷，一并办理。")]
    told = [(line.title, line.text) for line in timeline(survivor)][:2]
    assert told == [
        ("分出一件", f"信访事项：{row.number}\n分别办理。"),
        ("并入一件", f"信访事项：{row.number}\n同一纠纷，一并办理。"),
    ]
    audited = AccessEvent.objects.filter(verb__in=JOINING_VERBS).order_by("pk").values_list("verb", "object_id")
    assert list(audited) == [
        ("petition.absorb", survivor.pk),
        ("petition.merge", row.pk),
        ("petition.release", survivor.pk),
        ("petition.split", row.pk),
    ]


JOINING_VERBS = ["petition.merge", "petition.absorb", "petition.split", "petition.release"]


@pytest.mark.parametrize("life", [registered, accepted, handled])
def test_after_splitting_everything_is_as_it_was(line: Line, life: object) -> None:
    row, survivor = life(line.county), registered(line.county)  # type: ignore[operator]
    before = standing(row), standing(survivor)

    parted(joined(row, survivor, line.county.clerk), line.county.clerk, at=NOW + DAY)

    assert (standing(row), standing(survivor)) == before


def test_a_clock_that_ran_out_meanwhile_is_late_and_climbs_in_the_next_sweep(line: Line) -> None:
    row, survivor, never_joined = (registered(line.county) for _ in range(3))
    joined(row, survivor, line.county.clerk)
    later = NOW + 30 * DAY
    engine.sweep(later)
    assert row.deadlines.get().light == 0  # nothing climbed while it was joined

    parted(row, line.county.clerk, at=later)

    assert Petition.objects.overdue(later).filter(pk=row.pk).exists()
    engine.sweep(later)
    assert clocks(row) == clocks(never_joined)
    assert row.deadlines.get().desk == line.tree.binzhou


def test_a_clock_that_waited_for_an_acknowledgement_waits_again(line: Line) -> None:
    row, survivor = registered(line.county, minor=True), registered(line.county)
    engine.sweep(NOW)
    assert row.deadlines.get().awaiting_ack

    merged = joined(row, survivor, line.county.clerk)

    assert not merged.deadlines.get().awaiting_ack
    assert parted(row, line.county.clerk).deadlines.get().awaiting_ack


def test_what_was_heard_of_the_survivor_meanwhile_stays_with_it(line: Line) -> None:
    row, survivor = registered(line.county, repeat_count=2), registered(line.county)
    joined(row, survivor, line.county.clerk)
    Petition.objects.filter(pk=survivor.pk).update(repeat_count=4)  # she came once more

    parted(row, line.county.clerk)

    assert [Petition.objects.get(pk=one.pk).repeat_count for one in (row, survivor)] == [2, 2]
    assert Contact.objects.filter(petition=survivor).count() == 1


class TestMayNotBeJoined:
    """Each with the sentence that says why; nothing changes."""

    def refused(self, row: Petition, survivor: Petition, by: User, sentence: str) -> None:
        before = standing(row), standing(survivor)
        with pytest.raises(NotAllowed, match=sentence):
            joined(row, survivor, by)
        assert (standing(row), standing(survivor)) == before
        assert not Merger.objects.holding().filter(petition=row, survivor=survivor).exists()

    def test_into_itself(self, line: Line) -> None:
        row = registered(line.county)

        self.refused(row, row, line.county.clerk, "不能并入本件自己")

    def test_into_one_that_is_joined_to_another(self, line: Line) -> None:
        first, second, third = (registered(line.county) for _ in range(3))
        joined(second, first, line.county.clerk)

        self.refused(third, second, line.county.clerk, f"{second.number} 已经并入 {first.number}")

    def test_while_others_are_joined_to_it(self, line: Line) -> None:
        first, second, third = (registered(line.county) for _ in range(3))
        joined(second, first, line.county.clerk)

        self.refused(first, third, line.county.clerk, "已有其他事项并入本件")

    def test_twice(self, line: Line) -> None:
        first, second, third = (registered(line.county) for _ in range(3))
        joined(second, first, line.county.clerk)

        self.refused(second, third, line.county.clerk, "现为“并案”，不能“并案”")

    @pytest.mark.parametrize("where", ["neighbour", "city"])
    def test_across_units(self, line: Line, where: str) -> None:
        row, elsewhere = registered(line.county), registered(getattr(line, where))

        self.refused(row, elsewhere, line.county.clerk, "只能并入本单位承办的信访事项")

    def test_into_a_concluded_one(self, line: Line) -> None:
        row, closed = registered(line.county), registered(line.county)
        Petition.objects.filter(pk=closed.pk).update(status=Status.TERMINATED, closed_at=NOW)

        self.refused(row, closed, line.county.clerk, "现为“复核终结”，不能再并入")

    @pytest.mark.parametrize("state", [Status.TERMINATED, Status.ARCHIVED, Status.CLOSED, Status.WITHDRAWN])
    def test_a_concluded_one(self, line: Line, state: Status) -> None:
        row, survivor = registered(line.county), registered(line.county)
        Petition.objects.filter(pk=row.pk).update(status=state, closed_at=NOW)

        self.refused(row, survivor, line.county.clerk, "不能(再)?“并案”")

    def test_an_accusation_and_another_matter(self, line: Line) -> None:
        row, accusation = registered(line.county), registered(line.county)
        Petition.objects.filter(pk=accusation.pk).update(matter_class="accusation")

        self.refused(row, accusation, line.county.head, "检举控告|只能并入本单位")

    def test_while_the_superior_waits_for_a_report(self, line: Line) -> None:
        row = sent_down(line, move="assign", report_due_on=(NOW + 20 * DAY).date())
        moved(row, "take", by=line.county.clerk, at=NOW, route="opinion", **TOLD)

        self.refused(row, registered(line.county), line.county.clerk, "“上报办理结果”还没有完成")

    def test_while_an_urgent_report_is_owed(self, line: Line) -> None:
        row = registered(line.county, urgent=True)

        self.refused(row, registered(line.county), line.county.clerk, "“报送首次书面报告”还没有完成")

    def test_while_an_authority_owes_an_answer_to_a_letter(self, line: Line) -> None:
        row = registered(line.county)
        start = {"org": row.org, "start": NOW, "at": NOW}
        open_deadline(row, "report_back", item="letter:7", **start)
        row.deadlines.filter(item="letter:7").update(kind="letter_reply")

        self.refused(row, registered(line.county), line.county.clerk, "还没有完成，完成以后才能并案")

    def test_while_another_unit_decides(self, line: Line) -> None:
        self.refused(under_review(line), registered(line.county), line.county.clerk, "滨州市妇联的“提出复查意见”")

    def test_by_someone_without_the_right(self, line: Line) -> None:
        self.refused(registered(line.county), registered(line.county), line.county.handler, "您的角色不能")

    def test_by_the_level_above(self, line: Line) -> None:
        self.refused(registered(line.county), registered(line.county), line.city.clerk, "只有承办单位")


@pytest.mark.parametrize("state", [Status.TERMINATED, Status.ARCHIVED])
def test_what_is_joined_to_an_archived_or_terminated_one_stays(line: Line, state: Status) -> None:
    row, survivor = registered(line.county), registered(line.county)
    joined(row, survivor, line.county.clerk)
    Petition.objects.filter(pk=survivor.pk).update(status=state, closed_at=NOW)

    with pytest.raises(NotAllowed, match="不能再分案"):
        parted(row, line.county.clerk)


@settings(max_examples=examples(5, 12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans(), st.integers(0, 40)), min_size=1, max_size=10
    )
)
def test_however_often_they_are_joined_and_parted_nothing_is_lost(line: Line, steps: list[tuple[int, ...]]) -> None:
    """Any order of joining and parting among three; at the end all stand apart, as they did at first."""
    rows = [registered(line.county), accepted(line.county, repeat_count=2), handled(line.county)]
    before, total = [standing(row) for row in rows], sum(row.repeat_count for row in rows)

    at = NOW
    for n, m, join, days in steps:
        at += days * DAY
        try:
            joined(rows[n], rows[m], line.county.clerk, at) if join else parted(rows[n], line.county.clerk, at)
        except NotAllowed:
            continue
        apart = Petition.objects.filter(pk__in=[row.pk for row in rows]).exclude(status=Status.MERGED)
        assert sum(apart.values_list("repeat_count", flat=True)) == total

    for row in rows:
        if Petition.objects.get(pk=row.pk).status == Status.MERGED:
            parted(row, line.county.clerk, at)
    assert [standing(row) for row in rows] == before


def test_the_page_offers_what_seems_the_same_and_takes_the_last_digits(client: Client, line: Line) -> None:
    row, same = registered(line.county), registered(line.county, category="family.divorce")
    other = registered(line.county, **SOMEBODY_ELSE, category="labour.wages")

    page = opened(client, row, "merge", line.county.clerk).content.decode()
    answer = sent(client, row, "merge", line.county.clerk, survivor=str(int(same.number[-6:])), **WHY)

    assert f'value="{same.number}"' in page
    assert "身份证号相同，联系电话相同，同名同属地" in page
    assert other.number not in page
    assert answer.status_code == 302
    assert Merger.objects.holding().get(petition=row).survivor == same


@pytest.mark.parametrize("typed", ["999", "9" * 5000, "鲁惠民妇信〔2026〕000001", "滨城"])
def test_a_number_that_is_not_there_is_refused_beside_the_field(client: Client, line: Line, typed: str) -> None:
    row, _ = registered(line.county), registered(line.neighbour)

    answer = sent(client, row, "merge", line.county.clerk, survivor=typed, **WHY)

    assert errors(answer) == {"survivor": ["本单位在办的信访事项中没有这个编号，请核对。"]}


def test_the_intruder_from_another_county_finds_no_page(client: Client, line: Line) -> None:
    row = registered(line.county)

    assert opened(client, row, "merge", line.neighbour.clerk).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_the_same_two_crosswise_one_is_refused_and_neither_waits_for_ever(tree: ProvinceTree) -> None:
    load_law()
    line, said = make_line(tree), []
    row, other = registered(line.county), registered(line.county)
    together = Barrier(2)

    def join(one: Petition, into: Petition, by: User) -> None:
        together.wait()
        try:
            said.append(joined(one, into, by).status)
        except NotAllowed as refused:
            said.append(str(refused))
        finally:
            connections.close_all()

    crosswise = [(row, other, line.county.clerk), (other, row, line.county.head)]
    threads = [Thread(target=join, args=arguments) for arguments in crosswise]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said)[0] == Status.MERGED
    assert len(said) == 2
    assert Merger.objects.holding().count() == 1


def test_townships_join_their_own(tree: ProvinceTree, law: None) -> None:
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER)
    row, survivor = petition(worker), petition(worker)

    assert joined(row, survivor, worker).status == Status.MERGED
    assert timezone.localdate(Merger.objects.get().merged_at) == timezone.localdate(NOW)
