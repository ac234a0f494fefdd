"""Opinions and their way up: review by the level above, re-review by the one above that, hearings, finality."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.documents import serve_document
from cases.models import Document, DocumentKind
from cases.workflow import Status
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import (
    DAY,
    FOUND,
    TOLD,
    Line,
    decided,
    handled,
    make_line,
    reviewed,
    under_recheck,
    under_review,
)
from tests.cases.moving import sent
from tests.cases.samples import NOW, moved, risen
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


KEEP = {"outcome": "keep", **FOUND, **TOLD}
SUPPORT = {"result": "support", **FOUND, **TOLD}


def test_an_opinion_states_request_facts_basis_and_the_way_up(line: Line) -> None:
    row = decided(line.county)

    paper = row.documents.get(kind=DocumentKind.OPINION)
    assert row.status == Status.OPINION_ISSUED
    for words in (row.request, FOUND["findings"], FOUND["basis"], "支持", "30 日内向滨州市妇女联合会申请复查"):
        assert words in paper.body
    assert paper.number == "鲁滨城妇信处〔2026〕1号"
    assert row.opinions.get().document == paper


@pytest.mark.parametrize("secret", ["13854312345", "黄河五路", "11010519491231002X"])
def test_no_paper_holds_an_address_or_a_number(line: Line, secret: str) -> None:
    for paper in Document.objects.filter(petition=under_recheck(line)):
        assert secret not in paper.body + paper.title + paper.main_to


def test_the_clock_stops_when_the_opinion_is_served_not_when_it_is_written(line: Line) -> None:
    row = decided(line.county, told_how="later")
    assert row.deadlines.open().get().kind == "handle"

    paper = row.documents.get(kind=DocumentKind.OPINION)
    serve_document(paper, how="in_person", served_at=NOW + 3 * DAY, by=line.county.clerk, at=NOW + 4 * DAY)

    duty = row.deadlines.get(kind="handle")
    assert (duty.closed_at, duty.outcome) == (NOW + 3 * DAY, "met")


def test_the_reviewing_unit_sees_the_whole_file_for_as_long_as_it_reviews(line: Line, client: Client) -> None:
    row = under_review(line, at=timezone.now() - 5 * DAY)
    page = _page(client, row, line.city.head)
    address = reverse("cases:party_unmask", args=[row.parties.get().pk, "address"])
    assert "王小芳" in page
    assert "黄河五路 385 号" not in page  # asked for, with a reason, it is shown
    asked = client.post(address, {"purpose": "verify", "reason": "核对送达地址。"})
    assert "黄河五路 385 号" in asked.content.decode()
    assert "王小芳" not in _page(client, row, line.province.head)

    row = moved(row, "decide_review", by=line.city.head, at=timezone.now(), note="维持。", **KEEP)

    assert "黄河五路 385 号" not in _page(client, row, line.city.head)
    assert client.get(reverse("cases:petition_looks", args=[row.pk])).status_code == 403


def _page(client: Client, row: object, reader: object) -> str:
    client.force_login(reader)
    return client.get(row.get_absolute_url()).content.decode()


def test_another_county_may_neither_ask_nor_decide(line: Line, client: Client) -> None:
    row = risen(under_review(line, at=timezone.now() - 5 * DAY), line.tree.shandong)

    answer = {"note": "撤销。", "outcome": "change", **FOUND, **TOLD}
    assert sent(client, row, "decide_review", line.neighbour.head, **answer).status_code == 404
    assert sent(client, row, "decide_review", line.county.head, **answer).status_code == 409
    assert sent(client, row, "decide_review", line.province.head, **answer).status_code == 409
    assert sent(client, row, "decide_review", line.city.handler, **answer).status_code == 403
    assert sent(client, row, "decide_review", line.city.head, **answer).status_code == 302


def test_sent_back_the_unit_handles_it_again_with_its_whole_limit(line: Line) -> None:
    row = reviewed(line, outcome="redo")

    assert (row.status, row.org) == (Status.REOPENED, line.tree.bincheng)
    duty = row.deadlines.open().get()
    assert (duty.kind, duty.org, duty.opened_at) == ("handle", line.tree.bincheng, NOW + 2 * DAY)
    row = moved(row, "start", by=line.county.handler, at=NOW + 3 * DAY)
    row = moved(
        row,
        "issue_opinion",
        by=line.county.head,
        at=NOW + 4 * DAY,
        note="予以支持。",
        result="support",
        **FOUND,
        **TOLD,
    )
    asked = NOW + 5 * DAY
    row = moved(row, "ask_review", by=line.city.clerk, at=asked, note="仍不服。", requested_on=asked.date())
    assert row.status == Status.UNDER_REVIEW


def test_the_re_review_ends_the_matter_for_good(line: Line) -> None:
    row = under_recheck(line)

    row = moved(row, "decide_recheck", by=line.province.head, at=NOW + 9 * DAY, note="维持。", **KEEP)

    assert (row.status, row.closed_at) == (Status.TERMINATED, NOW + 9 * DAY)
    assert not row.deadlines.open().exists()
    assert "信访终结意见" in row.documents.get(kind=DocumentKind.RECHECK).body
    with pytest.raises(NotAllowed):
        moved(row, "ask_recheck", by=line.province.clerk, at=NOW + 10 * DAY, note="再来。", requested_on=NOW.date())


def test_the_days_of_a_hearing_are_not_counted_in_a_re_review(line: Line) -> None:
    row = under_recheck(line)
    due = row.deadlines.open().get(kind="recheck").due_at
    first = (NOW + 5 * DAY).date()

    row = moved(
        row,
        "hold_hearing",
        by=line.province.head,
        at=NOW + 4 * DAY,
        note="土地确权，三人听证。",
        hearing_from=first,
        hearing_until=first + 9 * DAY,
    )
    assert row.deadlines.open().get(kind="recheck").due_at == due + 10 * DAY

    with pytest.raises(NotAllowed, match="听证尚未登记结果"):
        moved(
            row,
            "decide_recheck",
            by=line.province.head,
            at=NOW + 9 * DAY,
            note="快。",
            outcome="keep",
            **FOUND,
            **TOLD,
        )
    row = moved(row, "end_hearing", by=line.province.head, at=NOW + 9 * DAY, note="一致。", held_until=first + 3 * DAY)
    assert row.deadlines.open().get(kind="recheck").due_at == due + 4 * DAY


def test_a_hearing_in_handling_changes_no_limit(line: Line) -> None:
    row = handled(line.county)
    due = row.deadlines.open().get(kind="handle").due_at
    first = (NOW + DAY).date()

    row = moved(
        row,
        "hold_hearing",
        by=line.county.head,
        at=NOW,
        note="听取各方意见。",
        hearing_from=first,
        hearing_until=first,
    )

    assert row.deadlines.open().get(kind="handle").due_at == due


def test_above_the_province_there_is_no_desk_here(line: Line) -> None:
    row = decided(line.province)

    with pytest.raises(NotAllowed, match="全国妇联"):
        moved(row, "ask_review", by=line.province.clerk, at=NOW + DAY, note="不服。", requested_on=NOW.date())
    row = decided(line.city)
    row = moved(row, "ask_review", by=line.province.clerk, at=NOW + DAY, note="不服。", requested_on=NOW.date())
    row = moved(row, "decide_review", by=line.province.head, at=NOW + DAY, note="维持。", **KEEP)
    with pytest.raises(NotAllowed, match="全国妇联"):
        moved(
            row, "ask_recheck", by=line.province.clerk, at=NOW + DAY, note="不服。", requested_on=dt.date(2026, 11, 24)
        )
