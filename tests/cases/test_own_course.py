"""Her course of violence is handed to herself alone, without what leads to her and without what is another's."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.actions.parties import add_party
from cases.actions.rights import Asked, decide_request, take_request
from cases.actions.violence.orders import Application, Ruling, apply_for_order, plan_safety, record_ruling
from cases.actions.violence.reports import record_result
from cases.models import Party, ViolenceCase
from fedportal.accounts.models import User
from tests.cases.lives import DAY, Line, make_line
from tests.cases.violence import HIGH, assessed, called, found_safe, pressed
from tests.factories import ProvinceTree

SECRET = ("暗号派出所", "暗号安全屋", "暗号方案", "暗号起因", "行政处罚", "治安管理处罚", "暗号回访")


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def row(line: Line, client: Client) -> ViolenceCase:
    """Assessed, reported, planned, protected, visited, with a certificate."""
    by, at = line.county.handler, timezone.now()
    made = assessed(line.county, HIGH, at=at, history="暗号起因", wish_words="我要离开。")
    report = called(made.petition, line.county, at=at, station="暗号派出所", reporter="relative", number="J1")
    record_result(report, result="punishment", result_at=at, appraised=True, by=by, at=at)
    plan_safety(made.petition, {"places": "暗号安全屋"}, by=by, at=at)
    order = apply_for_order(made.petition, Application("herself", (1, 2), "滨城区人民法院", at), by=by, at=at)
    until = timezone.localdate(at) + 90 * DAY
    record_ruling(order, Ruling("granted", at, "（2026）鲁1602民保令9号", until), by=by, at=at)
    found_safe(made.petition, line.county, at=at)
    client.force_login(by)
    assert client.get(reverse("cases:complaint_certificate", args=[made.petition_id])).status_code == 200
    return made


def handed(
    party: Party, by: User, head: User, client: Client, *, standing: str = "self"
) -> dict[str, list[list[str]]]:
    """The sheets that the portal hands over when this person's data is asked for."""
    now = timezone.now()
    asked = Asked("copy", standing, "某人", "papers" if standing != "self" else "card")
    made = take_request(party, asked, received_at=now, by=by, at=now)
    decide_request(made, granted=True, answer="同意", by=head, at=now)
    client.force_login(by)
    file = client.post(reverse("cases:rights_file", args=[made.pk]))
    if file.status_code == 302:
        return {}
    book = load_workbook(io.BytesIO(b"".join(file.streaming_content)))  # type: ignore[arg-type]
    return {sheet.title: [[cell.value for cell in cells] for cells in sheet.rows] for sheet in book}


def test_she_is_handed_what_she_answered_and_what_was_ordered(row: ViolenceCase, line: Line, client: Client) -> None:
    herself = row.petition.parties.get()

    told = handed(herself, line.county.handler, line.county.head, client)

    said = str(told)
    answers = {answer for _at, item, answer in told["危险评估"][2:]}
    assert (len(told["危险评估"]), answers) == (1 + 1 + 11, {"是", "否"})
    for words in (
        "危险程度：高",
        "我要离开。",
        "（2026）鲁1602民保令9号",
        "他人、单位报警",
        "本人安全",
        "制作投诉记录证明",
    ):
        assert words in said, words
    assert [words for words in SECRET if words in said] == []


def test_nobody_else_is_told_of_it_whatever_paper_he_brings(row: ViolenceCase, line: Line, client: Client) -> None:
    """The husband in the matter; who comes for her; the wife herself where the child is named, for both are meant."""
    by, head = line.county.handler, line.county.head
    herself, now = row.petition.parties.get(), timezone.now()
    him = add_party(row.petition, Party(role="offender", name="张大力", sex="male"), by=by, at=now)
    his = handed(him, by, head, client)
    for standing in ("agent", "guardian", "kin"):
        assert handed(herself, by, head, client, standing=standing) == {}
    add_party(row.petition, Party(role="victim", name="张小雨", sex="female"), by=by, at=now)
    unclear = handed(herself, by, head, client)

    assert list(his) == ["本人信息"]
    assert list(unclear) == ["本人信息", "信访事项"]  # what she said herself
    assert not any(words in f"{his}{unclear}" for words in SECRET)


def test_another_county_hands_over_nothing(row: ViolenceCase, line: Line, client: Client) -> None:
    now = timezone.now()
    asked = Asked("copy", "self", "王小芳", "card")
    made = take_request(row.petition.parties.get(), asked, received_at=now, by=line.county.handler, at=now)
    decide_request(made, granted=True, answer="同意", by=line.county.head, at=now)
    client.force_login(line.neighbour.head)

    assert client.post(reverse("cases:rights_file", args=[made.pk])).status_code == 404


def test_who_looked_at_the_course_is_told_to_who_holds_it(row: ViolenceCase, line: Line, client: Client) -> None:
    client.force_login(line.county.handler)
    client.get(reverse("cases:violence", args=[row.petition_id]))

    page = client.get(reverse("cases:petition_looks", args=[row.petition_id])).content.decode()

    assert "查看家庭暴力个案" in page
    assert "制作投诉记录证明" in page


def test_before_any_course_there_is_nothing_of_it(line: Line, client: Client) -> None:
    row = pressed(assessed(line.county, at=timezone.now()), "plan", line.county, at=timezone.now()).petition
    ViolenceCase.objects.filter(petition=row).delete()

    told = handed(row.parties.get(), line.county.handler, line.county.head, client)

    assert "家庭暴力个案" not in told
