"""Reaching her safely: what she asks for is kept, and nothing goes out to her against it."""

import ast
import datetime as dt
import re
from functools import partial
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.actions.complaints import decide_complaint, file_complaint
from cases.actions.documents import serve_document
from cases.actions.follow_up import Visit, plan_visit, record_visit
from cases.actions.holding_back import reach_out, settle_held
from cases.actions.ratings import make_link
from cases.actions.safe_contacts import set_safe_contact, set_sender
from cases.categories import VIOLENT
from cases.models import DocumentKind, HeldContact, Petition, RatingLink, SafeContact
from cases.neutral_wording import Sender, message_to_her, opening_words, sender_of, telling_words
from cases.safe_contact import CAREFUL, FREE, TO_OTHERS, TO_PETITIONER, HeldBack, Terms, Window, ask, judge
from cases.wishes import Wish
from cases.workflow import ToldHow
from cases.workflow.aftercare import VisitChannel
from cases.workflow.contacting import Verdict, Way
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases import lives
from tests.cases.lives import DAY, Line, Office, make_line
from tests.cases.samples import NOW, moved, petition, typed
from tests.factories import ProvinceTree, user
from tests.processes import PROJECT


def registered(office: Office, **fields: object) -> Petition:
    """A matter of violence, unless another category is named: who may know of it is its clerk and its handler."""
    row = lives.registered(office, **{"category": "family.dv"} | fields)
    Petition.objects.filter(pk=row.pk).update(handler=office.handler)
    row.refresh_from_db(fields=["handler"])
    return row


handled, decided = (partial(make, category="family.dv") for make in (lives.handled, lives.decided))
MORNING = Window((1, 3), dt.time(9), dt.time(11, 30))
CALLS_ONLY = Wish(ways=("phone",), windows=(MORNING,), code_word="晚饭吃面", note="由姐姐转告。")
# NOW is a Monday, ten o'clock in Beijing.
TUESDAY = NOW + DAY


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def wished(row: Petition, wish: Wish, *, by: User, at: dt.datetime = NOW) -> SafeContact:
    return set_safe_contact(row.parties.get(role="petitioner", removed_at=None), wish, by=by, at=at)


def tasks(row: Petition) -> list[tuple[str, str, str]]:
    return list(row.held_contacts.open().order_by("pk").values_list("way", "what", "verdict"))


@pytest.mark.parametrize(
    ("terms", "way", "at", "verdict", "words"),
    [
        (FREE, "message", NOW, "go", ""),
        (CAREFUL, "phone", NOW, "go", ""),
        (CAREFUL, "message", NOW, "held", "没有同意以“短信、微信”联系"),
        (CAREFUL, "letter", NOW, "held", "没有同意以“邮寄信函”联系"),
        (CAREFUL, "web", NOW, "held", "没有同意以“网上、电子邮件”联系"),
        (CAREFUL, "home", NOW, "held", "没有同意以“上门”联系"),
        (CAREFUL, "in_person", NOW, "go", ""),
        (Terms(frozenset({"phone", "message"}), number_shared=True), "message", NOW, "held", "对方能看到"),
        (Terms(frozenset({"phone"}), windows=(MORNING,)), "phone", NOW, "go", ""),
        (Terms(frozenset({"phone"}), windows=(MORNING,)), "phone", TUESDAY, "wait", "周三 11-25 09:00"),
        (Terms(frozenset({"phone"}), windows=(MORNING,)), "phone", NOW + dt.timedelta(hours=2), "wait", "周三"),
        (Terms(frozenset({"phone"}), windows=(MORNING,)), "letter", NOW, "held", "周一、周三 09:00—11:30"),
        (Terms(frozenset({"letter"})), "in_person", NOW, "go", ""),
    ],
)
def test_what_the_gate_answers(terms: Terms, way: str, at: dt.datetime, verdict: str, words: str) -> None:
    answer = judge(terms, way, at)

    assert answer.verdict == verdict
    assert words in answer.why + answer.instead


windows = st.builds(
    lambda days, begins, hours: Window(tuple(days), dt.time(begins), dt.time(begins + hours)),
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 20),
    st.integers(1, 3),
)


@given(st.lists(windows, min_size=1, max_size=3), st.integers(0, 366 * 24 * 60))
def test_who_has_to_wait_may_call_at_the_moment_that_is_named_and_not_a_minute_before(
    hours: list[Window], minutes: int
) -> None:
    terms, at = Terms(frozenset({"phone"}), windows=tuple(hours)), NOW + dt.timedelta(minutes=minutes)

    answer = judge(terms, "phone", at)

    if answer.until is not None:
        assert answer.until > at
        assert judge(terms, "phone", answer.until).may_go
        before = max(at, answer.until - dt.timedelta(minutes=1))
        assert not judge(terms, "phone", before).may_go


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"category": "family.dv"}, "held"),
        ({"category": "labour.wages", "minor": True}, "held"),
        ({"category": "labour.wages"}, "go"),
    ],
)
def test_where_nobody_has_asked_the_careful_default_holds_if_someone_may_be_in_danger(
    line: Line, fields: dict[str, object], expected: str
) -> None:
    row = registered(line.county, **fields)

    assert ask(row, Way.MESSAGE, at=NOW).verdict == expected


def test_what_she_asks_for_is_kept_with_who_wrote_it_and_what_held_before(line: Line) -> None:
    row, by = registered(line.county), line.county.handler
    first = wished(row, CALLS_ONLY, by=by)

    second = wished(row, Wish(ways=("phone", "letter")), by=line.county.clerk, at=NOW + DAY)

    first.refresh_from_db()
    assert (first.replaced_at, first.by, first.code_word) == (NOW + DAY, by, "晚饭吃面")
    assert (second.replaced_at, second.by) == (None, line.county.clerk)
    assert ask(row, Way.LETTER, at=NOW).may_go
    assert (
        list(row.events.filter(verb="contact.safe").values_list("data", "note"))
        == [({"party_role": "petitioner"}, "")] * 2
    )
    assert [event.detail for event in AccessEvent.objects.filter(verb="contact.safe").order_by("pk")] == [
        {"petition": row.pk, "changed": False},
        {"petition": row.pk, "changed": True},
    ]


def test_the_same_said_again_writes_nothing(line: Line) -> None:
    row = registered(line.county)
    wished(row, CALLS_ONLY, by=line.county.handler)

    wished(row, CALLS_ONLY, by=line.county.clerk, at=NOW + DAY)

    assert SafeContact.objects.filter(petition=row).count() == 1


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(ways=()), "至少选择一种"),
        (Wish(ways=("message",), number_shared=True), "不能选“短信、微信”"),
        (Wish(ways=("letter",), windows=(MORNING,)), "同时选择“电话”"),
    ],
)
def test_a_wish_that_contradicts_itself_is_refused(line: Line, wish: Wish, sentence: str) -> None:
    row = registered(line.county)

    with pytest.raises(NotAllowed, match=sentence):
        wished(row, wish, by=line.county.handler)


def test_the_database_knows_neither_two_wishes_at_once_nor_a_message_to_a_shared_number(line: Line) -> None:
    row = registered(line.county)
    kept = wished(row, Wish(ways=("phone",), number_shared=True), by=line.county.handler)

    with pytest.raises(IntegrityError, match="safe_contact_shared_is_mute"), transaction.atomic():
        SafeContact.objects.filter(pk=kept.pk).update(ways=["phone", "message"])
    with pytest.raises(IntegrityError, match="safe_contact_one_holds"), transaction.atomic():
        SafeContact.objects.create(petition=row, party=kept.party, ways=["phone"], at=NOW, by=line.county.handler)


def test_only_the_unit_that_holds_the_matter_writes_them_down(line: Line, client: Client) -> None:
    row = registered(line.county, at=timezone.now())
    party = row.parties.get()

    for stranger in (line.city.clerk, line.neighbour.clerk):
        with pytest.raises(NotAllowed, match="只有承办单位"):
            wished(row, CALLS_ONLY, by=stranger)
        client.force_login(stranger)
        for name, pk in (("safe_contact", party.pk), ("reach", row.pk), ("envelope", row.pk)):
            assert client.get(reverse(f"cases:{name}", args=[pk])).status_code == 404
    assert not SafeContact.objects.exists()


def test_a_paper_is_not_served_by_letter_and_the_task_says_what_to_do_instead(line: Line) -> None:
    row = registered(line.county)
    row = moved(row, "accept", by=line.county.clerk, at=NOW, route="duty", told_how="later")
    paper = row.documents.get()

    with pytest.raises(HeldBack, match="没有发出"):
        serve_document(paper, how="letter", served_at=NOW, by=line.county.clerk, at=NOW)

    paper.refresh_from_db()
    task = row.held_contacts.get()
    assert paper.served_at is None
    assert (task.document, task.org, task.way, task.what) == (paper, row.org, "letter", "送达受理告知书")
    assert "请改用电话、当面" in task.instead
    told = Notice.objects.filter(object_id=row.pk, text__contains="没有发出")
    assert set(told.values_list("role", flat=True)) == {"section_head"}
    assert AccessEvent.objects.get(verb="contact.hold").detail == {"petition": row.pk, "way": "letter"}


def test_a_move_that_would_tell_her_so_is_undone_and_leaves_the_task(line: Line) -> None:
    row = registered(line.county)

    with pytest.raises(HeldBack):
        moved(row, "accept", by=line.county.clerk, at=NOW, route="duty", told_how="message")

    row.refresh_from_db()
    assert row.status == "registered"
    assert not row.documents.exists()
    assert tasks(row) == [("message", "送达受理告知书", "held")]


def test_the_same_is_left_once_however_often_it_is_tried(line: Line) -> None:
    row = registered(line.county)

    for _ in range(3):
        with pytest.raises(HeldBack):
            moved(row, "accept", by=line.county.clerk, at=NOW, route="duty", told_how="message")

    assert len(tasks(row)) == 1
    assert Notice.objects.filter(object_id=row.pk, text__contains="没有发出").count() == 1


def test_a_call_back_outside_her_hours_waits(line: Line) -> None:
    row = handled(line.county)
    wished(row, CALLS_ONLY, by=line.county.handler)

    with pytest.raises(HeldBack, match="周三"):
        reach_out(row, way="phone", by=line.county.handler, at=TUESDAY)

    assert tasks(row) == [("phone", "联系信访人", "wait")]
    wednesday = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)
    assert row.held_contacts.get().wait_until == wednesday
    reach_out(row, way="phone", by=line.county.handler, at=wednesday)
    assert row.events.latest("pk").verb == "contact.reach"


def test_a_visit_that_went_against_her_wishes_is_told_as_it_was_and_the_heads_hear_of_it(line: Line) -> None:
    row = handled(line.county)
    visit = Visit(NOW, "home", "safe", safe_to_talk=True)

    with pytest.raises(HeldBack):
        record_visit(row, visit, by=line.county.handler, at=NOW)
    assert not row.follow_ups.exists()
    despite = Visit(NOW, "home", "safe", safe_to_talk=True, despite="村干部已经上门，事前没有看到要求。")
    record_visit(row, despite, by=line.county.handler, at=NOW)

    assert row.follow_ups.count() == 1
    assert row.events.get(verb="contact.despite").note == "村干部已经上门，事前没有看到要求。"
    told = Notice.objects.filter(object_id=row.pk, text__contains="没有按信访人的安全联系要求")
    assert set(told.values_list("role", flat=True)) == {"section_head", "unit_head"}


def test_no_visit_is_planned_on_a_day_on_which_she_cannot_speak(line: Line) -> None:
    row = handled(line.county)
    wished(row, CALLS_ONLY, by=line.county.handler)
    tuesday = timezone.localdate(TUESDAY)

    with pytest.raises(NotAllowed, match="周一、周三"):
        plan_visit(row, planned_on=tuesday, by=line.county.handler, at=NOW)

    assert plan_visit(row, planned_on=tuesday + DAY, by=line.county.handler, at=NOW).planned_on == tuesday + DAY


def test_a_rating_link_is_made_only_for_a_way_that_is_safe(line: Line) -> None:
    row = decided(line.county)

    with pytest.raises(HeldBack):
        make_link(row, way="message", by=line.county.handler, at=NOW)

    assert not RatingLink.objects.exists()
    assert tasks(row) == [("message", "评价链接", "held")]
    assert make_link(row, way="in_person", by=line.county.handler, at=NOW).token


def test_the_reply_to_a_complaint_passes_the_gate_too(line: Line) -> None:
    row = handled(line.county)
    made = file_complaint(row, text="态度生硬。", channel="phone", received_at=NOW, by=line.city.clerk, at=NOW)

    with pytest.raises(HeldBack):
        decide_complaint(made, finding="partly", reply="已批评教育。", told_how="letter", by=line.city.clerk, at=NOW)

    made.refresh_from_db()
    task = HeldContact.objects.get()
    assert made.decided_at is None
    assert (task.org, task.what) == (line.tree.binzhou, "送达投诉答复书")


def test_papers_to_others_go_as_ever(line: Line) -> None:
    """What is written to an authority says nothing to her, and asks no gate."""
    assert not TO_PETITIONER & TO_OTHERS
    assert set(DocumentKind) == TO_PETITIONER | TO_OTHERS


def test_a_task_is_done_with_words_by_its_own_unit_and_once(line: Line, client: Client) -> None:
    row = registered(line.county, at=timezone.now())
    now = timezone.now()
    with pytest.raises(HeldBack):
        reach_out(row, way="message", by=line.county.handler, at=now)
    task = row.held_contacts.get()
    url = reverse("cases:held_contact", args=[task.pk])

    for stranger in (line.city.clerk, line.neighbour.clerk):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        with pytest.raises(NotAllowed, match="由滨城区"):
            settle_held(task, words="已转告。", by=stranger, at=now)
    client.force_login(line.county.handler)
    assert client.post(url, {"words": " "}).status_code == 200
    assert client.post(url, {"words": "周三上午当面转告。"}).status_code == 302

    task.refresh_from_db()
    assert (task.done_by, task.done_words) == (line.county.handler, "周三上午当面转告。")
    assert row.events.latest("pk").note == "周三上午当面转告。"
    with pytest.raises(NotAllowed, match="已经处理"):
        settle_held(task, words="再次", by=line.county.handler, at=now)


def test_the_tasks_stand_in_their_list_on_the_desk_and_in_the_list_of_matters(line: Line, client: Client) -> None:
    held, other = (registered(line.county, at=timezone.now()) for _ in range(2))
    with pytest.raises(HeldBack):
        reach_out(held, way="message", by=line.county.handler, at=timezone.now())
    client.force_login(line.county.handler)

    listed = client.get(reverse("cases:held_contact_list")).content.decode()
    found = client.get(reverse("cases:petition_list"), {"held_back": "1"}).content.decode()
    home = client.get(reverse("home")).content.decode()

    for page in (listed, found):
        assert held.number in page
        assert other.number not in page
    assert "待改用其他方式联系" in home
    client.force_login(line.neighbour.handler)
    assert held.number not in client.get(reverse("cases:held_contact_list")).content.decode()


def test_the_page_of_the_case_shows_it_large_to_the_holder_and_only_that_there_is_something_above(
    line: Line, client: Client
) -> None:
    row = registered(line.county, at=timezone.now(), category="family.dispute")
    wished(row, CALLS_ONLY, by=line.county.handler, at=timezone.now())

    pages = {}
    for who in (line.county.handler, line.city.clerk):
        client.force_login(who)
        pages[who.org_id] = client.get(row.get_absolute_url()).content.decode()

    own, above = pages[line.tree.bincheng.pk], pages[line.tree.binzhou.pk]
    for words in ("晚饭吃面", "由姐姐转告", "周一、周三 09:00—11:30", "不留言"):
        assert words in own
        assert words not in above
    assert "有安全联系要求" in above


def test_the_forms_of_visits_and_of_serving_show_it(line: Line, client: Client) -> None:
    row = registered(line.county, at=timezone.now())
    row = moved(row, "accept", by=line.county.clerk, at=timezone.now(), route="duty", told_how="later")
    wished(row, CALLS_ONLY, by=line.county.handler, at=timezone.now())
    client.force_login(line.county.clerk)
    paper = row.documents.get()

    for name, pk in (("visit_add", row.pk), ("visit_plan", row.pk), ("document_serve", paper.pk), ("reach", row.pk)):
        assert "晚饭吃面" in client.get(reverse(f"cases:{name}", args=[pk])).content.decode(), name


def test_the_page_before_reaching_her_gives_the_neutral_words_only_once_the_gate_is_passed(
    line: Line, client: Client
) -> None:
    row = registered(line.county, at=timezone.now())
    wished(row, Wish(ways=("message",)), by=line.county.handler, at=timezone.now())
    client.force_login(line.county.handler)
    url = reverse("cases:reach", args=[row.pk])

    before, refused = client.get(url).content.decode(), client.post(url, {"way": "phone"})
    passed = client.post(url, {"way": "message"}).content.decode()

    text = message_to_her(sender_of(row.org))
    assert text not in before
    assert refused.status_code == 409
    assert text in passed


def test_nothing_that_goes_out_says_who_we_are() -> None:
    for sender in (Sender("滨城区便民服务"), Sender("王老师", "0543-3160000", "黄河五路 12 号 3 号信箱")):
        assert telling_words(message_to_her(sender)) == []
        assert telling_words(opening_words(sender)[1]) == []


def test_a_neutral_name_is_set_by_the_head_and_gives_nothing_away(line: Line, client: Client) -> None:
    client.force_login(line.county.head)
    url = reverse("cases:neutral_sender")

    refused = client.post(url, {"name": "滨城区妇联维权站"})
    assert "不能出现“妇联”“维权”" in refused.content.decode()
    with pytest.raises(NotAllowed, match="不能出现"):
        set_sender(Sender("滨城区妇联"), by=line.county.head, at=NOW)
    with pytest.raises(NotAllowed, match="只有主席"):
        set_sender(Sender("便民服务"), by=line.county.handler, at=NOW)
    client.post(url, {"name": "王老师", "callback": "0543-3160000"})

    assert sender_of(line.tree.bincheng) == Sender("王老师", "0543-3160000")
    assert sender_of(line.tree.huimin) == Sender("惠民县便民服务")


def test_the_envelope_names_no_federation_and_is_not_printed_where_no_letter_may_go(
    line: Line, client: Client
) -> None:
    dv = registered(line.county, at=timezone.now())
    wages = registered(line.county, at=timezone.now(), category="labour.wages", name="李四妹")
    client.force_login(line.county.handler)

    refused = client.get(reverse("cases:envelope", args=[dv.pk]))
    printed = client.get(reverse("cases:envelope", args=[wages.pk])).content.decode()

    assert refused.status_code == 409
    assert "黄河五路" not in refused.content.decode()
    paper = printed[printed.index('<article class="envelope">') : printed.index("</article>")]
    assert "李四妹" in paper
    assert "滨城区便民服务" in paper
    assert telling_words(paper) == []
    title = printed[printed.index("<title>") : printed.index("</title>")]  # a browser prints it in the margin
    assert wages.number not in title
    assert telling_words(title) == []


def test_registration_asks_in_one_stroke_and_keeps_the_rest_where_she_wants_more(line: Line, client: Client) -> None:
    client.force_login(line.county.clerk)

    def register(**more: object) -> Petition:
        answer = client.post(reverse("cases:petition_new"), typed(place=line.tree.bincheng.pk, **more))
        assert answer.status_code == 302, answer.context["form"].errors
        return Petition.objects.latest("pk")

    silent = register()
    free = register(contact_rule="free", name="赵一", phone="13800000001", id_number="", facts="甲", request="乙")
    asked = register(
        contact_rule="limited",
        name="钱二",
        phone="13800000002",
        facts="丙丁",
        request="戊己",
        safe_ways=["phone", "letter"],
        days_1=["1", "3"],
        from_1="09:00",
        until_1="11:30",
        code_word="晚饭吃面",
    )

    assert not silent.safe_contacts.exists()
    assert ask(free, Way.MESSAGE, at=NOW).may_go
    kept = asked.safe_contacts.get()
    assert (set(kept.ways), kept.code_word, kept.by) == ({"phone", "letter"}, "晚饭吃面", line.county.clerk)
    assert [(window.days, window.begins) for window in kept.windows.all()] == [([1, 3], dt.time(9))]


def test_hours_that_are_half_named_are_asked_for_and_count_only_where_she_has_wishes(
    line: Line, client: Client
) -> None:
    client.force_login(line.county.clerk)
    half = {"from_1": "11:00", "until_1": "09:00", "place": line.tree.bincheng.pk}

    refused = client.post(reverse("cases:petition_new"), typed(contact_rule="limited", **half))
    taken = client.post(reverse("cases:petition_new"), typed(**half))

    assert refused.context["form"].errors == {"until_1": ["结束时间应当晚于开始时间。"]}
    assert taken.status_code == 302


def test_the_form_bids_to_ask_her_for_each_kind_of_matter_that_may_be_dangerous() -> None:
    rules = (PROJECT / "static" / "css" / "petitions.css").read_text("utf-8")
    (rule,) = [line for line in rules.splitlines() if line.strip().endswith(".when-danger { display: flex; }")]

    assert set(re.findall(r'\[value="([a-z._]+)"\]', rule)) == VIOLENT
    assert '[name="minor"]:checked' in rule


def test_a_corrected_petitioner_keeps_her_wishes(line: Line, client: Client) -> None:
    row = petition(user(line.tree.bincheng, Role.RECEPTIONIST), at=NOW)
    wished(row, CALLS_ONLY, by=line.county.handler)
    client.force_login(line.county.handler)

    row.parties.update(name="王晓芳")

    assert ask(row, Way.LETTER, at=NOW).verdict == Verdict.HELD
    assert ask(row, Way.PHONE, at=NOW).may_go


def test_every_way_of_telling_and_of_visiting_is_a_way_of_the_gate() -> None:
    assert {*ToldHow.values, *VisitChannel.values} <= set(Way.values)


SENDS = {"smtplib", "django.core.mail", "requests", "urllib.request", "http.client", "httpx", "socket"}
# They start the portal's own servers, ask the provider of single sign-on who has come, tell other systems what they
# may read anyway, hear a telephone system, or run in such a system; none of them speaks to people.
OWN_SERVERS = (
    "fedportal/demo/",
    "fedportal/embedded/",
    "fedportal/directory/views/openid.py",
    "fedportal/changes/webhooks/",
    "fedportal/client/",
    "hotline/ami/",
)


def test_no_module_can_send_anything_to_anyone_past_the_gate() -> None:
    """Who brings a gateway for SMS or mail imports it beside the gate, and calls `pass_gate` before it."""
    modules = [
        path for room in ("cases", "fedportal", "hotline", "stations") for path in (PROJECT / room).rglob("*.py")
    ]
    sending = {str(path.relative_to(PROJECT)): path.read_text("utf-8") for path in modules if _imported(path) & SENDS}

    past = [name for name, text in sending.items() if "pass_gate(" not in text]
    assert [name for name in past if not name.startswith(OWN_SERVERS)] == []
    assert past


# What makes something reach a petitioner, as it stands in the code of a verb.
REACHING = re.compile(r"\.served_how\b[^=\n]*=[^=]|RatingLink\.objects\.create|\.channel\b[^=\n]*= visit\.")


def test_whoever_marks_a_paper_as_served_makes_a_link_or_writes_a_visit_asks_the_gate() -> None:
    reaching = {path: path.read_text("utf-8") for path in (PROJECT / "cases" / "actions").rglob("*.py")}
    reaching = {path.name: text for path, text in reaching.items() if REACHING.search(text)}

    assert set(reaching) == {"documents.py", "ratings.py", "follow_up.py"}
    assert [name for name, text in reaching.items() if "pass_gate(" not in text] == []


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names
