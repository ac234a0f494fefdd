"""Notes of work: a line in the case's story, and the hint to step aside."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.handling_steps import record_step
from cases.models import HandlingStep, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, handled, make_line
from tests.cases.samples import NOW, moved, petition
from tests.factories import ProvinceTree, user

TALK = {"kind": "comfort", "place": "村委会", "people": "村妇联主席", "note": "安抚情绪，说明后续安排。"}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def typed(client: Client, row: Petition, by: User, **fields: object) -> object:
    client.force_login(by)
    form = TALK | {"happened_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"} | fields
    return client.post(reverse("cases:step_add", args=[row.pk]), form)


def test_a_note_stands_on_the_timeline(client: Client, line: Line) -> None:
    row = handled(line.county, at=timezone.now())

    assert typed(client, row, line.county.handler)["Location"] == row.get_absolute_url()

    made = row.handling_steps.get()
    assert (made.kind, made.place, made.recorded_by) == ("comfort", "村委会", line.county.handler)
    told = client.get(row.get_absolute_url()).content.decode()
    for words in ("情绪疏导", "地点：村委会", "参加人员：村妇联主席", "安抚情绪，说明后续安排。"):
        assert words in told
    assert AccessEvent.objects.get(verb="step.record").detail == {"kind": "comfort"}


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(client: Client, line: Line) -> None:
    row = handled(line.county, at=timezone.now())

    answer = typed(client, row, line.county.handler, kind="", note="")

    assert set(answer.context["form"].errors) == {"kind", "note"}
    assert "村委会" in answer.content.decode()
    assert not row.handling_steps.exists()


def test_a_moment_to_come_is_refused(client: Client, line: Line) -> None:
    row = handled(line.county, at=timezone.now())
    tomorrow = timezone.localtime() + DAY

    answer = typed(client, row, line.county.handler, happened_at=f"{tomorrow:%Y-%m-%dT%H:%M}")

    assert answer.status_code == 409
    assert "不能晚于现在" in answer.content.decode()


def test_only_the_holder_writes_notes(client: Client, line: Line) -> None:
    row = handled(line.county, at=timezone.now())

    assert typed(client, row, line.city.clerk).status_code == 404
    assert typed(client, row, line.neighbour.clerk).status_code == 404
    assert typed(client, row, user(line.tree.bincheng, Role.SUPERVISOR)).status_code == 403
    with pytest.raises(NotAllowed, match="只有承办单位"):
        record_step(row, **TALK, happened_at=NOW, by=line.city.clerk, at=NOW)


def test_an_archived_file_takes_no_more_notes(line: Line) -> None:
    said = {"withdrawn_how": "phone", "safety": "已单独确认。"}
    row = moved(handled(line.county), "withdraw", by=line.county.clerk, at=NOW, note="和好。", **said)
    moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y")

    with pytest.raises(NotAllowed, match="归档"):
        record_step(row, **TALK, happened_at=NOW, by=line.county.handler, at=NOW + DAY)


def test_what_is_written_stays_written(line: Line) -> None:
    made = record_step(handled(line.county), **TALK, happened_at=NOW, by=line.county.handler, at=NOW)

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        HandlingStep.objects.filter(pk=made.pk).update(note="改过。")


@pytest.mark.parametrize(
    ("handler", "petitioner", "hinted"),
    [("王建国", "王小芳", True), ("欧阳兰", "欧阳小兰", True), ("欧阳兰", "欧小兰", False), ("李敏", "王小芳", False)],
)
def test_the_same_surname_is_a_hint_and_never_a_bar(
    client: Client, tree: ProvinceTree, law: None, handler: str, petitioner: str, hinted: bool
) -> None:
    by = user(tree.bincheng, Role.SECTION_HEAD, name=handler)
    row = petition(by, at=timezone.now(), name=petitioner)
    client.force_login(by)

    told = client.get(row.get_absolute_url()).content.decode()

    assert ("您与信访人同姓" in told) == hinted
    at = timezone.now()
    row = moved(row, "accept", by=by, at=at, route="opinion", told_how="phone")
    assert moved(row, "start", by=by, at=at).handler == by


def test_who_works_in_the_village_of_the_matter_is_reminded_until_she_steps_aside(
    client: Client, tree: ProvinceTree, law: None
) -> None:
    by = user(tree.village, Role.VILLAGE_WORKER, name="赵霞")
    row = petition(by, at=timezone.now() - dt.timedelta(hours=1))
    client.force_login(by)

    assert "问题发生在您工作的新兴社区" in client.get(row.get_absolute_url()).content.decode()
    moved(row, "recuse", by=by, at=timezone.now(), note="当事人是邻居。")
    assert "问题发生在您工作的" not in client.get(row.get_absolute_url()).content.decode()


def test_a_superior_sees_neither_the_form_nor_the_hint(client: Client, line: Line) -> None:
    row = handled(line.county, at=timezone.now(), name=line.city.clerk.name)
    client.force_login(line.city.clerk)

    told = client.get(row.get_absolute_url()).content.decode()

    assert "登记办理记录" not in told
    assert "同姓" not in told
