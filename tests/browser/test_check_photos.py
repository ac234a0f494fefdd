"""Photos of a check on a bad line: each is sent when it is taken, and one that cannot be waits for the line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fedportal.accounts.roles import Role
from stations.actions.checklists import load_checklists
from stations.actions.station_checks import begin_check
from stations.models import CheckPhoto
from tests.browser.test_call_journey import SignIn
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law
from tests.stations.checking import a_photo
from tests.stations.stations import station

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = {"width": 360, "height": 780}


def test_a_photo_waits_for_the_line_and_the_form_for_the_photo(
    live_server: object,
    open_window: Callable[..., Page],
    tree: ProvinceTree,
    sign_in: SignIn,
    tmp_path: Path,
) -> None:
    load_law()
    at = timezone.now()
    load_checklists(at=at)
    head = user(tree.bincheng, Role.UNIT_HEAD)
    place = station(tree.beizhen, by=user(tree.beizhen, Role.TOWNSHIP_WORKER))
    row = begin_check(place, "yearly", checked_on=timezone.localdate(at), by=head, at=at)
    taken = tmp_path / "IMG_1.png"
    taken.write_bytes(a_photo().content)
    phone = open_window(SMALL)
    sign_in(phone, head)
    phone.goto(row.get_absolute_url())
    item = phone.locator(".check-item", has=phone.locator("input[type=file]")).first
    item.get_by_role("radio").first.check()

    phone.context.set_offline(True)
    item.locator("input[type=file]").set_input_files(taken)
    expect(item.locator(".check-sending")).to_contain_text("网络不通，照片还在本页")
    phone.get_by_role("button", name="保存", exact=True).click()
    expect(item.locator(".check-sending")).to_contain_text("照片还在本页")
    assert not CheckPhoto.objects.exists()

    phone.context.set_offline(False)
    expect(item.locator("[data-photos] img")).to_have_count(1)
    expect(item.locator(".check-sending")).to_have_count(0)
    phone.get_by_role("button", name="保存", exact=True).click()
    expect(phone.locator(".message-success")).to_contain_text("已保存")
    assert CheckPhoto.objects.get().answer.met
