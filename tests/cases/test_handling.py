"""Work on a matter: who does it, mediation, diversion, extension, the simple procedure."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import DocumentKind, Petition
from cases.workflow import Status
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, TOLD, Line, accepted, handled, make_line, registered
from tests.cases.moving import errors, opened, sent
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def test_whoever_starts_handles_it_unless_someone_was_named(line: Line) -> None:
    assert handled(line.county).handler == line.county.handler

    row = moved(accepted(line.county), "reassign", by=line.county.clerk, at=NOW, handler=line.county.head)
    assert moved(row, "start", by=line.county.handler, at=NOW).handler == line.county.head


def test_a_handler_is_named_from_ones_own_unit(line: Line, client: Client) -> None:
    row = accepted(line.county)

    with pytest.raises(NotAllowed, match="本单位"):
        moved(row, "reassign", by=line.county.clerk, at=NOW, handler=line.neighbour.handler)
    offered = set(opened(client, row, "reassign", line.county.clerk).context["form"].fields["handler"].queryset)
    assert offered == {line.county.clerk, line.county.handler, line.county.head}


def test_who_steps_aside_neither_works_on_it_nor_is_named_again(line: Line, client: Client) -> None:
    row = moved(handled(line.county), "recuse", by=line.county.handler, at=NOW, note="被投诉人是我表哥。")

    assert row.handler is None
    offered = opened(client, row, "reassign", line.county.clerk).context["form"].fields["handler"].queryset
    assert line.county.handler not in offered
    for move, answers in (
        ("request_extension", {"days": 5}),
        ("mediate", {"mediation_kind": "people", "consent": True}),
    ):
        with pytest.raises(NotAllowed, match="回避"):
            moved(row, move, by=line.county.handler, at=NOW, note="等等。", **answers)


def test_an_extension_is_asked_for_granted_and_told_with_its_reason(line: Line) -> None:
    row = handled(line.county)
    due = row.deadlines.open().get(kind="handle").due_at
    row = moved(row, "request_extension", by=line.county.handler, at=NOW + DAY, note="等伤情鉴定。", days=20)
    assert row.deadlines.open().get(kind="handle").due_at == due

    row = moved(row, "approve_extension", by=line.county.head, at=NOW + 2 * DAY, **TOLD)

    assert row.status == Status.EXTENDED
    assert row.deadlines.open().get().due_at == due + 20 * DAY
    paper = row.documents.get(kind=DocumentKind.EXTENSION)
    assert "等伤情鉴定。" in paper.body
    assert f"{timezone.localdate(due + 20 * DAY)}" in paper.body


def test_a_refused_extension_leaves_the_limit_and_may_be_asked_for_again(line: Line) -> None:
    row = moved(handled(line.county), "request_extension", by=line.county.handler, at=NOW, note="忙。", days=30)
    due = row.deadlines.open().get(kind="handle").due_at

    row = moved(row, "refuse_extension", by=line.county.head, at=NOW, note="理由不充分。")

    assert (row.status, row.deadlines.open().get().due_at) == (Status.HANDLING, due)
    assert (
        moved(row, "request_extension", by=line.county.handler, at=NOW, note="等鉴定。", days=10).extensions.count()
        == 2
    )


def test_the_page_refuses_more_than_thirty_days_beside_the_field(line: Line, client: Client) -> None:
    row = handled(line.county, at=timezone.now())

    answer = sent(client, row, "request_extension", line.county.handler, days="31", note="等鉴定。")

    assert errors(answer) == {"days": ["最长延长 30 日（条例第三十四条）。"]}


def test_an_agreement_is_written_down_and_its_confirmation_reminded_of(line: Line) -> None:
    row = moved(handled(line.county), "mediate", by=line.county.handler, at=NOW, mediation_kind="people", consent=True)
    row = moved(row, "mediation_agreed", by=line.county.handler, at=NOW + DAY, agreed_terms="每月八百元。\n每周探望。")

    assert row.status == Status.HANDLING
    assert "每月八百元。" in row.documents.get(kind=DocumentKind.MEDIATION).body
    assert {duty.kind for duty in row.deadlines.open()} == {"handle", "judicial_confirm", "performance"}

    row = moved(row, "confirm_agreement", by=line.county.handler, at=NOW + 2 * DAY, confirmation="applied")
    assert {duty.kind for duty in row.deadlines.open()} == {"handle", "performance"}
    assert row.mediations.get().confirmation == "applied"


def test_a_failed_mediation_ends_and_handling_goes_on(line: Line) -> None:
    row = moved(handled(line.county), "mediate", by=line.county.handler, at=NOW, mediation_kind="people", consent=True)

    row = moved(row, "mediation_failed", by=line.county.handler, at=NOW + DAY, note="一方拒绝，已告知可以起诉。")

    assert (row.status, row.mediations.get().terms) == (Status.HANDLING, "")
    assert {duty.kind for duty in row.deadlines.open()} == {"handle"}


def agreed(line: Line) -> Petition:
    row = moved(handled(line.county), "mediate", by=line.county.handler, at=NOW, mediation_kind="people", consent=True)
    return moved(row, "mediation_agreed", by=line.county.handler, at=NOW, agreed_terms="每月支付抚养费 800 元。")


def owed(row: Petition, kind: str) -> dt.date | None:
    clock = row.deadlines.open().filter(kind=kind).first()
    return timezone.localdate(clock.due_at) if clock else None


def test_mediation_lasts_longer_only_by_consent_of_both_and_to_a_named_day(line: Line) -> None:
    row = moved(handled(line.county), "mediate", by=line.county.handler, at=NOW, mediation_kind="people", consent=True)
    assert owed(row, "mediation") == dt.date(2026, 12, 23)
    with pytest.raises(NotAllowed, match="双方都同意"):
        prolong(row, line, until=dt.date(2027, 1, 10), consent=False)
    with pytest.raises(NotAllowed, match="晚于原定的 2026-12-23"):
        prolong(row, line, until=dt.date(2026, 12, 23))

    row = prolong(row, line, until=dt.date(2027, 1, 10))

    assert (row.status, owed(row, "mediation")) == (Status.MEDIATING, dt.date(2027, 1, 10))


def prolong(row: Petition, line: Line, *, until: dt.date, consent: bool = True) -> Petition:
    return moved(
        row, "prolong_mediation", by=line.county.handler, at=NOW, note="等鉴定。", consent=consent, mediate_until=until
    )


def test_an_agreement_is_looked_after_until_it_is_performed(line: Line) -> None:
    row = agreed(line)
    assert owed(row, "performance") == dt.date(2026, 12, 23)

    row = performed(row, line, "partly", at=NOW + 20 * DAY)
    assert owed(row, "performance") == dt.date(2027, 1, 12)  # looked after again
    row = performed(row, line, "done", at=NOW + 40 * DAY)

    assert (owed(row, "performance"), row.mediations.get().performance) == (None, "done")
    with pytest.raises(NotAllowed, match="没有等待回访"):
        performed(row, line, "done", at=NOW + 41 * DAY)


def performed(row: Petition, line: Line, how: str, *, at: dt.datetime) -> Petition:
    return moved(row, "record_performance", by=line.county.handler, at=at, note="已回访。", performance=how)


def test_a_second_agreement_takes_the_place_of_the_first(line: Line) -> None:
    row = agreed(line)
    row = moved(row, "mediate", by=line.county.handler, at=NOW + DAY, mediation_kind="people", consent=True)

    row = moved(row, "mediation_agreed", by=line.county.handler, at=NOW + 2 * DAY, agreed_terms="改为每月 1000 元。")

    assert owed(row, "judicial_confirm") == owed(row, "performance") == dt.date(2026, 12, 25)


@pytest.mark.parametrize(
    ("remedy", "known_on", "until"),
    [
        ("labour_arbitration", "2026-03-01", "2027-03-01"),  # 一年
        ("land_arbitration", "2026-03-01", "2028-03-01"),  # 二年
        ("reconsideration", "2026-11-01", "2026-12-31"),  # 六十日
        ("collective_decision", "2026-02-28", "2027-02-28"),  # 一年
        ("litigation", "2026-03-01", None),
    ],
)
def test_a_diversion_says_until_when_the_other_procedure_may_be_begun(
    line: Line, remedy: str, known_on: str, until: str | None
) -> None:
    row = moved(
        handled(line.county),
        "divert",
        by=line.county.handler,
        at=NOW,
        remedy=remedy,
        known_on=dt.date.fromisoformat(known_on),
        competent_organ="滨城区劳动人事争议仲裁委员会",
        **TOLD,
    )

    diversion, body = row.diversions.get(), row.documents.get(kind=DocumentKind.DIVERSION).body
    assert (str(diversion.until) if diversion.until else None) == until
    assert ("届满" in body, until is None or until in body) == (until is not None, True)
    assert {duty.kind: duty.outcome for duty in row.deadlines.all()} == {
        "notice": "met",
        "handle": "cancelled",
        "diversion_follow_up": "",
    }


def test_the_simple_procedure_may_be_left_for_the_ordinary_one(line: Line) -> None:
    row = moved(accepted(line.county, procedure="simple"), "start", by=line.county.handler, at=NOW)

    row = moved(row, "to_ordinary", by=line.county.handler, at=NOW + 5 * DAY, note="情况复杂。")

    duty = row.deadlines.open().get()
    assert (duty.rule.code, duty.opened_at, str(timezone.localdate(duty.due_at))) == ("handle", NOW, "2027-01-22")


def test_a_refusal_names_its_reason_and_is_told_in_writing(line: Line, client: Client) -> None:
    row = registered(line.county, at=timezone.now())
    answers = {"refusal": "litigation", "note": "已由法院立案。", "told_how": "in_person"}

    assert sent(client, row, "refuse", line.neighbour.clerk, **answers).status_code == 404
    assert sent(client, row, "refuse", line.county.handler, **answers).status_code == 403
    assert errors(sent(client, row, "refuse", line.county.clerk)) == {
        "refusal": ["请选择不予受理的原因。"],
        "note": ["请填写理由。"],
        "told_how": ["请选择告知信访人的方式。"],
    }
    assert sent(client, row, "refuse", line.county.clerk, **answers).status_code == 302

    row.refresh_from_db()
    assert (row.status, row.refusal) == (Status.NOT_ACCEPTED, "litigation")
    assert "已由法院立案。" in row.documents.get().body
    assert row.deadlines.get().outcome == "met"


def test_danger_is_assessed_with_its_reason_and_bars_mediation(line: Line, client: Client) -> None:
    row = handled(line.county, at=timezone.now())
    client.force_login(line.county.handler)
    assert "开始调解" in client.get(row.get_absolute_url()).content.decode()

    assert sent(client, row, "assess_danger", line.county.handler, danger="high").status_code == 200
    assert sent(client, row, "assess_danger", line.county.handler, danger="high", note="持刀威胁。").status_code == 302

    page = client.get(row.get_absolute_url()).content.decode()
    assert "高度危险" in page
    assert "开始调解" not in page
