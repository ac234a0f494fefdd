"""Orders that became no petition: kept so long and no longer, disposed of by two persons, and only what is due."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.actions.disposals import confirm, count_due, draw_up, take_off
from cases.disposal.running import CHANGED, run_next
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.privacy.checks import kept_long_enough
from fedportal.privacy.models import DisposalBatch, Tombstone
from fedportal.privacy.retention import schedule
from hotline.actions.advance import move_of, why_not
from hotline.actions.keeping import keep, keep_no_longer
from hotline.models import KIND, ExternalTicket
from hotline.statistics import exchanged
from tests.cases.samples import NOW, petition
from tests.factories import ProvinceTree, user
from tests.hotline.orders import answered, received, returned, sent, stepped

pytestmark = pytest.mark.django_db

LATER = NOW.replace(year=NOW.year + 3) + dt.timedelta(days=1)  # three years after its end, and a day
SECRETS = ("王小芳", "13854312345", "抚养费", "物业收费", "约定本周内协商")


@pytest.fixture
def second(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD, name="陈主席")


def disposed(head: User, second: User, *, at: dt.datetime = LATER) -> DisposalBatch:
    """Every order of the county that is due, drawn up, confirmed and worked off."""
    batch = confirm(draw_up(KIND, by=head, at=at), by=second, at=at)
    while run_next(at):
        pass
    batch.refresh_from_db()
    return batch


def told(row: ExternalTicket) -> str:
    """All that the database holds of it."""
    row = ExternalTicket.objects.get(pk=row.pk)
    columns = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return "\n".join(columns + [f"{event.note} {event.data}" for event in row.events.all()])


def test_nothing_of_a_person_is_left_and_what_is_counted_stays(
    clerk: User, head: User, second: User, tree: ProvinceTree
) -> None:
    row = received(clerk, "GD1")
    stepped(row, "accept", by=clerk)
    stepped(row, "supplement", by=clerk, note="王小芳补充。")
    stepped(row, "extend", by=clerk, note="王小芳还在外地。", days=1)
    answered(row, by=clerk)
    back = returned(received(clerk, "GD2"), by=clerk)
    bounds = [tree.bincheng.code, tree.bincheng.code_end]
    period = (NOW - dt.timedelta(days=9), NOW + dt.timedelta(days=60))
    before = exchanged(tree.bincheng, bounds, *period)
    assert [secret for secret in SECRETS if secret not in told(row) + told(back)] == []

    batch = disposed(head, second)

    assert [secret for secret in SECRETS if secret in told(row) + told(back)] == []
    assert exchanged(tree.bincheng, bounds, *period) == before
    row.refresh_from_db()
    assert (row.answer, row.extension_reason, row.state, row.disposed_at) == ("已处置", "已处置", "answered", LATER)
    assert not Deadline.objects.for_model(ExternalTicket).filter(derivation__has_key="extended").exists()
    graves = Tombstone.objects.filter(batch=batch).order_by("number").values_list("kind", "number")
    assert list(graves) == [(KIND, "GD1"), (KIND, "GD2")]
    assert set(AccessEvent.objects.filter(verb="ticket.dispose").values_list("object_id", "actor")) == {
        (row.pk, second.pk),
        (back.pk, second.pk),
    }


def test_only_what_is_over_for_three_years_and_is_no_petition_is_listed(
    clerk: User, head: User, intruder: User, tree: ProvinceTree
) -> None:
    due = {
        answered(received(clerk, "GD1"), by=clerk).pk,
        returned(received(clerk, "GD2"), by=clerk).pk,
        stepped(received(clerk, "GD3"), "withdraw", by=clerk, note="重复派单。").pk,
        stepped(sent(clerk), "withdraw", by=clerk, note="转错了。").pk,
    }
    received(clerk, "GD5")  # owes its answer
    sent(clerk, content="另一件。")  # 12345 owes theirs
    answered(stepped(received(clerk, "GD6"), "link", by=clerk, petition=petition(clerk)), by=clerk)
    answered(received(clerk, "GD7"), by=clerk, at=NOW + dt.timedelta(days=2))  # its time is not over
    answered(received(intruder, "GD8"), by=intruder)  # another county's

    batch = draw_up(KIND, by=head, at=LATER)

    assert set(batch.items.values_list("object_id", flat=True)) == due
    assert {item.kind for item in batch.items.all()} == {KIND}
    assert set(count_due(by=head, at=LATER).values()) == {0}
    with pytest.raises(NotAllowed, match="没有保管期限届满"):
        draw_up(KIND, by=head, at=LATER)


def test_nobody_does_it_alone_or_without_the_right(clerk: User, head: User, second: User) -> None:
    answered(received(clerk), by=clerk)
    for nobody in (clerk, user(clerk.org, Role.HANDLER)):
        with pytest.raises(NotAllowed):
            draw_up(KIND, by=nobody, at=LATER)
    batch = draw_up(KIND, by=head, at=LATER)
    with pytest.raises(NotAllowed, match="须由另一人确认"):
        confirm(batch, by=head, at=LATER)
    with pytest.raises(NotAllowed, match="其他单位"):
        confirm(batch, by=user(batch.org.parent, Role.UNIT_HEAD), at=LATER)


def test_what_was_marked_after_both_agreed_is_passed_over(clerk: User, head: User, second: User) -> None:
    row = answered(received(clerk), by=clerk)
    batch = confirm(draw_up(KIND, by=head, at=LATER), by=second, at=LATER)
    keep(row, reason="法院调卷", by=head, at=LATER)

    while run_next(LATER):
        pass

    assert batch.items.get().passed_over == CHANGED
    assert "王小芳" in told(row)


def test_one_that_is_marked_stays_until_the_mark_is_lifted(clerk: User, head: User, second: User) -> None:
    row = answered(received(clerk), by=clerk)
    batch = draw_up(KIND, by=head, at=LATER)
    with pytest.raises(NotAllowed, match="保留原因"):
        take_off(batch.items.get(), reason=" ", by=second, at=LATER)
    take_off(batch.items.get(), reason="复议机关调卷", by=second, at=LATER)

    with pytest.raises(NotAllowed):
        draw_up(KIND, by=head, at=LATER)
    with pytest.raises(NotAllowed, match="已经标记"):
        keep(row, reason="再次", by=head, at=LATER)
    keep_no_longer(row, words="案卷已经退回", by=head, at=LATER)

    assert draw_up(KIND, by=head, at=LATER).items.get().object_id == row.pk


def test_the_story_opens_for_what_two_persons_agreed_on_alone(clerk: User, head: User, second: User) -> None:
    row = answered(received(clerk), by=clerk)
    batch = draw_up(KIND, by=head, at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.events.update(note="", data={})
    confirm(batch, by=second, at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.events.update(note="改写")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.events.all().delete()


def test_nothing_can_be_done_with_it_any_more(client: Client, clerk: User, head: User, second: User) -> None:
    row = returned(received(clerk), by=clerk)
    disposed(head, second)
    row = ExternalTicket.objects.get(pk=row.pk)

    move = move_of(row, "resend")
    assert move is not None
    assert "已去除个人信息" in why_not(row, move, by=clerk, at=LATER)
    client.force_login(head)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "按保管期限处置" in page
    assert reverse("hotline:ticket_keep", args=[row.pk]) not in page


def test_the_pages_lead_from_the_list_to_the_mark(
    client: Client, clerk: User, head: User, second: User, intruder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = answered(received(clerk), by=clerk)
    ExternalTicket.objects.filter(pk=row.pk).update(answered_at=NOW.replace(year=NOW.year - 4))
    client.force_login(head)

    assert "拟订清单（12345 工单）" in client.get(reverse("cases:disposal_list")).content.decode()
    made = client.post(reverse("cases:disposal_list"), {"kind": KIND})
    batch = DisposalBatch.objects.get()
    assert made["Location"] == batch.get_absolute_url()
    page = client.get(batch.get_absolute_url()).content.decode()
    assert row.get_absolute_url() in page
    assert "3 年" in page
    assert client.post(reverse("cases:disposal_list"), {"kind": "shift"}).status_code == 404

    client.force_login(second)
    assert "12345 工单 1 件" in client.get(reverse("cases:disposal_confirm", args=[batch.pk])).content.decode()
    mark = reverse("hotline:ticket_keep", args=[row.pk])
    assert client.post(mark, {"reason": " "}).status_code == 200
    assert client.post(mark, {"reason": "诉讼中"}).status_code == 302
    assert "诉讼中" in client.get(row.get_absolute_url()).content.decode()
    assert client.post(mark, {"reason": "已经办结"}).status_code == 302
    row.refresh_from_db()
    assert row.kept_at is None

    client.force_login(user(intruder.org, Role.UNIT_HEAD))
    assert client.get(mark).status_code == 404


def test_less_than_the_law_asks_for_stops_every_command(settings: Settings) -> None:
    assert kept_long_enough() == []
    settings.RETENTION_ORDER_YEARS = 2
    assert [error.id for error in kept_long_enough()] == ["privacy.E002"]
    assert any("工单" in line.label and "2 年" in line.kept for line in schedule())
