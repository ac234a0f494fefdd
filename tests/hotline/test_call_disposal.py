"""Calls and their work orders that became no petition: kept so long and no longer, by lists of their own."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.actions.disposals import confirm, count_due, draw_up
from cases.disposal.running import run_next
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.refusals import NotAllowed
from fedportal.privacy.checks import kept_long_enough
from fedportal.privacy.models import DisposalBatch, Tombstone
from fedportal.privacy.retention import schedule
from hotline.actions.call_moves import why_not_move
from hotline.actions.call_ticket_calling import Back, call_back
from hotline.actions.keeping import keep, keep_no_longer
from hotline.call_workflow import MOVES
from hotline.models import Call, CallTicket, HotlineLine
from hotline.models.call import KIND as CALL
from hotline.models.call_ticket import KIND as CALL_TICKET
from tests.cases.samples import NOW, petition
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import fed_back, from_call, went
from tests.hotline.calls import answered, made, typed

pytestmark = pytest.mark.django_db

LATER = NOW.replace(year=NOW.year + 3) + dt.timedelta(days=1)  # three years after its end, and a day
SECRETS = ("王小芳", "13854312345", "抚养费", "怎样起诉", "可以向法院起诉")


@pytest.fixture
def second(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD, name="陈主席")


def settled(line: HotlineLine, agent: User, at: dt.datetime = NOW) -> Call:
    """One that was answered at once, and is over."""
    row = typed(answered(line, agent, at=at), by=agent, at=at, answer="可以向法院起诉，妇联支持起诉。")
    return made(made(row, "resolve", by=agent, at=at), "close", by=agent, at=at)


def ended(row: CallTicket, clerk: User, agent: User) -> CallTicket:
    """The order handled, told to her who called, and closed; its call closed, too."""
    row = call_back(fed_back(row, clerk, by=agent), Back("reached", "phone", "satisfied"), by=agent, at=NOW)
    row = went(row, "close", by=agent)
    made(Call.objects.get(pk=row.call_id), "close", by=agent)
    return row


def disposed(kind: str, head: User, second: User, at: dt.datetime = LATER) -> DisposalBatch:
    batch = confirm(draw_up(kind, by=head, at=at), by=second, at=at)
    while run_next(at):
        pass
    batch.refresh_from_db()
    return batch


def told(row: Call | CallTicket) -> str:
    """All that the database holds of it."""
    row = type(row).objects.get(pk=row.pk)
    columns = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return "\n".join(columns + [f"{event.note} {getattr(event, 'data', '')}" for event in row.events.all()])


def test_nothing_of_her_is_left_and_when_it_rang_and_what_came_of_it_stay(
    line: HotlineLine, agent: User, head: User, second: User
) -> None:
    row = settled(line, agent)
    assert [secret for secret in SECRETS if secret not in told(row)] == []

    batch = disposed(CALL, head, second)

    assert [secret for secret in SECRETS if secret in told(row)] == []
    left = Call.objects.get(pk=row.pk)
    assert (left.state, left.call_class, left.rang_at, left.agent, left.disposed_at) == (
        *("closed", "consult", NOW, agent, LATER),
    )
    assert list(Tombstone.objects.filter(batch=batch).values_list("kind", "number")) == [(CALL, str(row))]
    assert "已去除个人信息" in why_not_move(left, MOVES["close"], by=agent)


def test_an_order_goes_first_and_its_call_behind_it(
    line: HotlineLine, agent: User, clerk: User, head: User, second: User
) -> None:
    order = ended(from_call(line, agent), clerk, agent)
    assert count_due(by=head, at=LATER)[CALL] == 0, "what its order came of is needed as long as that is"

    disposed(CALL_TICKET, head, second)

    assert [secret for secret in SECRETS if secret in told(order)] == []
    assert "王小芳" in told(Call.objects.get(pk=order.call_id))
    disposed(CALL, head, second)
    assert [secret for secret in SECRETS if secret in told(Call.objects.get(pk=order.call_id))] == []


def test_only_what_is_over_for_three_years_and_became_nothing_else_is_listed(
    line: HotlineLine, agent: User, clerk: User, head: User
) -> None:
    due = settled(line, agent)
    settled(line, agent, at=NOW + dt.timedelta(days=2))  # its time is not over
    typed(answered(line, agent), by=agent)  # still talking
    matter = settled(line, agent)
    Call.objects.filter(pk=matter.pk).update(petition=petition(clerk))
    from_call(line, agent)  # waits for its unit
    kept = settled(line, agent)
    keep(kept, reason="诉讼中", by=head, at=NOW)

    assert list(draw_up(CALL, by=head, at=LATER).items.values_list("object_id", flat=True)) == [due.pk]
    keep_no_longer(kept, words="案件已结", by=head, at=LATER)
    assert list(draw_up(CALL, by=head, at=LATER).items.values_list("object_id", flat=True)) == [kept.pk]


def test_a_unit_that_handled_anothers_order_disposes_of_none(
    line: HotlineLine, agent: User, intruder: User, tree: ProvinceTree
) -> None:
    row = ended(from_call(line, agent), intruder, agent)
    theirs = user(tree.huimin, Role.UNIT_HEAD)
    assert CallTicket.objects.visible_to(theirs).filter(pk=row.pk).exists()

    with pytest.raises(NotAllowed, match="没有保管期限届满"):
        draw_up(CALL_TICKET, by=theirs, at=LATER)
    with pytest.raises(NotAllowed, match="不在本单位范围内"):
        keep(row, reason="留着", by=theirs, at=LATER)


def test_the_story_opens_for_what_two_persons_agreed_on_alone(
    line: HotlineLine, agent: User, clerk: User, head: User, second: User
) -> None:
    order = ended(from_call(line, agent), clerk, agent)
    call = settled(line, agent)
    batches = [draw_up(CALL, by=head, at=LATER), draw_up(CALL_TICKET, by=head, at=LATER)]
    for change in (lambda: call.events.update(note=""), lambda: order.events.update(note="", data={})):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    for batch in batches:
        confirm(batch, by=second, at=LATER)
    for change in (lambda: call.events.update(note="改写"), lambda: order.events.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_pages_say_what_became_of_it_and_lead_to_the_mark(
    client: Client, line: HotlineLine, agent: User, clerk: User, head: User, second: User, intruder: User
) -> None:
    call, order = settled(line, agent), ended(from_call(line, agent), clerk, agent)
    for row, name in ((call, "call_keep"), (order, "call_ticket_keep")):
        mark = reverse(f"hotline:{name}", args=[row.pk])
        client.force_login(head)
        assert mark in client.get(row.get_absolute_url()).content.decode()
        assert client.post(mark, {"reason": " "}).status_code == 200
        assert client.post(mark, {"reason": "诉讼中"}).status_code == 302
        assert "诉讼中" in client.get(row.get_absolute_url()).content.decode()
        assert client.post(mark, {"reason": "案件已结"}).status_code == 302
        client.force_login(user(intruder.org, Role.UNIT_HEAD))
        assert client.get(mark).status_code == 404
    disposed(CALL, head, second)
    client.force_login(head)
    page = client.get(call.get_absolute_url()).content.decode()
    assert "这通来电已于" in page
    assert reverse("hotline:call_keep", args=[call.pk]) not in page


def test_a_time_of_less_than_a_year_stops_every_command(settings: Settings) -> None:
    settings.RETENTION_CALL_YEARS = 0
    assert [error.id for error in kept_long_enough()] == ["privacy.E003"]
    settings.RETENTION_CALL_YEARS = 2
    assert any("来电" in line.label and "2 年" in line.kept for line in schedule())
