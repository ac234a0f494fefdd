"""A complaint about the handling goes one level up, and the handler learns nothing of it."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.complaints import decide_complaint, file_complaint
from cases.models import Document, Event, HandlingComplaint, Petition, RelationWall
from cases.secrecy import about_hidden
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, Line, handled, make_line, registered
from tests.cases.samples import NOW, moved, risen
from tests.factories import ProvinceTree, user

SAID = "接访人员态度生硬，三周没有回音。"
DECISION = {"finding": "partly", "reply": "已批评教育，并当面致歉。", "told_how": "in_person"}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def complained(row: Petition, by: User, *, at: dt.datetime = NOW, text: str = SAID) -> HandlingComplaint:
    return file_complaint(row, text=text, channel="phone", received_at=at, by=by, at=at)


def clock(made: HandlingComplaint) -> Deadline:
    return Deadline.objects.for_subject(made).get()


def test_it_goes_to_the_unit_one_level_above_whoever_takes_it_down(line: Line) -> None:
    row = handled(line.county)

    made = complained(row, line.province.clerk)

    assert (made.about, made.org, made.org_code) == (line.tree.bincheng, line.tree.binzhou, line.tree.binzhou.code)
    duty = clock(made)
    assert (duty.org, str(timezone.localdate(duty.due_at))) == (line.tree.binzhou, "2026-12-08")
    assert set(Notice.objects.filter(org=line.tree.binzhou).values_list("role", flat=True)) == {
        *(Role.SECTION_HEAD, Role.UNIT_HEAD, Role.SUPERVISOR)
    }
    assert AccessEvent.objects.get(verb="complaint.file").org == line.tree.shandong


def test_the_handler_cannot_take_it_down_and_for_her_there_is_no_such_page(line: Line, client: Client) -> None:
    row = handled(line.county, at=timezone.now())

    with pytest.raises(NotAllowed, match="上一级"):
        complained(row, line.county.head)
    for person in (line.county.clerk, line.county.head, line.neighbour.clerk):
        client.force_login(person)
        assert client.get(reverse("cases:complaint_new", args=[row.pk])).status_code == 404


def test_above_a_province_nobody_sits_here(line: Line) -> None:
    row = registered(line.province)

    with pytest.raises(NotAllowed, match="上一级"):
        complained(row, line.province.head)


def everything(client: Client, row: Petition, by: User) -> dict[str, object]:
    """All that the portal tells this person about that matter: pages, lists, counts, notices."""
    client.force_login(by)
    urls = {
        "case": row.get_absolute_url(),
        "close": reverse("cases:petition_move", args=[row.pk, "withdraw"]),
        "list": reverse("cases:petition_list"),
        "late": f"{reverse('cases:petition_list')}?overdue=1",
        "desk": f"{reverse('cases:petition_list')}?desk=me",
        "home": reverse("home"),
        "dashboard": reverse("dashboards:dashboard"),
        "inbox": reverse("notices:inbox"),
        "complaints": reverse("cases:complaint_list"),
    }
    answers = {name: client.get(url) for name, url in urls.items()}
    told = {name: (answer.status_code, _without_moments(answer.content)) for name, answer in answers.items()}
    return told | {
        "events": list(Event.objects.filter(petition=row).values_list("pk", "verb")),
        "duties": list(Deadline.objects.in_range_of(by.org).values_list("pk", "kind")),
        "on desk": list(Deadline.objects.on_desk_of(by.org).values_list("pk", flat=True)),
        "notices": list(Notice.objects.filter(org=by.org).values_list("pk", "text")),
        "export": _line_of_export(client.post(reverse("cases:petition_export"), {"reason": "月度报送"}), row),
    }


def _line_of_export(answer: object, row: Petition) -> list[tuple[object, ...]]:
    if answer.status_code != 200:
        return []
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    return [line for sheet in book for line in sheet.iter_rows(values_only=True) if row.number in line]


def _without_moments(content: bytes) -> str:
    """The page without tokens and the minute in which it was drawn."""
    lines = re.sub(r"\d{1,2}:\d{2}", "#", content.decode()).splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower() and "datetime=" not in line)


@pytest.mark.parametrize("person", ["clerk", "handler", "head"])
def test_the_handling_unit_learns_nothing_from_any_page_count_or_notice(
    line: Line, client: Client, person: str
) -> None:
    at = timezone.now() - 40 * DAY
    row, reader = handled(line.county, at=at), getattr(line.county, person)
    engine.sweep(timezone.now())
    tell_escalations(timezone.now())
    before = everything(client, row, reader)

    made = complained(row, line.city.clerk, at=at + DAY)
    engine.sweep(timezone.now())
    tell_escalations(timezone.now())
    during = everything(client, row, reader)
    decide_complaint(made, **DECISION, by=line.city.head, at=timezone.now())
    after = everything(client, row, reader)

    assert clock(made).escalations.exists()  # it was late, and climbed: to others
    assert during == before
    assert after == before
    assert client.get(made.get_absolute_url()).status_code in {403, 404}
    assert client.get(reverse("cases:acknowledge", args=[row.pk, clock(made).pk])).status_code in {403, 404, 405}


def test_the_township_below_and_the_county_beside_learn_nothing_either(line: Line, client: Client) -> None:
    made = complained(handled(line.county), line.city.clerk)

    for stranger in (line.neighbour.head, user(line.tree.beizhen, Role.TOWNSHIP_WORKER)):
        client.force_login(stranger)
        assert client.get(made.get_absolute_url()).status_code == 404
        assert SAID not in client.get(reverse("cases:complaint_list"), {"all": 1}).content.decode()


def test_those_above_see_it_and_only_its_own_unit_answers(line: Line, client: Client) -> None:
    row = risen(handled(line.county, at=timezone.now()), line.tree.shandong)
    made = complained(row, line.city.clerk, at=timezone.now())

    for person in (line.city.head, line.province.head):
        client.force_login(person)
        for url in (made.get_absolute_url(), reverse("cases:complaint_list")):
            assert SAID in client.get(url).content.decode()
        assert made.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()
    client.force_login(line.province.head)
    assert client.post(made.get_absolute_url(), DECISION).status_code == 409
    client.force_login(line.city.head)
    assert client.post(made.get_absolute_url(), DECISION).status_code == 302
    told = client.get(made.get_absolute_url()).content.decode()

    assert "已批评教育，并当面致歉。" in told
    assert clock(made).outcome == "met"
    assert AccessEvent.objects.filter(verb="complaint.decide", org=line.tree.binzhou).exists()
    assert AccessEvent.objects.filter(verb="complaint.read").count() == 2
    with pytest.raises(NotAllowed, match="已经答复"):
        decide_complaint(made, **DECISION, by=line.city.head, at=timezone.now())


def hearers(made: HandlingComplaint, *people: User) -> list[bool]:
    """Which of these see it: by the pages' own question, and by the database whatever a page forgot."""
    by_page = [HandlingComplaint.objects.visible_to(each).filter(pk=made.pk).exists() for each in people]
    by_rows = []
    for each in people:
        with rows_of(scope_of(each)):
            by_rows.append(HandlingComplaint.objects.filter(pk=made.pk).exists())
    duties = Deadline.objects.filter(pk=clock(made).pk)
    by_badge = [duties.in_range_of(each.org).exclude(about_hidden(each)).exists() for each in people]
    assert by_rows == by_badge == by_page
    return by_page


def test_a_province_hears_of_its_cities_complaints_only_with_the_matter_itself(line: Line, client: Client) -> None:
    row = handled(line.county, at=timezone.now())
    made = complained(row, line.city.clerk, at=timezone.now())
    supervisor = user(line.tree.shandong, Role.SUPERVISOR)

    assert hearers(made, line.city.head, line.city.clerk) == [True, True]
    assert hearers(made, line.province.head, supervisor, line.county.head, line.neighbour.head) == [False] * 4
    client.force_login(line.province.head)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert SAID not in client.get(reverse("cases:complaint_list"), {"all": 1}).content.decode()

    risen(row, line.tree.shandong)

    assert hearers(made, line.province.head, supervisor) == [True, True]


def test_the_unit_that_its_lateness_has_reached_hears_of_it_and_not_of_the_matter(line: Line, client: Client) -> None:
    ago = timezone.now() - 60 * DAY
    row = handled(line.county, at=ago)
    made = complained(row, line.city.clerk, at=ago)
    assert hearers(made, line.province.head) == [False]

    engine.sweep(timezone.now())

    assert clock(made).desk == line.tree.shandong
    assert hearers(made, line.province.head, user(line.tree.shandong, Role.SUPERVISOR)) == [True, True]
    assert hearers(made, line.county.head) == [False]
    client.force_login(line.province.head)
    page = client.get(made.get_absolute_url()).content.decode()
    assert SAID in page
    assert row.facts not in page
    assert row.get_absolute_url() not in page


def test_of_a_guarded_matter_only_its_line_hears_and_the_head_whom_lateness_has_reached(line: Line) -> None:
    ago = timezone.now() - 60 * DAY
    row = handled(line.county, at=ago, category="family.dv")
    made = complained(row, line.city.head, at=ago)
    supervisor = user(line.tree.shandong, Role.SUPERVISOR)
    people = (line.city.head, user(line.tree.binzhou, Role.SUPERVISOR), line.province.head, supervisor)
    assert hearers(made, *people) == [True, True, False, False]

    engine.sweep(timezone.now())

    assert clock(made).desk == line.tree.shandong
    assert hearers(made, *people) == [True, True, line_knows(row, line.province.head), line_knows(row, supervisor)]


def line_knows(row: Petition, person: User) -> bool:
    return Petition.objects.visible_to(person).filter(pk=row.pk).exists() or Role.UNIT_HEAD in person.roles


def test_the_wall_keeps_it_from_a_head_too(line: Line) -> None:
    row = handled(line.county)
    made = complained(row, line.city.clerk)
    other = user(line.tree.binzhou, Role.UNIT_HEAD)

    RelationWall.objects.create(petition=row, user=line.city.head)

    assert hearers(made, line.city.head, other) == [False, True]


def test_the_reply_is_a_paper_that_only_those_above_the_handler_open(line: Line, client: Client) -> None:
    made = complained(handled(line.county, at=timezone.now()), line.city.clerk, at=timezone.now())

    paper = decide_complaint(made, **DECISION, by=line.city.head, at=timezone.now()).document

    assert paper is not None
    assert (paper.number, paper.main_to) == (f"鲁滨州妇信诉〔{timezone.localdate().year}〕1号", "王小芳")
    assert paper.petition is None
    assert (paper.served_how, paper.served_by) == ("in_person", line.city.head)
    assert "经核查：部分属实。\n现答复如下：\n已批评教育，并当面致歉。" in paper.body
    page, file = reverse("cases:document", args=[paper.pk]), reverse("cases:document_file", args=[paper.pk, "docx"])
    for person, answer in ((line.city.head, 200), (line.province.head, 404), (line.county.head, 404)):
        client.force_login(person)
        assert [client.get(url).status_code for url in (page, file)] == [answer, answer]
        with rows_of(scope_of(person)):
            assert Document.objects.filter(pk=paper.pk).exists() == (answer == 200)
    client.force_login(line.city.head)
    assert page in client.get(made.get_absolute_url()).content.decode()
    assert client.get(reverse("cases:document_edit", args=[paper.pk])).status_code == 409


def test_nobody_whose_name_is_unclear_is_written_to(line: Line) -> None:
    made = complained(registered(line.county, identity_unclear=True), line.city.clerk)

    assert decide_complaint(made, **DECISION, by=line.city.head, at=NOW).document is None


def test_who_may_not_hear_complaints_takes_one_down_and_reads_none(line: Line, client: Client) -> None:
    agent = user(line.tree.binzhou, Role.AGENT)
    row = handled(line.county, at=timezone.now())
    client.force_login(agent)
    typed = {"text": SAID, "channel": "phone", "received_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}

    answer = client.post(reverse("cases:complaint_new", args=[row.pk]), typed)

    assert answer["Location"] == row.get_absolute_url()
    assert client.get(row.complaints.get().get_absolute_url()).status_code == 403
    assert SAID not in client.get(row.get_absolute_url()).content.decode()


def test_the_superior_is_told_on_her_desk(line: Line, client: Client) -> None:
    complained(handled(line.county), line.city.clerk)
    client.force_login(line.city.head)

    assert "对下级办理工作的投诉" in client.get(reverse("home")).content.decode()
    client.force_login(line.county.head)
    assert "对下级办理工作的投诉" not in client.get(reverse("home")).content.decode()


def test_closing_the_matter_does_not_end_the_complaint(line: Line) -> None:
    row = handled(line.county)
    made = complained(row, line.city.clerk)

    moved(row, "withdraw", by=line.county.clerk, at=NOW, note="和好。", withdrawn_how="phone", safety="已确认。")

    assert clock(made).closed_at is None


def test_the_database_itself_keeps_it_from_the_handler(line: Line) -> None:
    made = complained(handled(line.county), line.city.clerk)

    with pytest.raises(IntegrityError, match="complaint_never_to_the_handler"), transaction.atomic():
        HandlingComplaint.objects.filter(pk=made.pk).update(org=line.tree.bincheng)


def test_the_list_takes_the_same_number_of_questions_for_one_row_and_for_three(line: Line, client: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("cases:complaint_list"))
        return len(asked)

    client.force_login(line.city.head)
    row = handled(line.county)
    complained(row, line.city.clerk)
    client.get(reverse("cases:complaint_list"))
    one = questions()
    for n in range(2):
        complained(row, line.city.clerk, text=f"第 {n} 次投诉。")

    assert questions() == one
