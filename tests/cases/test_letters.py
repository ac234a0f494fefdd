"""Letters to authorities: drafted by who handles, signed by a head, served, answered, weighed, followed up."""

import datetime as dt
import io

import mammoth
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.documents import reword, serve_document
from cases.actions.ending import is_unchanged
from cases.actions.letter_guards import why_no_letter
from cases.actions.letters import sign_letter, withdraw_letter
from cases.actions.replies import Reply, assess_letter, record_assignment, record_reply
from cases.documents.rendering import render
from cases.models import DocumentKind, Letter
from cases.wording import Wording
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.rule_actions import override_rule
from fedportal.directory.actions import orgs
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import AgencyKind
from tests.cases.lives import DAY, TOLD, Line, handled, make_line, registered
from tests.cases.posted import addressee, answered, draft, posted, signed, weighed, written
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree, agency, user

URGING, REFERRAL = DocumentKind.URGING, DocumentKind.REFERRAL


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def text_of(letter: Letter) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(render(letter.document))).value)


def due(letter: Letter) -> str:
    duty = letter.duty()
    assert duty is not None
    return str(timezone.localdate(duty.due_at))


def test_a_letter_is_drafted_signed_and_served_and_then_its_answer_is_owed(line: Line) -> None:
    row = handled(line.county)
    letter = written(row, line.county)
    assert letter.state == "draft"
    assert letter.document.number == "鲁滨城妇权函〔2026〕1号"

    letter = sign_letter(letter, by=line.county.clerk, at=NOW)
    serve_document(letter.document, how="letter", served_at=NOW + DAY, by=line.county.handler, at=NOW + DAY)

    letter = Letter.objects.get(pk=letter.pk)
    duty = row.deadlines.open().get(item=f"letter:{letter.pk}")
    assert (letter.state, letter.sent_at) == ("waiting", NOW + DAY)
    assert (duty.org, duty.derivation["label"]) == (line.tree.bincheng, "收取答复、跟进")
    assert str(timezone.localdate(duty.due_at)) == "2026-12-24"
    verbs = list(row.events.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["letter.write", "letter.sign", "document.serve"]
    audited = AccessEvent.objects.filter(verb__startswith="letter.").order_by("pk").values_list("verb", flat=True)
    assert list(audited) == ["letter.write", "letter.sign"]


def test_who_handles_writes_and_a_head_signs(line: Line) -> None:
    letter = written(handled(line.county), line.county)

    with pytest.raises(NotAllowed, match="权益部负责人或者分管领导签发"):
        sign_letter(letter, by=line.county.handler, at=NOW)
    with pytest.raises(NotAllowed, match="只有发函单位"):
        sign_letter(letter, by=line.city.head, at=NOW)

    assert sign_letter(letter, by=line.county.head, at=NOW).signed_by == line.county.head
    with pytest.raises(NotAllowed, match="不能签发"):
        sign_letter(letter, by=line.county.clerk, at=NOW)


def test_an_unsigned_letter_is_not_served_and_a_signed_one_not_reworded(line: Line) -> None:
    letter = written(handled(line.county), line.county)
    with pytest.raises(NotAllowed, match="待签发”，不能登记送达"):
        serve_document(letter.document, how="letter", served_at=NOW, by=line.county.handler, at=NOW)
    reword(letter.document, Wording("标题", "公安", "改后的正文。"), by=line.county.handler, at=NOW)

    sign_letter(letter, by=line.county.clerk, at=NOW + DAY)

    with pytest.raises(NotAllowed, match="不能再修改"):
        reword(letter.document, Wording("标题", "公安", "再改。"), by=line.county.handler, at=NOW + DAY)
    with pytest.raises(NotAllowed, match="签发之后"):
        serve_document(letter.document, how="letter", served_at=NOW, by=line.county.handler, at=NOW + DAY)


def test_what_was_reworded_is_looked_through_again_before_it_is_signed(line: Line) -> None:
    letter = written(handled(line.county), line.county)
    words = Wording("标题", "公安", "请联系王小芳，13854312345。")
    reword(letter.document, words, by=line.county.handler, at=NOW)

    with pytest.raises(NotAllowed, match="电话号码"):
        sign_letter(letter, by=line.county.clerk, at=NOW)


def test_a_draft_is_withdrawn_by_who_handles_and_a_signed_one_by_a_head(line: Line) -> None:
    row = handled(line.county)
    one = written(row, line.county)
    withdraw_letter(one, reason="改发人社。", by=line.county.handler, at=NOW)
    two = signed(row, line.county)

    with pytest.raises(NotAllowed, match="负责人作废"):
        withdraw_letter(two, reason="改发。", by=line.county.handler, at=NOW)
    withdraw_letter(two, reason="改发。", by=line.county.clerk, at=NOW)

    assert [letter.state for letter in row.letters.all()] == ["withdrawn", "withdrawn"]
    assert written(row, line.county).document.number == "鲁滨城妇权函〔2026〕3号"
    with pytest.raises(NotAllowed, match="不能登记送达"):
        serve_document(two.document, how="letter", served_at=NOW, by=line.county.handler, at=NOW)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (DocumentKind.INVESTIGATION, ("第七十三条", "要求你单位依法查处", "30 日内", "依法为求助人保密")),
        (DocumentKind.INTERVIEW, ("第七十四条", "约谈用人单位", "本函为建议")),
        (DocumentKind.SUIT_SUPPORT, ("王小芳", "第七十三条", "第七十八条", "支持其起诉")),
        (DocumentKind.CLUE, ("第七十七条（一）", "线索移送")),
        (REFERRAL, ("王小芳", "经本人同意", "第四十三条", "七日内", "7 日内")),
    ],
)
def test_the_file_cites_its_articles_and_holds_no_personal_number(
    line: Line, kind: DocumentKind, says: tuple[str, ...]
) -> None:
    letter = written(handled(line.county), line.county, kind)

    text = text_of(letter)

    assert [words for words in says if words not in text] == []
    assert ("王小芳" in text) == letter.named
    for secret in ("13854312345", "11010519491231002X", "黄河五路", letter.petition.number):
        assert secret not in text
    assert letter.agency.name in text


def test_the_follow_ups_name_what_came_before(line: Line) -> None:
    row = handled(line.county)
    first = weighed(answered(posted(row, line.county), line.county), line.county)
    urging = posted(row, line.county, URGING, at=NOW + 2 * DAY, follows=first)
    inspection = written(row, line.county, DocumentKind.INSPECTION, at=NOW + 3 * DAY, follows=urging)

    text = text_of(urging)
    assert "2026 年 11 月 23 日" in text
    assert f"要求查处函（{first.document.number}）" in text
    assert "处理不当" in text
    assert urging.document.number in text_of(inspection)
    assert "提请同级人民政府开展督查" in text_of(inspection)


def test_an_answer_ends_the_wait_and_is_weighed(line: Line) -> None:
    row = handled(line.county)
    letter = answered(posted(row, line.county), line.county, at=NOW + 5 * DAY)
    assert (letter.state, letter.recorded_by) == ("replied", line.county.handler)
    assert row.deadlines.get(item=letter.item).outcome == "met"

    letter = weighed(letter, line.county, "adequate", at=NOW + 6 * DAY)

    assert letter.state == "adequate"
    assert row.events.latest("pk").data["assessment"] == "adequate"
    with pytest.raises(NotAllowed, match="不能评估"):
        weighed(letter, line.county)


@pytest.mark.parametrize("moment", [NOW - DAY, NOW + 2 * DAY], ids=["before serving", "in the future"])
def test_an_answer_comes_after_the_serving_and_not_tomorrow(line: Line, moment: dt.datetime) -> None:
    letter = posted(handled(line.county), line.county)
    reply = Reply(text="已处理。", sender="张", how="phone", replied_at=moment)

    with pytest.raises(NotAllowed, match="答复时间"):
        record_reply(letter, reply, by=line.county.handler, at=NOW + DAY)


def test_silence_beyond_the_limit_is_said_and_ends_the_wait_late(line: Line) -> None:
    letter = posted(handled(line.county), line.county)
    with pytest.raises(NotAllowed, match="期限届满"):
        assess_letter(letter, assessment="none", note="电话催办。", by=line.county.handler, at=NOW + 30 * DAY)

    letter = weighed(letter, line.county, "none", at=NOW + 31 * DAY)

    assert (letter.state, letter.duty().outcome) == ("none", "late")


def test_urging_the_silent_ends_the_wait_for_the_first_letter_and_begins_its_own(line: Line) -> None:
    row = handled(line.county)
    first = posted(row, line.county)
    urging = posted(row, line.county, URGING, at=NOW + 31 * DAY, follows=first)

    first.refresh_from_db()
    assert (first.state, first.duty().outcome) == ("none", "late")
    assert [duty.item for duty in row.deadlines.open().filter(kind="urging_reply")] == [urging.item]
    # An answer that comes after all is kept, and weighed anew.
    assert answered(first, line.county, at=NOW + 40 * DAY).state == "replied"


def test_a_region_sets_the_days_of_the_answer(line: Line) -> None:
    starts = (NOW + DAY).date()
    override_rule(
        "letter_reply", line.tree.binzhou, amount=15, article="市规定", valid_from=starts, by=line.city.head, at=NOW
    )
    row = handled(line.county, at=NOW + DAY)

    letter = posted(row, line.county, at=NOW + DAY)

    assert due(letter) == "2026-12-09"
    assert "15 日内" in letter.document.body


def test_legal_aid_is_decided_in_seven_days_and_assigned_in_three(line: Line) -> None:
    row = handled(line.county)
    letter = posted(row, line.county, REFERRAL)
    assert due(letter) == "2026-11-30"

    letter = answered(letter, line.county, at=NOW + 2 * DAY, taken="taken")
    (assignment,) = row.deadlines.open().filter(item=letter.item)
    assert str(timezone.localdate(assignment.due_at)) == "2026-11-28"
    record_assignment(letter, note="李律师", on=NOW + 3 * DAY, by=line.county.handler, at=NOW + 3 * DAY)

    assert not row.deadlines.open().filter(item=letter.item).exists()
    with pytest.raises(NotAllowed, match="已经登记过"):
        record_assignment(letter, note="王律师", on=NOW + 3 * DAY, by=line.county.handler, at=NOW + 3 * DAY)


def test_legal_aid_that_was_refused_is_assigned_to_nobody(line: Line) -> None:
    letter = answered(posted(handled(line.county), line.county, REFERRAL), line.county, taken="returned")

    with pytest.raises(NotAllowed, match="决定给予"):
        record_assignment(letter, note="李律师", on=NOW + DAY, by=line.county.handler, at=NOW + DAY)


def test_only_referrals_are_taken_or_returned(line: Line) -> None:
    row = handled(line.county)
    referral, letter = posted(row, line.county, REFERRAL), posted(row, line.county)

    with pytest.raises(NotAllowed, match="请选择接收情况"):
        answered(referral, line.county)
    with pytest.raises(NotAllowed, match="只有转介函"):
        answered(letter, line.county, taken="taken")


def test_a_matter_is_not_closed_over_a_letter_that_waits(line: Line) -> None:
    row = moved(registered(line.county), "accept", by=line.county.clerk, at=NOW, route="duty", **TOLD)
    letter = posted(row, line.county)
    row = moved(row, "reply", by=line.county.handler, at=NOW, note="已要求公安查处。", **TOLD)

    with pytest.raises(NotAllowed, match="还没有收到答复"):
        moved(row, "close", by=line.county.clerk, at=NOW + DAY)
    answered(letter, line.county)
    draft_only = written(row, line.county, DocumentKind.CLUE, at=NOW + DAY)
    with pytest.raises(NotAllowed, match="还没有送出"):
        moved(row, "close", by=line.county.clerk, at=NOW + DAY)
    withdraw_letter(draft_only, reason="不需要。", by=line.county.handler, at=NOW + DAY)

    row = moved(row, "close", by=line.county.clerk, at=NOW + 2 * DAY)
    row = moved(row, "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="10y")
    assert is_unchanged(row)
    with pytest.raises(NotAllowed, match="已经归档"):
        weighed(Letter.objects.get(pk=letter.pk), line.county, at=NOW + 3 * DAY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_letter SET reply_text = '改过' WHERE id = %s", [letter.pk])
    assert not is_unchanged(row)


def test_a_village_asks_its_township_to_write(line: Line) -> None:
    worker = user(line.tree.village, Role.VILLAGE_WORKER)
    row = moved(registered(line.county), "pass_down", by=line.county.clerk, at=NOW, receiver=line.tree.village, **TOLD)
    row = moved(row, "take", by=worker, at=NOW, route="duty", **TOLD)

    assert "请报乡镇" in why_no_letter(row, DocumentKind.INVESTIGATION, by=worker, at=NOW)


def test_the_city_keeps_its_letter_after_it_passed_the_matter_down(line: Line) -> None:
    row = registered(line.city)
    letter = posted(row, line.city, to=agency(line.tree.binzhou))
    row = moved(row, "pass_down", by=line.city.clerk, at=NOW, receiver=line.tree.bincheng, **TOLD)

    assert row.deadlines.open().get(item=letter.item).org == line.tree.binzhou
    assert answered(letter, line.city).state == "replied"
    with pytest.raises(NotAllowed, match="只有发函单位"):
        weighed(letter, line.county)


def test_the_successor_goes_after_the_answers(line: Line) -> None:
    letter = posted(handled(line.neighbour), line.neighbour)

    new = orgs.succeed(
        line.tree.huimin,
        by=user(line.tree.binzhou),
        code=371672000000,
        name="惠民区",
        parent=line.tree.binzhou,
        on=NOW.date(),
        at=NOW + DAY,
    )

    letter.refresh_from_db()
    line.neighbour.handler.refresh_from_db()
    assert (letter.org, letter.agency.place, letter.duty().org) == (new, new, new)
    assert answered(letter, line.neighbour).state == "replied"


def test_the_database_keeps_what_can_never_be(line: Line) -> None:
    letter = posted(handled(line.county), line.county)
    impossible: list[dict[str, object]] = [
        {"assessment": "inadequate", "assessed_at": NOW, "assessed_by": line.county.handler},
        {"replied_at": NOW - DAY, "reply_how": "paper", "reply_text": "已处理。"},
        {"signed_at": None},
        {"kind": "urging"},
        {"relief": "legal_aid"},
        {"withdrawn_at": NOW},
        {"kind": "opinion"},
    ]
    for fields in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**fields)


# --- pages ---------------------------------------------------------------------------------------------------


def test_the_page_writes_a_letter_and_keeps_what_was_typed_when_it_is_refused(client: Client, line: Line) -> None:
    row = handled(line.county, at=timezone.now() - DAY)
    police = addressee(line.tree.bincheng, AgencyKind.POLICE)
    client.force_login(line.county.handler)
    address = reverse("cases:letter_new", args=[row.pk, "investigation"])
    assert "多次殴打" in client.get(address).content.decode()

    sent = {"agency": police.pk, "facts": "电话13854312345", "ask": "依法查处。"}
    refused = client.post(address, sent)
    assert refused.status_code == 409
    assert "不能写电话号码" in refused.content.decode()
    assert "电话13854312345" in refused.content.decode()

    done = client.post(address, sent | {"facts": "多次报警。"})

    letter = Letter.objects.get()
    assert (done.status_code, done["Location"]) == (302, letter.get_absolute_url())
    assert letter.document.main_to == police.name
    missing = client.post(address, {"facts": ""})
    assert missing.context["form"].errors.keys() == {"agency", "facts", "ask"}


def test_the_case_says_what_may_be_written_and_why_not(client: Client, line: Line) -> None:
    row = handled(line.county, at=timezone.now() - DAY)
    client.force_login(line.county.handler)
    page = client.get(row.get_absolute_url()).content.decode()
    assert reverse("cases:letter_new", args=[row.pk, "investigation"]) in page
    assert reverse("cases:letter_new", args=[row.pk, "urging"]) not in page
    assert "应当先发要求查处函" in page
    assert "有权要求并协助有关部门或者单位查处" in page

    letter = posted(row, line.county, at=timezone.now())

    page = client.get(row.get_absolute_url()).content.decode()
    assert letter.get_absolute_url() in page
    assert "待答复" in page
    client.force_login(line.city.head)
    page = client.get(row.get_absolute_url()).content.decode()
    assert letter.document.number in page
    assert letter.get_absolute_url() not in page
    assert client.get(letter.get_absolute_url()).status_code == 404


def test_the_page_of_a_letter_leads_through_its_life(client: Client, line: Line) -> None:
    letter = written(handled(line.county, at=timezone.now() - DAY), line.county, at=timezone.now() - DAY)

    def post(name: str, by: object, **data: object) -> int:
        client.force_login(by)
        return int(client.post(reverse(f"cases:{name}", args=[letter.pk]), data).status_code)

    assert post("letter_sign", line.county.handler) == 403
    assert post("letter_sign", line.county.clerk) == 302
    client.force_login(line.county.handler)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    serve = reverse("cases:document_serve", args=[letter.document_id])
    served = client.post(serve, {"how": "letter", "served_at": now})
    assert served["Location"] == letter.get_absolute_url()
    file = SimpleUploadedFile("回函.pdf", b"%PDF-1.7\n1 0 obj\n")
    answer = {"how": "paper", "replied_at": now, "sender": "张警官", "text": "已出具告诫书。", "uploads": file}
    assert post("letter_reply", line.county.handler, **answer) == 302
    assert post("letter_assess", line.county.handler, assessment="inadequate") == 409
    assert post("letter_assess", line.county.handler, assessment="adequate") == 302

    page = client.get(letter.get_absolute_url()).content.decode()
    for words in ("已出具告诫书。", "处理适当", "回函.pdf", "张警官"):
        assert words in page
    (kept,) = letter.files.all()
    assert client.get(reverse("cases:attachment", args=[kept.pk])).status_code == 200
    assert AccessEvent.objects.filter(verb="letter.read", object_id=letter.pk).exists()


def test_strangers_find_no_letter(client: Client, line: Line) -> None:
    letter = posted(handled(line.county, at=timezone.now() - DAY), line.county, at=timezone.now() - DAY)
    client.force_login(line.neighbour.clerk)

    assert client.get(letter.get_absolute_url()).status_code == 404
    for name in ("letter_withdraw", "letter_reply", "letter_assess", "letter_assignment"):
        assert client.get(reverse(f"cases:{name}", args=[letter.pk])).status_code == 404
    for name in ("letter_sign", "letter_link", "letter_link_revoke"):
        assert client.post(reverse(f"cases:{name}", args=[letter.pk])).status_code == 404
    assert client.get(reverse("cases:letter_new", args=[letter.petition_id, "clue"])).status_code == 404
    assert letter.document.number not in client.get(reverse("cases:letter_list")).content.decode()


def test_the_list_shows_what_waits_and_filters_by_agency_and_lateness(client: Client, line: Line) -> None:
    past = timezone.now() - 40 * DAY
    late = posted(handled(line.county, at=past), line.county, at=past)
    fresh = posted(handled(line.county, at=timezone.now() - DAY), line.county, REFERRAL, at=timezone.now() - DAY)
    unsent = written(handled(line.county, at=timezone.now() - DAY), line.county, DocumentKind.CLUE, at=timezone.now())
    client.force_login(line.city.head)

    def listed(**query: str) -> list[Letter]:
        return list(client.get(reverse("cases:letter_list"), query).context["page"])

    assert listed() == [late, fresh]
    assert listed(state="late") == [late]
    assert listed(state="draft") == [unsent]
    assert listed(q="flyz") == [fresh]
    assert listed(q=late.document.number) == [late]
    assert listed(state="all", kind="clue") == [unsent]
    assert listed(mine="1") == []


def test_the_list_and_the_case_ask_the_same_number_of_questions_for_one_and_three(client: Client, line: Line) -> None:
    at = timezone.now() - DAY
    row = handled(line.county, at=at)
    client.force_login(line.county.handler)

    def questions(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    pages = (reverse("cases:letter_list"), row.get_absolute_url())
    posted(row, line.county, REFERRAL, at=at)
    one = [questions(page) for page in pages]
    posted(row, line.county, DocumentKind.CLUE, at=at)
    posted(row, line.county, DocumentKind.INTERVIEW, at=at)

    assert [questions(page) for page in pages] == one


def test_the_drafts_of_two_who_press_at_once_are_one(line: Line) -> None:
    row = handled(line.county)
    written(row, line.county)

    with pytest.raises(NotAllowed, match="不要重复发函"):
        written(row, line.county)
    assert draft(DocumentKind.INVESTIGATION, at_office=line.county).agency.kind == AgencyKind.POLICE


def test_nobody_waits_for_the_answer_in_a_matter_that_she_took_back(line: Line) -> None:
    row = handled(line.county)
    letter = posted(row, line.county)
    assert letter.state == "waiting"

    moved(row, "withdraw", by=line.county.clerk, at=NOW + DAY, note="自愿。", withdrawn_how="writing", safety="已确认")

    letter = Letter.objects.get(pk=letter.pk)
    assert letter.state == "lapsed"
    assert not row.deadlines.open().filter(item=letter.item).exists()
    assert answered(letter, line.county, at=NOW + 2 * DAY).state == "replied"  # it comes after all
