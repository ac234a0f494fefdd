"""The pages of disposal: drawn up, looked through, confirmed by another on a page of its own, and what they show."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.disposal.running import run_next
from cases.models import Archive, Petition
from cases.models.erasable import STRUCK
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.privacy.models import DisposalBatch
from fedportal.privacy.retention import years_before
from tests.cases.disposals import archived, second
from tests.cases.lives import Line, make_line
from tests.factories import ProvinceTree, user


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def due_now(line: Line, **fields: object) -> Petition:
    """A matter of the county whose ten years are over today."""
    now = timezone.now()
    row = archived(line, at=now, **fields)
    Archive.objects.filter(petition=row).update(at=years_before(now, 10))
    return row


def post(client: Client, by: User, name: str, *args: object, **data: object) -> object:
    client.force_login(by)
    return client.post(reverse(f"cases:{name}", args=args), data)


def page(client: Client, by: User, name: str, *args: object) -> str:
    client.force_login(by)
    return client.get(reverse(f"cases:{name}", args=args)).content.decode()


def test_two_persons_take_it_from_the_list_to_the_end(line: Line, client: Client) -> None:
    row, other = due_now(line), second(line)
    assert "1 件" in page(client, line.county.clerk, "disposal_list")

    drawn = post(client, line.county.clerk, "disposal_list")
    batch = DisposalBatch.objects.get()
    assert drawn.url == batch.get_absolute_url()

    own, theirs = (page(client, by, "disposal", batch.pk) for by in (line.county.clerk, other))
    confirm = reverse("cases:disposal_confirm", args=[batch.pk])
    assert (confirm in own, confirm in theirs) == (False, True)
    assert "清单由您拟订" in own
    assert "不能恢复" in page(client, other, "disposal_confirm", batch.pk)
    assert post(client, other, "disposal_confirm", batch.pk).status_code == 200  # not ticked
    assert post(client, line.county.clerk, "disposal_confirm", batch.pk, looked="on").status_code == 409
    assert post(client, other, "disposal_confirm", batch.pk, looked="on").status_code == 302

    while run_next(timezone.now()):
        pass
    told = page(client, other, "disposal", batch.pk)
    assert "已完成" in told
    assert "已处置" in told
    case = page(client, line.county.clerk, "petition", row.pk)
    assert "按保管期限处置" in case
    assert STRUCK in case
    assert "王小芳" not in case


def test_a_line_is_taken_off_with_a_reason_and_the_list_called_off(line: Line, client: Client) -> None:
    kept = due_now(line)
    due_now(line, name="别人")
    post(client, line.county.clerk, "disposal_list")
    batch = DisposalBatch.objects.get()
    item = batch.items.get(object_id=kept.pk)

    assert post(client, line.county.head, "disposal_item", item.pk, reason=" ").status_code == 200
    post(client, line.county.head, "disposal_item", item.pk, reason="本人正在诉讼")
    assert batch.items.count() == 1
    assert "本人正在诉讼" in page(client, line.county.clerk, "petition", kept.pk)
    post(client, line.county.head, "disposal", batch.pk, reason="重新拟订")

    batch.refresh_from_db()
    assert batch.cancel_reason == "重新拟订"
    assert "已取消" in page(client, line.county.clerk, "disposal_list")


def test_a_hold_is_marked_and_lifted_on_its_page(line: Line, client: Client) -> None:
    row = due_now(line)

    post(client, line.county.clerk, "hold", row.pk, reason="行政复议中")
    assert row.legal_holds.standing().get().reason == "行政复议中"
    assert post(client, line.county.clerk, "disposal_list").status_code == 409
    post(client, line.county.clerk, "hold", row.pk, reason="复议已结")

    assert not row.legal_holds.standing().exists()
    assert row.legal_holds.get().ended_words == "复议已结"


def test_administrators_and_other_units_see_nothing_of_it(line: Line, client: Client) -> None:
    row = due_now(line)
    post(client, line.county.clerk, "disposal_list")
    batch = DisposalBatch.objects.get()

    for role in (Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN, Role.HANDLER):
        client.force_login(user(line.tree.bincheng, role))
        for name, pk in (("disposal", batch.pk), ("disposal_confirm", batch.pk), ("hold", row.pk)):
            assert client.get(reverse(f"cases:{name}", args=[pk])).status_code == 403
    for stranger in (line.neighbour.head, line.city.head):
        client.force_login(stranger)
        for name in ("disposal", "disposal_confirm"):
            assert client.post(reverse(f"cases:{name}", args=[batch.pk]), {"looked": "on"}).status_code == 404
