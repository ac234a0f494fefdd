"""What one agent leaves for the next: who writes it, who takes it up, and who reads it."""

import pytest
from django.db import IntegrityError, transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from hotline.actions.handing_over import hand_over, take_over_note
from hotline.models import Call, HandOver, HotlineLine, Shift
from tests.factories import ProvinceTree, user
from tests.hotline.calls import answered
from tests.hotline.shifts import at, planned


@pytest.fixture
def shift(line: HotlineLine, head: User, agent: User) -> Shift:
    """Of this morning."""
    return planned(line, head, at(23, 8, 30), agent, hours=4)


@pytest.fixture
def after(tree: ProvinceTree, line: HotlineLine, head: User, shift: Shift) -> User:
    """Who sits there in the afternoon."""
    colleague = user(tree.bincheng, Role.AGENT, name="孙悦")
    planned(line, head, at(23, 14), colleague)
    return colleague


def test_what_is_left_is_owed_until_the_next_agent_takes_it_up(shift: Shift, agent: User, after: User) -> None:
    note = hand_over(shift, "下午三点再联系法律援助中心。", by=agent, at=at(23, 12))
    assert list(HandOver.objects.for_taker(after)) == [note]
    assert not HandOver.objects.for_taker(agent).exists()

    for _ in range(2):
        note = take_over_note(note, by=after, at=at(23, 13, 50))

    assert (note.taken_by, note.taken_at) == (after, at(23, 13, 50))
    assert shift.deadlines.get(kind="handover").outcome == Deadline.Outcome.MET
    assert AccessEvent.objects.filter(verb="shift.take_over", object_id=shift.pk, actor=after).count() == 1


def test_nobody_takes_up_her_own_or_before_she_is_next(
    shift: Shift, agent: User, after: User, tree: ProvinceTree
) -> None:
    note = hand_over(shift, "请回访。", by=agent, at=at(23, 11))

    with pytest.raises(NotAllowed, match="由接班人签收"):
        take_over_note(note, by=agent, at=at(23, 12))
    with pytest.raises(NotAllowed, match="还没有下一班"):
        take_over_note(note, by=after, at=at(23, 11))
    with pytest.raises(NotAllowed, match="还没有下一班"):
        take_over_note(note, by=user(tree.bincheng, Role.AGENT), at=at(23, 14))
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=note.pk).update(taken_by=agent, taken_at=at(23, 12))


def test_a_telephone_number_stands_in_no_note(shift: Shift, agent: User) -> None:
    with pytest.raises(NotAllowed, match="交班事项中不能写电话号码"):
        hand_over(shift, "回电 13854312345。", by=agent, at=at(23, 12))


def test_only_who_sat_there_or_leads_leaves_something(
    shift: Shift, agent: User, head: User, intruder: User, tree: ProvinceTree
) -> None:
    hand_over(shift, "负责人补记。", by=head, at=at(23, 12))
    for stranger, words in ((intruder, "本单位"), (user(tree.bincheng, Role.AGENT), "当班")):
        with pytest.raises(NotAllowed, match=words):
            hand_over(shift, "x", by=stranger, at=at(23, 12))


def test_another_county_reads_none_and_what_few_may_read_of_a_call_few_read_here(
    shift: Shift, line: HotlineLine, agent: User, head: User, intruder: User, after: User
) -> None:
    call = answered(line, agent)
    call.guarded = True
    call.save(update_fields=["guarded"])
    note = hand_over(shift, "请负责人回电。", call=call, by=agent, at=at(23, 12))

    assert list(HandOver.objects.visible_to(head)) == [note]
    for stranger in (after, intruder):
        assert not HandOver.objects.visible_to(stranger).exists()
        with rows_of(scope_of(stranger)):
            assert not HandOver.objects.exists()


def test_its_words_are_enciphered(shift: Shift, agent: User) -> None:
    note = hand_over(shift, "请回访王某。", by=agent, at=at(23, 12))

    stored = HandOver.objects.filter(pk=note.pk).extra(select={"raw": "note"}).values_list("raw", flat=True).get()
    assert "王某" not in str(stored)
    assert HandOver.objects.get(pk=note.pk).note == "请回访王某。"


def test_of_a_call_that_becomes_an_accusation_no_word_stays(
    shift: Shift, line: HotlineLine, agent: User, head: User
) -> None:
    call = answered(line, agent)
    note = hand_over(shift, "请回访举报人。", call=call, by=agent, at=at(23, 12))
    other = hand_over(shift, "请补登记。", by=agent, at=at(23, 12))

    Call.objects.filter(pk=call.pk).update(
        sealed=True, guarded=True, caller_phone="", phone_index="", caller_name="", victim_name="", victim_phone=""
    )

    assert HandOver.objects.get(pk=note.pk).note == ""
    assert HandOver.objects.get(pk=other.pk).note == "请补登记。"
