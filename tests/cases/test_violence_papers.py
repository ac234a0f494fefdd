"""The certificate of her complaint and the sheet of visits: what they prove, and nothing that leads to her."""

import io

import mammoth
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.follow_up import Visit, record_visit
from cases.actions.violence.orders import Application, Ruling, apply_for_order, record_ruling, report_breach
from cases.models import Party, ProtectionOrder, ViolenceCase
from fedportal.audit.models import AccessEvent
from tests.cases.lives import DAY, Line, handled, make_line
from tests.cases.samples import NOW
from tests.cases.test_law_of_violence import warned
from tests.cases.violence import HIGH, assessed, called, found_safe
from tests.factories import ProvinceTree

SECRETS = ("385", "黄河五路", "13854312345", "138 5431 2345", "11010519491231002X")


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def text_of(content: bytes) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(content)).value)


def told(line: Line) -> ViolenceCase:
    """Her address and telephone stand in the file and in what she said."""
    row = assessed(line.county, HIGH)
    facts = "我现住黄河五路 385 号，电话 138 5431 2345，他多次殴打我。"
    row.petition.facts = facts
    row.petition.save(update_fields=["facts"])
    Party.objects.create(
        petition=row.petition, role=Party.Role.OFFENDER, name="李大强", relation="丈夫", sex=Party.Sex.MALE
    )
    called(row.petition, line.county)
    return row


def order_of(row: ViolenceCase, line: Line) -> ProtectionOrder:
    by = line.county.handler
    made = apply_for_order(row.petition, Application("herself", (1,), "滨城区人民法院", NOW), by=by, at=NOW)
    until = timezone.localdate(NOW + 100 * DAY)
    return record_ruling(made, Ruling("granted", NOW, "民保令7号", until), by=by, at=NOW)


def test_the_certificate_tells_of_the_complaint_and_hides_where_she_is(line: Line, client: Client) -> None:
    row, by = told(line), line.county.handler
    warned(line, row.petition)
    client.force_login(by)

    answer = client.get(reverse("cases:complaint_certificate", args=[row.petition_id]))
    said = text_of(answer.content)

    for words in ("家庭暴力投诉记录证明", "王小芳", "被投诉人：李大强，系其丈夫", "他多次殴打我", row.petition.number):
        assert words in said
    for words in ("进行危险评估", " 报警", "送达家庭暴力告诫书", "滨城区妇女联合会（盖章）"):
        assert words in said
    assert [secret for secret in (*SECRETS, "市中派出所", "危险评估：") if secret in said] == []
    assert "家庭暴力" not in answer["Content-Disposition"]
    assert AccessEvent.objects.filter(verb="violence.certificate", object_id=row.petition_id, actor=by).exists()


def test_the_sheet_tells_the_court_how_the_order_was_kept(line: Line, client: Client) -> None:
    row, by = told(line), line.county.handler
    order = order_of(row, line)
    found_safe(row.petition, line.county, at=NOW + DAY)
    report_breach(order, happened_at=NOW + 2 * DAY, told=["court"], note="在黄河五路堵她。", by=by, at=NOW + 3 * DAY)
    client.force_login(by)

    said = text_of(client.get(reverse("cases:visit_sheet", args=[row.petition_id, order.pk])).content)

    for words in (
        "民保令7号",
        "滨城区人民法院：",
        "电话：本人安全",
        "违反，已报告作出保护令的人民法院",
        "申请人（签名、捺印）",
    ):
        assert words in said
    assert [secret for secret in SECRETS if secret in said] == []


def test_what_a_neighbour_told_is_no_complaint_of_hers(line: Line, client: Client) -> None:
    row = told(line)
    Party.objects.create(petition=row.petition, role=Party.Role.VICTIM, name="周小雨", sex=Party.Sex.FEMALE)
    client.force_login(line.county.handler)

    said = text_of(client.get(reverse("cases:complaint_certificate", args=[row.petition_id])).content)

    assert "接到关于周小雨遭受家庭暴力的投诉" in said
    for words in ("周小雨于", "本人当时所述", "系其丈夫", "王小芳"):
        assert words not in said


def test_where_nobody_visited_her_the_sheet_does_not_say_that_he_kept_it(line: Line, client: Client) -> None:
    row, by = told(line), line.county.handler
    order = order_of(row, line)
    client.force_login(by)
    url = reverse("cases:visit_sheet", args=[row.petition_id, order.pk])

    assert "没有发现违反" not in text_of(client.get(url).content)
    tried = Visit(NOW + DAY, "phone", "not_reached", next_on=timezone.localdate(NOW + 2 * DAY))
    record_visit(row.petition, tried, by=by, at=NOW + DAY)
    assert "没有发现违反" not in text_of(client.get(url).content)
    found_safe(row.petition, line.county, at=NOW + 3 * DAY)
    assert "没有发现违反" in text_of(client.get(url).content)


def test_other_matters_have_no_certificate_and_others_get_none(line: Line, client: Client) -> None:
    row, wages = told(line), handled(line.county, category="labour.wages")
    order = order_of(row, line)
    client.force_login(line.county.handler)
    assert client.get(reverse("cases:complaint_certificate", args=[wages.pk])).status_code == 404

    for stranger in (line.neighbour.handler, line.city.head):
        client.force_login(stranger)
        assert client.get(reverse("cases:complaint_certificate", args=[row.petition_id])).status_code == 404
        assert client.get(reverse("cases:visit_sheet", args=[row.petition_id, order.pk])).status_code == 404
