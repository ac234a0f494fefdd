"""The list of applications as a file: as it is filtered, without reports and opinions, and written down."""

import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.orgs.models import Level
from stations.actions.checklists import load_checklists
from stations.models import Accreditation
from tests.factories import ProvinceTree, user
from tests.stations.checking import applied, checked, moved
from tests.stations.stations import station

EXPORT = "/stations/accreditations/export/"


@pytest.fixture
def head(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.UNIT_HEAD)


@pytest.fixture
def row(head: User, tree: ProvinceTree) -> Accreditation:
    """Named by the county; of a second station there is a draft."""
    at = timezone.now()
    load_checklists(at=at)
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER)
    place = station(tree.beizhen, by=worker, name="北镇街道妇女维权站")
    checked(place, head, at=at)
    asked = moved(applied(place, worker, Level.COUNTY, at=at), "submit_county", by=worker, at=at)
    applied(station(tree.beizhen, by=worker, name="未报送站"), worker, Level.COUNTY, at=at)
    return moved(asked, "name_county", by=head, at=at)


def taken(client: Client, reader: User, asked: str = "") -> list[str]:
    client.force_login(reader)
    answer = client.post(f"{EXPORT}?{asked}", {"reason": "报送市妇联"})
    if answer["Content-Type"].startswith("text/html"):
        return []
    book = load_workbook(io.BytesIO(answer.content))
    return [str(cell.value) for sheet in book for line in sheet for cell in line]


def test_the_file_holds_what_is_seen_and_no_report_or_opinion(client: Client, row: Accreditation, head: User) -> None:
    cells = taken(client, head)

    assert {"北镇街道妇女维权站", "已命名", str(row.valid_until), "报送市妇联", "县级"} <= set(cells)
    assert "未报送站" not in cells
    assert not any("服务 300 人次" in cell or "材料属实" in cell for cell in cells)
    assert AccessEvent.objects.filter(verb="accreditation.export", actor=head).count() == 1
    assert AccessEvent.objects.filter(verb="accreditation.take_out", object_id=row.pk).exists()


def test_the_file_is_filtered_as_the_list_is(client: Client, row: Accreditation, head: User) -> None:
    assert taken(client, head, "tab=waiting") == []
    assert taken(client, head, "level=1") == []
    cells = taken(client, head, "tab=standing&level=3")
    assert "北镇街道妇女维权站" in cells
    assert "级别、示范单位" in cells


def test_another_county_takes_nothing_out(client: Client, row: Accreditation, tree: ProvinceTree) -> None:
    assert taken(client, user(tree.huimin, Role.UNIT_HEAD)) == []
    assert not AccessEvent.objects.filter(verb="accreditation.take_out").exists()
