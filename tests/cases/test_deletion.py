"""A deletion that is granted: put before the disposal, or where the law keeps the file, kept and no more (art. 47)."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.disposals import cancel, confirm, draw_up
from cases.actions.legal_holds import mark_hold
from cases.actions.rights import Asked, decide_request, take_request
from cases.actions.unmasking import ask, show
from cases.disposal.running import run_next
from cases.models import Party, Petition, RightsRequest
from cases.unmasking import Field, Purpose
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from fedportal.privacy.models import DisposalBatch, Tombstone
from tests.cases.disposals import LATER, archived, second
from tests.cases.lives import Line, make_line
from tests.cases.samples import NOW
from tests.factories import ProvinceTree

DELETE = Asked("delete", "self", "王小芳", "card")
WHY = {"purpose": Purpose.CONTACT, "reason": "核对。"}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def granted(row: Petition, line: Line, *, at: dt.datetime, party: Party | None = None) -> RightsRequest:
    her = party or row.parties.get(role="petitioner")
    made = take_request(her, DELETE, received_at=at, by=line.county.handler, at=at)
    return decide_request(made, granted=True, answer="同意删除。", by=line.county.head, at=at)


def test_a_file_whose_time_is_over_stands_on_a_list_of_its_own_for_a_second_person(line: Line) -> None:
    row, other = archived(line), archived(line, name="李四妹")

    granted(row, line, at=LATER)

    batch = DisposalBatch.objects.get()
    assert list(batch.items.values_list("object_id", flat=True)) == [row.pk]
    assert (batch.drawn_by, "本人要求删除" in batch.rule) == (line.county.head, True)
    assert Notice.objects.filter(text__contains="处置清单待确认").exists()
    with pytest.raises(NotAllowed, match="另一人确认"):
        confirm(batch, by=line.county.head, at=LATER)
    confirm(batch, by=second(line), at=LATER)
    while run_next(LATER):
        pass
    row.refresh_from_db()
    assert row.disposed_at == LATER
    assert row.parties.get().name == ""
    assert "本人要求删除" in Tombstone.objects.get().rule
    other.refresh_from_db()
    assert other.disposed_at is None


def test_what_stands_on_a_list_already_is_not_listed_twice(line: Line) -> None:
    row = archived(line)
    made = take_request(row.parties.get(), DELETE, received_at=LATER, by=line.county.handler, at=LATER)
    archived(line, name="李四妹")
    draw_up(by=line.county.clerk, at=LATER)  # without this one: it waits for an answer

    decide_request(made, granted=True, answer="同意。", by=line.county.head, at=LATER)

    assert [batch.items.count() for batch in DisposalBatch.objects.order_by("pk")] == [1, 1]
    with pytest.raises(NotAllowed, match="没有保管期限届满"):
        draw_up(by=line.county.clerk, at=LATER)
    cancel(DisposalBatch.objects.latest("pk"), reason="另行拟订", by=line.county.clerk, at=LATER)
    assert draw_up(by=line.county.clerk, at=LATER).items.get().object_id == row.pk


@pytest.mark.parametrize("held", ["time", "hold"])
def test_where_the_law_keeps_the_file_her_data_is_kept_and_no_more(line: Line, client: Client, held: str) -> None:
    at = timezone.now()
    row = archived(line, at=at)
    if held == "hold":
        mark_hold(row, reason="法院调卷", by=line.county.head, at=at)
    her = row.parties.get()
    her.petition = row
    assert show(her, Field.PHONE, **WHY, by=line.county.handler, at=at) == "13854312345"

    made = granted(row, line, at=at)

    assert not DisposalBatch.objects.exists()
    for verb in (show, ask):
        with pytest.raises(NotAllowed, match="只保存"):
            verb(her, Field.PHONE if verb is show else Field.NAME, **WHY, by=_asker(verb, line), at=at)
    client.force_login(line.county.head)
    assert "限制处理" in client.get(row.get_absolute_url()).content.decode()
    assert "只保存：隐去的内容不再查看" in client.get(made.get_absolute_url()).content.decode()
    asked = client.get(reverse("cases:petition_export"))
    assert (asked.context["count"], asked.context["restricted"]) == (0, 1)
    printed = client.post(reverse("cases:petition_print"), {"pick": [row.pk]})
    assert printed.status_code == 302


def _asker(verb: object, line: Line) -> object:
    """Who is shown it at once, and who has to ask: above, where names are masked."""
    return line.county.handler if verb is show else line.city.clerk


def test_once_its_time_is_over_the_ordinary_list_takes_it(line: Line) -> None:
    row = archived(line)
    granted(row, line, at=NOW)

    assert draw_up(by=line.county.clerk, at=LATER).items.get().object_id == row.pk


def test_what_another_person_of_the_matter_asks_restricts_her_own_data_alone(line: Line) -> None:
    row = archived(line)
    other = Party.objects.create(
        petition=row, role=Party.Role.RESPONDENT, name="张三", phone="13700001111", sex=Party.Sex.MALE
    )

    granted(row, line, at=NOW, party=other)

    her = row.parties.get(role="petitioner")
    her.petition = other.petition = row
    assert show(her, Field.PHONE, **WHY, by=line.county.handler, at=NOW) == "13854312345"
    with pytest.raises(NotAllowed, match="只保存"):
        show(other, Field.PHONE, **WHY, by=line.county.handler, at=NOW)
    assert Petition.objects.leaving().filter(pk=row.pk).exists()
    assert not Petition.objects.restricted().exists()
