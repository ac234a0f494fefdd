"""Quality: calls drawn by chance, judged by another person by a form, recordings, and figures for coaching."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from hotline.actions.quality import draw_calls, open_recording, review_call, set_criteria
from hotline.agent_figures import figures_of
from hotline.models import Call, HotlineLine, QualityForm, QualityReview, SwitchCall
from hotline.quality_facts import CRITERIA
from tests.cases.lives import DAY
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.calls import answered, made, typed
from tests.hotline.phones import received, registered
from tests.hotline.phones import told as events

MONDAY = dt.date(2026, 11, 23)
LATER = NOW + 5 * DAY
FULL = [points for _, points in CRITERIA]


def told(line: HotlineLine, by: User, *, at: dt.datetime = NOW) -> Call:
    """One that was answered in ten minutes and is over."""
    row = typed(answered(line, by, at=at), by=by, at=at, answer="已答复。")
    return made(row, "resolve", by=by, at=at + dt.timedelta(minutes=10))


def recorded(line: HotlineLine, by: User) -> Call:
    """One that the telephone system has recorded."""
    row = told(line, by)
    switch = registered(line.org)[0]
    SwitchCall.objects.create(switch=switch, told_id="call-1", call=row, rang_at=NOW, recording="REC-20261123-0001")
    return row


@pytest.fixture
def form(head: User) -> QualityForm:
    return set_criteria(CRITERIA, by=head, at=NOW)


def reviewed(line: HotlineLine, agent: User, head: User, form: QualityForm) -> QualityReview:
    told(line, agent)
    (row,) = draw_calls(MONDAY, 1, by=head, at=LATER)
    return review_call(row, form, [*FULL[:-1], 0], announced=True, remarks="问清回电时间。", by=head, at=LATER)


def test_so_many_of_each_agent_and_week_are_drawn_whoever_draws_how_often(
    line: HotlineLine, agent: User, clerk: User, head: User
) -> None:
    for _ in range(4):
        told(line, agent)
    told(line, clerk)
    told(line, agent, at=NOW + 8 * DAY)  # of another week
    answered(line, agent)  # still talking

    first, again = draw_calls(MONDAY, 2, by=head, at=LATER), draw_calls(MONDAY, 2, by=head, at=LATER)

    assert sorted(row.agent.name for row in first) == sorted([agent.name, agent.name, clerk.name])
    assert again == []
    assert len(draw_calls(MONDAY, 3, by=head, at=LATER)) == 1
    assert AccessEvent.objects.filter(verb="quality.draw", actor=head).count() == 4


def test_what_was_found_stands_with_its_form_and_flags_the_call(
    line: HotlineLine, agent: User, head: User, form: QualityForm
) -> None:
    row = reviewed(line, agent, head, form)

    assert (row.total, row.form, row.announced) == (90, form, True)
    assert row.call.qa_reviewed_at is None
    assert Call.objects.get(pk=row.call_id).qa_reviewed_at == LATER
    with pytest.raises(NotAllowed, match="已经质检"):
        review_call(row, form, FULL, announced=True, remarks="", by=head, at=LATER)


def test_nobody_judges_her_own_call_nor_more_points_than_there_are(
    line: HotlineLine, agent: User, head: User, form: QualityForm
) -> None:
    told(line, head)
    assert draw_calls(MONDAY, 1, by=head, at=LATER) == []
    told(line, agent)
    (row,) = draw_calls(MONDAY, 1, by=head, at=LATER)

    with pytest.raises(NotAllowed, match="不能超过"):
        review_call(row, form, [*FULL[:-1], 11], announced=True, remarks="", by=head, at=LATER)
    with pytest.raises(NotAllowed, match="负责人进行"):
        review_call(row, form, FULL, announced=True, remarks="", by=agent, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        QualityReview.objects.filter(pk=row.pk).update(
            by=agent, at=LATER, form=form, total=1, announced=True, points=[1]
        )


def test_criteria_are_versions_of_a_hundred_points_that_stay(head: User, tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed, match="合计 100"):
        set_criteria([("态度", 50), ("答复", 40)], by=head, at=NOW)
    first = set_criteria([("态度", 50), ("答复", 50)], by=head, at=NOW)
    second = set_criteria([("态度", 40), ("答复", 60)], by=head, at=NOW)
    above = set_criteria([("市", 50), ("级", 50)], by=user(tree.binzhou, Role.SECTION_HEAD), at=NOW)

    assert (first.number, second.number) == (1, 2)
    assert list(QualityForm.objects.binding(head)) == [second, first, above]
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        QualityForm.objects.filter(pk=first.pk).update(criteria=[])


def test_an_agent_reads_what_was_found_in_her_calls_and_nobody_elses(
    line: HotlineLine, agent: User, clerk: User, head: User, form: QualityForm, tree: ProvinceTree
) -> None:
    row = reviewed(line, agent, head, form)
    told(line, clerk)
    (waiting,) = draw_calls(MONDAY, 1, by=head, at=LATER)

    for reader, seen in (
        (agent, {row}),
        (clerk, set()),
        (head, {row, waiting}),
        (user(tree.huimin, Role.SECTION_HEAD), set()),
        (user(tree.binzhou, Role.UNIT_HEAD), set()),
    ):
        assert set(QualityReview.objects.visible_to(reader)) == seen
        with rows_of(scope_of(reader)):
            assert set(QualityReview.objects.all()) == seen


def test_a_recording_is_opened_with_a_right_and_a_line_of_the_trail_each_time(
    line: HotlineLine, agent: User, head: User, tree: ProvinceTree
) -> None:
    row = recorded(line, agent)

    for _ in range(2):
        assert open_recording(row, by=head, at=LATER) == "REC-20261123-0001"

    assert AccessEvent.objects.filter(verb="recording.open", object_id=row.pk, actor=head).count() == 2
    with pytest.raises(NotAllowed, match="不能调听"):
        open_recording(row, by=agent, at=LATER)
    with pytest.raises(NotAllowed, match="没有录音"):
        open_recording(row, by=user(tree.huimin, Role.SECTION_HEAD), at=LATER)
    with pytest.raises(NotAllowed, match="没有录音"):
        open_recording(told(line, agent), by=head, at=LATER)


def test_its_reference_stands_on_no_page_but_where_it_is_opened(
    client: Client, line: HotlineLine, agent: User, head: User
) -> None:
    row = recorded(line, agent)
    door = reverse("hotline:recording_open", args=[row.pk])

    for reader, may in ((agent, False), (head, True)):
        client.force_login(reader)
        shown = client.get(row.get_absolute_url()).content.decode()
        assert "话务系统已录音" in shown
        assert "REC-20261123-0001" not in shown
        assert (door in shown) is may
    assert "REC-20261123-0001" in client.post(door).content.decode()


def test_another_county_opens_no_recording(client: Client, line: HotlineLine, agent: User, tree: ProvinceTree) -> None:
    row = recorded(line, agent)
    client.force_login(user(tree.huimin, Role.SECTION_HEAD))

    assert client.post(reverse("hotline:recording_open", args=[row.pk])).status_code == 404
    assert not AccessEvent.objects.filter(verb="recording.open").exists()


def test_a_telephone_system_is_no_agent(line: HotlineLine, agent: User, head: User) -> None:
    switch = registered(line.org)[0]
    row = received(switch, events("ringing"), events("answered", 5), events("ended", 60))
    assert row is not None
    assert row.agent == switch.account

    assert figures_of(head, NOW - DAY, NOW + DAY) == []
    Call.objects.update(state="resolved")
    assert draw_calls(MONDAY, 1, by=head, at=LATER) == []


def test_the_figures_are_hers_before_her_and_everybodys_before_the_head(
    line: HotlineLine, agent: User, clerk: User, head: User, form: QualityForm, intruder: User
) -> None:
    reviewed(line, agent, head, form)
    answered(line, agent, at=NOW + DAY)
    told(line, clerk)
    span = (NOW - DAY, NOW + 10 * DAY)

    (hers,) = figures_of(agent, *span)
    assert (hers.calls, hers.answered, hers.minutes, hers.classified) == (2, 2, 10, 1)
    assert (hers.reviewed, hers.points) == (1, 90)
    assert {row.name for row in figures_of(head, *span)} == {agent.name, clerk.name}
    assert figures_of(intruder, *span) == []
