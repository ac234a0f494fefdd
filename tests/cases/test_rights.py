"""The rights of whose data it is: asked for with proof, answered with words, handed over; who else was given it."""

import io

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.actions.parties import add_party
from cases.actions.rights import Asked, decide_request, hand_over, note_basis, take_request
from cases.models import Disclosure, Party, Petition, RightsRequest
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from fedportal.privacy.purposes import ARTICLES, PROCESSINGS, Basis
from fedportal.privacy.retention import schedule
from tests.cases import posted as posting
from tests.cases.lives import DAY, Line, handled, make_line, registered
from tests.cases.samples import NOW, accusation
from tests.cases.urgent import reported
from tests.factories import ProvinceTree

COPY = Asked("copy", "self", "王小芳", "card")


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def asked(row: Petition, by: User, what: Asked = COPY) -> RightsRequest:
    return take_request(row.parties.get(role="petitioner"), what, received_at=NOW, by=by, at=NOW)


def test_a_request_is_a_duty_of_the_holder_until_it_is_answered(line: Line) -> None:
    row = registered(line.county)

    made = asked(row, line.county.handler)

    duty = row.deadlines.get(kind="rights_request", item=made.item)
    assert (duty.org, str(timezone.localdate(duty.due_at))) == (line.tree.bincheng, "2026-12-23")
    assert Notice.objects.get(text__contains="复制申请").role == "section_head"
    decide_request(made, granted=True, answer="同意，请到窗口领取。", by=line.county.clerk, at=NOW + DAY)
    duty.refresh_from_db()
    assert duty.outcome == "met"
    assert list(row.events.filter(verb__startswith="rights.").values_list("verb", "data")) == [
        ("rights.request", {"rights_kind": "copy"}),
        ("rights.decide", {"rights_kind": "copy", "granted": "yes"}),
    ]
    assert AccessEvent.objects.filter(verb="rights.decide", actor=line.county.clerk).exists()


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (Asked("copy", "agent", "李某", "card"), "委托、监护、亲属证明"),
        (Asked("correct", "self", "王小芳", "card"), "请写明要更正"),
    ],
)
def test_who_asks_for_another_proves_it_and_who_corrects_says_what(line: Line, what: Asked, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        asked(registered(line.county), line.county.handler, what)


def test_a_refusal_says_why_and_nothing_is_deleted_that_is_still_handled(line: Line) -> None:
    row = registered(line.county)
    made = asked(row, line.county.handler, Asked("delete", "self", "王小芳", "card"))

    with pytest.raises(NotAllowed, match="写明理由"):
        decide_request(made, granted=False, answer=" ", by=line.county.clerk, at=NOW)
    with pytest.raises(NotAllowed, match="还在办理，不能删除"):
        decide_request(made, granted=True, answer="同意", by=line.county.clerk, at=NOW)
    with pytest.raises(IntegrityError, match="rights_request_decided_with_words"), transaction.atomic():
        RightsRequest.objects.filter(pk=made.pk).update(
            decided_at=NOW, decided_by=line.county.clerk, granted=False, answer=""
        )
    decide_request(made, granted=False, answer="保管期限未满。", by=line.county.clerk, at=NOW)

    made.refresh_from_db()
    assert (made.granted, made.answer) == (False, "保管期限未满。")
    with pytest.raises(NotAllowed, match="已经答复"):
        decide_request(made, granted=True, answer="改主意", by=line.county.clerk, at=NOW)


def test_only_the_holder_takes_it_down_and_only_its_heads_answer(line: Line, client: Client) -> None:
    row = registered(line.county, at=timezone.now())
    for stranger in (line.city.clerk, line.neighbour.clerk):
        with pytest.raises(NotAllowed, match="只有承办单位"):
            asked(row, stranger)
    now = timezone.now()
    made = take_request(row.parties.get(), COPY, received_at=now, by=line.county.handler, at=now)

    for stranger in (line.county.handler, line.city.clerk, line.neighbour.head):
        with pytest.raises(NotAllowed, match="由滨城区"):
            decide_request(made, granted=True, answer="同意", by=stranger, at=now)
    for stranger in (line.city.clerk, line.neighbour.clerk):
        client.force_login(stranger)
        for name in ("rights_request", "rights_file"):
            answer = client.post(reverse(f"cases:{name}", args=[made.pk]), {"granted": "yes", "answer": "好"})
            assert answer.status_code == 404
    client.force_login(line.county.handler)
    url = reverse("cases:rights_request", args=[made.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"granted": "yes", "answer": "好"}).status_code == 403


def test_she_is_handed_her_own_data_and_nothing_of_the_others(line: Line, client: Client) -> None:
    row = registered(line.county, at=timezone.now())
    now, by = timezone.now(), line.county.handler
    add_party(row, Party(role="offender", name="张大力", phone="13800000000"), by=by, at=now)
    made = take_request(row.parties.get(role="petitioner"), COPY, received_at=now, by=by, at=now)
    client.force_login(by)
    url = reverse("cases:rights_file", args=[made.pk])

    assert client.post(url).status_code == 302
    assert not Disclosure.objects.exists()
    decide_request(made, granted=True, answer="同意", by=line.county.clerk, at=now)
    answer = client.post(url)

    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    told = {sheet.title: [[cell.value for cell in line] for line in sheet.rows] for sheet in book}
    assert ["联系方式", "13854312345"] in told["本人信息"]
    assert ["主要事实", row.facts] in told["信访事项"]
    assert "张大力" not in str(told)
    given = Disclosure.objects.get()
    assert (given.petition, given.what, given.to) == (row, "本人信息导出", "本人（复制申请）")
    assert AccessEvent.objects.filter(verb="rights.hand_over", actor=by).exists()


def test_a_cell_that_looks_like_a_formula_stays_words(line: Line, client: Client) -> None:
    row = registered(line.county, at=timezone.now(), facts="=HYPERLINK(1)")
    now = timezone.now()
    made = take_request(row.parties.get(), COPY, received_at=now, by=line.county.handler, at=now)
    decide_request(made, granted=True, answer="同意", by=line.county.clerk, at=now)
    client.force_login(line.county.handler)

    answer = client.post(reverse("cases:rights_file", args=[made.pk]))

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["信访事项"]
    cell = next(line[1] for line in sheet.rows if line[0].value == "主要事实")
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_a_letter_to_an_agency_writes_its_own_line_of_the_log(line: Line) -> None:
    row = handled(line.county)
    letter = posting.posted(row, line.county, at=NOW)

    given = Disclosure.objects.get()

    assert (given.petition, given.to, given.by.org) == (row, letter.agency.name, line.tree.bincheng)
    assert letter.document.number in given.what
    with pytest.raises(DatabaseError), transaction.atomic():
        Disclosure.objects.update(to="别处")
    with pytest.raises(DatabaseError), transaction.atomic():
        given.delete()


def test_an_export_writes_one_line_with_its_reason_and_how_many(line: Line, client: Client) -> None:
    registered(line.county, at=timezone.now(), category="labour.wages")
    client.force_login(line.county.clerk)

    client.post(reverse("cases:petition_export"), {"reason": "报送市妇联"})

    given = Disclosure.objects.get()
    assert (given.to, given.rows, given.petition, given.org) == (
        "导出人：报送市妇联",
        1,
        None,
        line.tree.bincheng,
    )


def test_the_log_of_a_unit_is_its_own_and_names_no_accusation_to_who_may_not_read_it(
    line: Line, client: Client
) -> None:
    secret = accusation(line.county.head, at=timezone.now())
    plain = registered(line.county, at=timezone.now())
    for row in (secret, plain):
        Disclosure.objects.create(
            petition=row, org=row.org, to="某局", what=f"函 {row.pk}", basis="x", at=NOW, by=line.county.head
        )
    url = reverse("cases:disclosure_list")

    def told(reader: User) -> str:
        client.force_login(reader)
        return client.get(url).content.decode()

    assert (secret.number in told(line.county.clerk), plain.number in told(line.county.clerk)) == (False, True)
    assert plain.number not in told(line.neighbour.head)


def test_the_basis_is_the_duty_unless_somebody_says_otherwise(line: Line, client: Client) -> None:
    row, by = registered(line.county, at=timezone.now()), line.county.handler
    client.force_login(by)
    assert "履行法定职责" in client.get(row.get_absolute_url()).content.decode()

    with pytest.raises(NotAllowed, match="由谁同意"):
        note_basis(row, basis=Basis.CONSENT, by=by, at=timezone.now())
    note_basis(row, basis=Basis.CONSENT, consenter="guardian", by=by, at=timezone.now())
    made = note_basis(row, basis=Basis.EMERGENCY, by=by, at=timezone.now())
    page = client.get(reverse("cases:processing_basis", args=[row.pk]))
    assert page.context["form"]["basis"].value() == Basis.EMERGENCY
    assert "现在的依据：紧急情况" in page.content.decode()

    assert row.processing_bases.filter(basis="consent").get().consent_version
    assert "还没有事后告知" in client.get(row.get_absolute_url()).content.decode()
    note_basis(row, basis=Basis.EMERGENCY, told_on=timezone.localdate(), by=by, at=timezone.now())
    assert "还没有事后告知" not in client.get(row.get_absolute_url()).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
    with pytest.raises(NotAllowed, match="只有承办单位"):
        note_basis(row, basis=Basis.DUTY, by=line.city.clerk, at=timezone.now())


def test_the_page_explains_every_purpose_and_the_whole_schedule(line: Line, client: Client) -> None:
    client.force_login(line.county.clerk)

    told = client.get(reverse("privacy:processing")).content.decode()

    assert [row.name for row in PROCESSINGS if row.name not in told] == []
    assert [row.label for row in schedule() if row.label not in told] == []
    assert set(ARTICLES) == set(Basis)
    assert reverse("privacy:processing") in client.get(reverse("cases:petition_new")).content.decode()


def test_nothing_more_is_asked_of_a_matter_that_was_disposed_of(line: Line) -> None:
    row = registered(line.county)
    Petition.objects.filter(pk=row.pk).update(disposed_at=NOW)

    with pytest.raises(NotAllowed, match="已按保管期限处置"):
        asked(row, line.county.handler)
    assert not RightsRequest.objects.exists()


def test_nothing_is_handed_over_before_a_head_has_agreed_nor_to_another_unit(line: Line) -> None:
    made = asked(registered(line.county), line.county.handler)

    for stranger in (line.county.handler, line.city.clerk):
        with pytest.raises(NotAllowed):
            hand_over(made, by=stranger, at=NOW)


def test_an_urgent_report_writes_a_line_for_each_receiver_outside_the_federation(line: Line) -> None:
    row = registered(line.county, urgent=True)

    made = reported(row, by=line.county.handler, at=NOW)

    outside = made.document.receivers.filter(org=None).values_list("name", flat=True)
    assert outside
    assert set(Disclosure.objects.values_list("to", flat=True)) == set(outside)
