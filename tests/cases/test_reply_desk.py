"""The reply desk: one letter, one link, one code, one answer; and nothing else to be learnt."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.replies import Reply
from cases.actions.reply_links import Guest, answer_by_link, issue_link, open_link, revoke_link
from cases.models import DocumentKind, Letter, ReplyLink
from cases.views.reply_desk import REFUSED
from fedportal.audit.models import AccessEvent
from fedportal.lib.one_time_link import NewLink, new_link
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from fedportal.web_policy import RULES
from tests.cases.lives import DAY, Line, handled, make_line
from tests.cases.posted import answered, posted, written
from tests.factories import ProvinceTree
from tests.law_snapshot import load_law

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
ANSWER = {"text": "已对施暴人出具告诫书。", "sender": "张警官"}


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def letter(line: Line) -> Letter:
    """Served a day ago, still unanswered."""
    at = timezone.now() - DAY
    return posted(handled(line.county, at=at), line.county, at=at)


@pytest.fixture
def born(letter: Letter, line: Line) -> NewLink:
    return issue_link(letter, by=line.county.handler, at=timezone.now())[1]


def wrong(link: NewLink) -> str:
    return f"{(int(link.code) + 1) % 1_000_000:06d}"


def sent(token: str, code: str, **more: object) -> HttpResponse:
    """What a stranger's browser posts."""
    return Client().post(reverse("reply:reply_desk", args=[token]), {"code": code, **more})


def body(answer: HttpResponse) -> str:
    return answer.content.decode()


def is_refused(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and REFUSED in body(answer)


def test_only_digests_are_kept(born: NewLink) -> None:
    link = ReplyLink.objects.get()

    assert born.token not in (link.token_digest, link.code_digest)
    assert born.code not in link.code_digest
    assert link.token_digest == born.token_digest


def test_the_door_looks_the_same_for_every_token_and_asks_nothing(born: NewLink) -> None:
    with CaptureQueriesContext(connection) as asked:
        there = Client().get(reverse("reply:reply_desk", args=[born.token]))
        nowhere = Client().get(reverse("reply:reply_desk", args=[new_link().token]))

    assert there.status_code == nowhere.status_code == 200
    assert len(asked) == 0
    assert body(there).split("csrfmiddlewaretoken")[0] == body(nowhere).split("csrfmiddlewaretoken")[0]
    assert there["Cache-Control"] == "no-store"
    assert there["X-Robots-Tag"] == "noindex, nofollow"


def test_link_and_code_show_this_letter_and_nothing_else(letter: Letter, born: NewLink) -> None:
    answer = sent(born.token, born.code)

    told = body(answer)
    assert answer.status_code == 200
    assert "要求你单位依法查处" in told
    assert letter.document.number in told
    assert letter.petition.number not in told
    assert "王小芳" not in told
    assert "/petitions/" not in told
    assert "<title>信息填写</title>" in told
    assert answer["Cache-Control"] == "no-store"


def test_an_answer_arrives_meets_the_duty_and_is_told(letter: Letter, born: NewLink, line: Line) -> None:
    file = SimpleUploadedFile("告诫书.pdf", b"%PDF-1.7\n1 0 obj\n")
    done = sent(born.token, born.code, **ANSWER, uploads=file)

    assert (done.status_code, done["Location"]) == (302, reverse("reply:reply_done"))
    assert "答复已经送达" in body(Client().get(done["Location"]))
    letter.refresh_from_db()
    assert (letter.state, letter.reply_how, letter.reply_from) == ("replied", "link", "张警官")
    assert letter.recorded_by is None
    assert letter.duty().outcome == "met"
    kept = letter.files.get()
    assert (kept.name, kept.uploaded_by, kept.petition) == ("告诫书.pdf", None, letter.petition)
    event = letter.petition.events.filter(verb="letter.reply").get()
    assert (event.actor, event.org, event.data["agency"]) == (None, line.tree.bincheng, letter.agency.name)
    told = Notice.objects.filter(org=line.tree.bincheng, text__contains="已答复")
    assert {notice.role for notice in told} == {"handler", "section_head"}
    audited = AccessEvent.objects.filter(verb="letter.reply").get()
    assert (audited.actor, audited.object_id) == (None, letter.pk)
    opened = AccessEvent.objects.filter(verb="reply_link.open").first()
    assert opened is not None
    assert opened.address == "127.0.0.1"


def test_a_bad_answer_is_asked_for_again_and_nothing_typed_is_lost(letter: Letter, born: NewLink) -> None:
    file = SimpleUploadedFile("脚本.pdf", b"<html>")
    answer = sent(born.token, born.code, text="已出具告诫书。", sender="", uploads=file)

    assert answer.status_code == 200
    assert "请填写您的姓名和职务" in body(answer)
    assert "不是可以保存的文件" in body(answer)
    assert "已出具告诫书。" in body(answer)
    letter.refresh_from_db()
    assert letter.is_waiting
    assert sent(born.token, born.code, **ANSWER).status_code == 302


def test_a_referral_is_taken_or_returned_at_the_desk(line: Line) -> None:
    at = timezone.now() - DAY
    referral = posted(handled(line.county, at=at), line.county, DocumentKind.REFERRAL, at=at)
    _, link = issue_link(referral, by=line.county.handler, at=timezone.now())
    assert "请选择接收情况" in body(sent(link.token, link.code, **ANSWER))

    sent(link.token, link.code, **ANSWER, taken="taken")

    referral.refresh_from_db()
    assert referral.taken == "taken"
    assert referral.petition.deadlines.open().filter(kind="legal_aid_assignment").count() == 1


def shut(name: str, letter: Letter, born: NewLink, line: Line) -> tuple[str, str]:
    """Token and code of a link that no longer opens, for that reason."""
    links = ReplyLink.objects.filter(token_digest=born.token_digest)
    match name:
        case "absent":
            return new_link().token, born.code
        case "wrong code":
            return born.token, wrong(born)
        case "expired":
            links.update(made_at=timezone.now() - 40 * DAY, expires_at=timezone.now() - DAY)
        case "used":
            sent(born.token, born.code, **ANSWER)
        case "locked":
            links.update(wrong_codes=5)
        case "revoked":
            revoke_link(letter, by=line.county.handler, at=timezone.now())
        case "renewed":
            issue_link(letter, by=line.county.handler, at=timezone.now())
        case "answered on paper":
            answered(letter, line.county, at=timezone.now())
    return born.token, born.code


REASONS = ("absent", "wrong code", "expired", "used", "locked", "revoked", "renewed", "answered on paper")


@pytest.mark.parametrize("more", [{}, ANSWER], ids=["opening", "answering"])
def test_whatever_the_reason_the_refusal_is_the_same_and_costs_the_same(line: Line, more: dict[str, str]) -> None:
    told, cost = set(), set()
    for reason in REASONS:
        at = timezone.now() - DAY
        letter = posted(handled(line.county, at=at), line.county, at=at)
        born = issue_link(letter, by=line.county.handler, at=timezone.now())[1]
        token, code = shut(reason, letter, born, line)
        before = letter.petition.events.count()
        with CaptureQueriesContext(connection) as asked:
            answer = sent(token, code, **more)
        told.add((answer.status_code, TOKEN.sub("", body(answer))))
        cost.add(tuple(query["sql"].split()[0] for query in asked))
        assert REFUSED in body(answer)
        assert letter.petition.events.count() == before

    assert len(told) == 1
    assert len(cost) == 1, cost


def test_it_works_once(letter: Letter, born: NewLink) -> None:
    assert sent(born.token, born.code, **ANSWER).status_code == 302
    again = sent(born.token, born.code, text="另一答复", sender="李")

    assert is_refused(again)
    letter.refresh_from_db()
    assert letter.reply_text == ANSWER["text"]


def test_it_ends_after_thirty_days(letter: Letter, born: NewLink) -> None:
    guest = Guest(born.token, born.code, None)
    last = timezone.localtime(ReplyLink.objects.get().expires_at)
    assert last.date() == timezone.localdate() + dt.timedelta(days=30)

    assert open_link(guest, at=last - dt.timedelta(minutes=1)) == letter
    assert open_link(guest, at=last) is None


def test_five_wrong_codes_lock_it_and_the_writers_are_told(letter: Letter, born: NewLink, line: Line) -> None:
    for _ in range(5):
        assert is_refused(sent(born.token, wrong(born)))

    assert is_refused(sent(born.token, born.code))
    assert ReplyLink.objects.get().is_locked
    assert Notice.objects.filter(org=line.tree.bincheng, text__contains="已锁定").exists()
    outcomes = AccessEvent.objects.filter(verb="reply_link.refuse").order_by("pk").values_list("detail", flat=True)
    assert [row["outcome"] for row in outcomes] == ["wrong"] * 5 + ["shut"]


def test_a_locked_or_lost_link_is_renewed_and_the_old_one_is_dead(letter: Letter, born: NewLink, line: Line) -> None:
    _, new = issue_link(letter, by=line.county.handler, at=timezone.now())

    assert is_refused(sent(born.token, born.code))
    assert "填写答复" in body(sent(new.token, new.code))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReplyLink.objects.update(revoked_at=None)


def test_the_page_shows_link_and_code_once(client: Client, letter: Letter, line: Line) -> None:
    client.force_login(line.county.handler)
    made = client.post(reverse("cases:letter_link", args=[letter.pk]))

    code, url = made.context["code"], made.context["url"]
    assert "no-store" in made["Cache-Control"]
    assert code in body(made)
    assert url in body(made)
    page = body(client.get(letter.get_absolute_url()))
    assert "换发链接" in page
    assert (code in page, url in page) == (False, False)
    assert "填写答复" in body(Client().post(url, {"code": f"{code[:3]} {code[3:]}"}))
    client.post(reverse("cases:letter_link_revoke", args=[letter.pk]))
    assert is_refused(Client().post(url, {"code": code}))
    verbs = AccessEvent.objects.filter(verb__in=("reply_link.issue", "reply_link.revoke")).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["reply_link.issue", "reply_link.revoke"]


def test_links_are_for_letters_that_wait_and_for_those_who_wrote_them(line: Line, letter: Letter) -> None:
    with pytest.raises(NotAllowed, match="只有发函单位"):
        issue_link(letter, by=line.city.handler, at=timezone.now())
    draft = written(letter.petition, line.county, DocumentKind.CLUE, at=timezone.now())
    with pytest.raises(NotAllowed, match="不需要回复链接"):
        issue_link(draft, by=line.county.handler, at=timezone.now())
    with pytest.raises(NotAllowed, match="没有可以收回"):
        revoke_link(letter, by=line.county.handler, at=timezone.now())


def test_an_answer_in_the_same_moment_twice_is_one(letter: Letter, born: NewLink) -> None:
    guest, at = Guest(born.token, born.code, None), timezone.now()
    reply = Reply(text="已处理。", sender="张", how="link", replied_at=at)

    assert answer_by_link(guest, reply, at=at) == letter
    assert answer_by_link(guest, reply, at=at) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_at_once_one_is_kept_while_the_link_is_being_renewed(tree: ProvinceTree) -> None:
    load_law()
    line, at = make_line(tree), timezone.now() - DAY
    letter = posted(handled(line.county, at=at), line.county, at=at)
    born = issue_link(letter, by=line.county.handler, at=timezone.now())[1]
    guest, came = Guest(born.token, born.code, None), timezone.now()

    def answer(number: int) -> bool:
        try:
            reply = Reply(text=f"答复 {number}", sender="张", how="link", replied_at=came)
            return answer_by_link(guest, reply, at=came) is not None
        finally:
            connection.close()

    def renew(number: int) -> bool:
        try:
            issue_link(letter, by=line.county.handler, at=came)
        except NotAllowed:
            pass  # it was answered before
        finally:
            connection.close()
        return False

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda n: (renew if n == 5 else answer)(n), range(8)))

    letter.refresh_from_db()
    assert sum(kept) == (letter.state == "replied") <= 1
    assert letter.petition.events.filter(verb="letter.reply").count() == sum(kept)


def test_too_many_tries_from_one_address_are_put_off(born: NewLink) -> None:
    for _ in range(RULES["codes"].limit.item.amount):
        sent(new_link().token, "000000")

    busy = sent(born.token, born.code)

    assert busy.status_code == 429
    assert "尝试次数过多" in body(busy)
    elsewhere = Client(REMOTE_ADDR="10.0.0.7").post(
        reverse("reply:reply_desk", args=[born.token]), {"code": born.code}
    )
    assert "填写答复" in body(elsewhere)


def test_the_desk_of_an_answer_at_night_needs_no_account(born: NewLink) -> None:
    """No page of the portal opens to who came by a link."""
    client = Client()
    client.post(reverse("reply:reply_desk", args=[born.token]), {"code": born.code})

    assert client.get("/").status_code == 302
    assert "sessionid" not in client.cookies
