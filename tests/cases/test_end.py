"""How a matter ends otherwise than by an answer: withdrawn, archived."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from cases.actions.ending import digest_of, is_unchanged, manifest_of
from cases.models import Archive, Petition
from cases.workflow import MOVES, Status
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, accepted, decided, handled, make_line
from tests.cases.moving import opened, sent
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


SAFE = {"withdrawn_how": "phone", "safety": "已单独确认。"}


def closed(line: Line) -> Petition:
    return moved(decided(line.county), "close", by=line.county.clerk, at=NOW + DAY, agreed=True)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"category": "family.dv"}, True),
        ({"category": "labour.wages", "minor": True}, True),
        ({"category": "labour.wages"}, False),
    ],
)
def test_safety_is_asked_about_where_someone_may_be_in_danger(
    line: Line, client: Client, fields: dict[str, object], asked: bool
) -> None:
    row = handled(line.county, at=timezone.now(), **fields)

    assert ("safety" in opened(client, row, "withdraw", line.county.clerk).context["form"].fields) == asked


def test_withdrawn_all_clocks_end_and_what_was_said_stays(line: Line) -> None:
    row = moved(
        handled(line.county, category="family.dv"),
        "withdraw",
        by=line.county.clerk,
        at=NOW + DAY,
        note="双方已和好。",
        withdrawn_how="in_person",
        safety="单独当面谈话，确认自愿、安全。",
    )

    assert (row.status, row.closed_at) == (Status.WITHDRAWN, NOW + DAY)
    assert not row.deadlines.open().exists()
    assert row.events.latest("pk").data["safety"] == "单独当面谈话，确认自愿、安全。"


def test_an_archived_file_is_locked_and_proves_itself(line: Line, client: Client) -> None:
    row = moved(closed(line), "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="forever")

    assert row.status == Status.ARCHIVED
    assert {paper["number"] for paper in row.archive.manifest["papers"]} == set(
        row.documents.values_list("number", flat=True)
    )
    assert is_unchanged(row)
    answers = {name: sent(client, row, name, line.county.head, note="再办").status_code for name in MOVES}
    assert set(answers.values()) == {409}


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE cases_document SET body = body || '。' WHERE petition_id = %s",
        "UPDATE cases_party SET name = '李某' WHERE petition_id = %s",
        "UPDATE cases_party SET phone = address WHERE petition_id = %s",
        "UPDATE cases_archive SET manifest = '{}' WHERE petition_id = %s",
        "UPDATE cases_archive SET digest = repeat('0', 64) WHERE petition_id = %s",
    ],
)
def test_whoever_changes_the_file_behind_the_portals_back_is_found_out(line: Line, tamper: str) -> None:
    row = moved(closed(line), "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="10y")

    with connection.cursor() as cursor:
        cursor.execute(tamper, [row.pk])

    assert not is_unchanged(Petition.objects.get(pk=row.pk))


def test_a_manifest_rewritten_with_the_key_at_hand_is_found_out_by_its_digest(line: Line) -> None:
    row = moved(closed(line), "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="10y")
    Archive.objects.filter(petition=row).update(manifest=row.archive.manifest | {"number": "别的"})

    assert not is_unchanged(Petition.objects.get(pk=row.pk))


def test_nobody_guesses_a_number_by_what_the_manifest_says_of_people(line: Line) -> None:
    one, other = closed(line), closed(line)
    for row in (one, other):
        moved(row, "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="10y")

    people = [Petition.objects.get(pk=row.pk).archive.manifest["people"] for row in (one, other)]

    assert people[0] != people[1]  # of the same woman


def test_a_file_from_before_there_was_a_salt_still_proves_itself(line: Line) -> None:
    row = moved(closed(line), "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="10y")
    plain = manifest_of(row)
    plain["events"] = row.archive.manifest["events"]
    Archive.objects.filter(petition=row).update(manifest=plain, digest=digest_of(plain))

    assert is_unchanged(Petition.objects.get(pk=row.pk))


def test_a_file_with_a_paper_that_was_never_served_is_not_complete(line: Line) -> None:
    row = accepted(line.county)
    row = moved(row, "start", by=line.county.handler, at=NOW)
    row = moved(
        row, "withdraw", by=line.county.clerk, at=NOW, note="和好。", withdrawn_how="phone", safety="已单独确认。"
    )
    assert moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y").status == Status.ARCHIVED

    row = moved(handled(line.county), "request_extension", by=line.county.handler, at=NOW, note="等鉴定。", days=5)
    row = moved(row, "approve_extension", by=line.county.head, at=NOW, told_how="later")
    row = moved(
        row, "withdraw", by=line.county.clerk, at=NOW, note="和好。", withdrawn_how="phone", safety="已单独确认。"
    )
    with pytest.raises(NotAllowed, match="卷宗不全"):
        moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y")


def test_what_waits_for_its_paper_is_not_closed(line: Line) -> None:
    row = accepted(line.county, category="labour.wages")
    row.refresh_from_db()
    row = moved(
        row,
        "divert",
        by=line.county.handler,
        at=NOW,
        remedy="litigation",
        known_on=NOW.date(),
        competent_organ="滨城区人民法院",
        told_how="later",
    )

    with pytest.raises(NotAllowed, match="还有公文没有登记送达"):
        moved(row, "close", by=line.county.clerk, at=NOW)


def test_the_database_itself_locks_what_an_archived_matter_says(line: Line) -> None:
    row = moved(closed(line), "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="10y")

    for column in ("facts", "request", "status"):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Petition.objects.filter(pk=row.pk).update(**{column: "closed"})
    Petition.objects.filter(pk=row.pk).update(org=line.tree.huimin, org_code=line.tree.huimin.code)
