"""What hangs on an accusation: repeats, complaints, orders, visits and figures tell nobody of it (art. 30)."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import accusations, register
from cases.actions.complaints import file_complaint
from cases.actions.follow_up import plan_visit
from cases.actions.joining import why_not_accept
from cases.actions.supervision import why_orders_keep_open
from cases.models import Accused, Event, HandlingComplaint, MatterClass, Party, Petition, SupervisionOrder
from cases.registering import Intake
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.dashboards.context import Frame
from fedportal.dashboards.ranges import Range
from fedportal.dashboards.statistics import Counter
from fedportal.deadlines.models import Deadline
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, Line, make_line
from tests.cases.orders import drafted, issued
from tests.cases.samples import ABOUT, NOW, READ_BACK, WHAT, WHO, accusation, moved, petition
from tests.factories import user


@pytest.fixture
def line(tree: object, law: None) -> Line:
    return make_line(tree)


def intake(by: User, against: str = "") -> Intake:
    """A matter as it is typed: an accusation where somebody is accused."""
    what = ABOUT | {"matter_class": MatterClass.ACCUSATION} if against else {}
    matter = Petition(**WHAT | what, received_at=NOW, place=by.org)
    accused = (Accused(kind="person", name=against),) if against else ()
    return Intake(matter, Party(role=Party.Role.PETITIONER, **WHO), READ_BACK, accused)


def counted(reader: User) -> tuple[int, int]:
    """What the badges of the frame say: duties that wait, and unread notices."""
    drawn = Frame(type("Request", (), {"user": reader, "path": "/"})())  # type: ignore[arg-type]
    return drawn.waiting, drawn.unread


# --- complaints ---------------------------------------------------------------------------------------------------


def test_nothing_counts_a_complaint_about_it_for_who_may_not_open_it(line: Line, client: Client) -> None:
    ago = timezone.now() - 40 * DAY
    facts = {"text": "一直没有答复。", "channel": "phone", "received_at": ago, "by": line.city.head, "at": ago}
    file_complaint(accusation(line.county.clerk, at=ago), **facts)
    colleague, head = user(line.tree.binzhou, Role.SUPERVISOR, Role.SECTION_HEAD), line.city.head

    assert counted(colleague) == (0, 0)
    client.force_login(colleague)
    assert "投诉" not in client.get(reverse("notices:inbox")).content.decode().partition("<main")[2]
    assert counted(head) == (1, 1)

    file_complaint(petition(line.county.clerk, at=ago), **facts)
    assert counted(colleague) == (1, 2)  # a notice for each of her roles
    assert counted(user(line.tree.binzhou, Role.HANDLER)) == (0, 0)  # who hears no complaints


# --- figures ------------------------------------------------------------------------------------------------------


def test_no_figure_counts_it_for_who_does_not_read_it(line: Line) -> None:
    accusation(line.county.clerk, at=timezone.now() - 25 * DAY)
    petition(line.county.clerk, at=timezone.now() - 25 * DAY)

    def figures(reader: User) -> tuple[int, int, int, int, int, int]:
        found = Counter(Range.of(line.tree.bincheng, timezone.now()), reader, timezone.now()).dashboard()
        received, kinds = (
            sum(month.received.value for month in found.months),
            sum(k.now.value for k in found.categories),
        )
        late = found.months[-1].overdue.value
        return found.open.value, found.overdue.value, found.told.fell_due.value, received, kinds, late

    colleague, supervisor = user(line.tree.bincheng, Role.SECTION_HEAD), user(line.tree.binzhou, Role.SUPERVISOR)
    assert figures(colleague) == figures(supervisor) == (1, 1, 1, 1, 1, 1)
    assert figures(line.county.head) == (2, 2, 2, 2, 2, 2)
    assert figures(user(line.tree.bincheng, Role.STAT_OFFICER)) == (2, 2, 2, 2, 2, 2)  # numbers alone, no lists


# --- what is left behind when it goes above -----------------------------------------------------------------------


def gone_above(row: Petition, line: Line) -> Petition:
    """Against the county that holds it: to the city, two days later."""
    accused = Accused(kind="person", name="李某", org=line.tree.bincheng)
    return accusations.accuse(row, accused, by=line.county.clerk, at=NOW + 2 * DAY)


def test_orders_to_the_accused_fall_away_and_bind_the_new_holder_to_nothing(line: Line) -> None:
    row = accusation(line.county.clerk)
    order = issued(row, by=line.city.head)
    draft = drafted(row, by=line.province.head)

    row = gone_above(row, line)

    assert [SupervisionOrder.objects.get(pk=each.pk).state for each in (order, draft)] == ["withdrawn", "discarded"]
    assert why_orders_keep_open(row) == ""


def test_a_promised_visit_is_owed_by_the_new_holder(line: Line) -> None:
    row = accusation(line.county.clerk)
    visit = plan_visit(row, planned_on=(NOW + 5 * DAY).date(), by=line.county.clerk, at=NOW)

    row = gone_above(row, line)

    visit.refresh_from_db()
    assert visit.org == line.tree.binzhou
    assert [duty.org for duty in row.deadlines.open().filter(kind="follow_up")] == [line.tree.binzhou]


def test_no_leader_of_the_accused_unit_answers_for_it(line: Line) -> None:
    row = accusation(line.county.clerk)
    moved(row, "take_in_person", by=line.county.head, at=NOW, leader=line.county.head, note="由我包案。")

    row = gone_above(row, line)

    assert not row.leader_cases.open().exists()


def test_a_complaint_goes_on_before_the_new_holder(line: Line) -> None:
    row = petition(line.county.clerk)
    made = file_complaint(row, text="不答复。", channel="phone", received_at=NOW, by=line.city.head, at=NOW)
    Petition.objects.filter(pk=row.pk).update(matter_class=MatterClass.ACCUSATION)
    accused = Accused(kind="person", name="李某", org=line.tree.binzhou)

    accusations.accuse(row, accused, by=line.county.clerk, at=NOW + DAY)

    made.refresh_from_db()
    assert made.org == line.tree.shandong
    assert [duty.org for duty in Deadline.objects.for_subject(made).open()] == [line.tree.shandong]
    assert not HandlingComplaint.objects.visible_to(line.city.head).exists()


# --- repeats ------------------------------------------------------------------------------------------------------


def test_an_accusation_is_no_repeat_of_an_ordinary_matter_and_tells_nobody_of_itself(line: Line) -> None:
    earlier = petition(line.county.clerk)

    made = register(intake(line.city.clerk, "孙建国"), by=line.city.clerk, at=NOW + DAY, same_as=earlier)

    assert made.same_as is None
    assert not Event.objects.filter(petition=earlier, verb="petition.repeat").exists()
    assert not Notice.objects.filter(org=line.tree.bincheng, text__contains="同一事项").exists()


def test_who_is_accused_is_not_told_that_she_came_again(line: Line) -> None:
    earlier = accusation(line.county.clerk)
    again = intake(line.city.clerk, "孙建国")
    again.accused[0].org = line.tree.bincheng

    made = register(again, by=line.city.clerk, at=NOW + DAY, same_as=earlier)

    assert made.same_as is None
    assert not Event.objects.filter(petition=earlier, verb="petition.repeat").exists()


def test_an_ordinary_matter_is_no_repeat_of_an_accusation(line: Line) -> None:
    secret = accusation(line.county.clerk)

    made = register(intake(line.city.clerk), by=line.city.clerk, at=NOW + DAY, same_as=secret)

    assert made.same_as is None
    assert not Event.objects.filter(petition=secret, verb="petition.repeat").exists()


def test_what_became_an_accusation_says_nothing_to_its_repeats(line: Line) -> None:
    earlier = petition(line.county.clerk)
    repeat = register(intake(line.county.clerk), by=line.county.clerk, at=NOW, same_as=earlier)
    assert why_not_accept(repeat, line.county.clerk, NOW)
    Petition.objects.filter(pk=earlier.pk).update(matter_class=MatterClass.ACCUSATION)

    assert why_not_accept(Petition.objects.get(pk=repeat.pk), line.county.clerk, NOW) == ""
