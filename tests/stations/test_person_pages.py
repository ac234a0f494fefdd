"""The pages of people: what the list finds, what nobody reads there, the file that leaves, equal questions."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from stations.actions.credentials import Paper, add_credential
from stations.actions.training import CourseFacts, enter_course
from stations.models import NetworkPerson
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.stations.people import ID_NUMBER, PHONE, entered

LIST = "/stations/people/"


@pytest.fixture
def as_clerk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def typed(**changes: object) -> dict[str, object]:
    form: dict[str, object] = {
        "name": "孙丽华",
        "sex": "female",
        "phone": PHONE,
        "id_number": ID_NUMBER,
        "joined_on": "2024-03-08",
        "kind": "mediator",
    }
    return form | changes


def listed(client: Client, **asked: str) -> set[str]:
    return {str(row.person) for row in client.get(LIST, asked).context["rows"]}


def test_a_form_enters_somebody_in_her_first_role(as_clerk: Client, clerk: User) -> None:
    answer = as_clerk.post(f"{LIST}new/", typed(org=clerk.org_id))

    row = NetworkPerson.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    assert row.roles.get().kind == "mediator"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"id_number": "123"}, "id_number"),
        ({"begins": "14:00"}, "ends"),
        ({"kind": ""}, "kind"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    as_clerk: Client, clerk: User, changes: dict[str, object], field: str
) -> None:
    answer = as_clerk.post(f"{LIST}new/", typed(org=clerk.org_id, **changes))

    assert field in answer.context["form"].errors
    assert not NetworkPerson.objects.exists()


def test_no_page_shows_a_number_and_changing_somebody_keeps_what_is_left_empty(as_clerk: Client, clerk: User) -> None:
    row = entered(clerk, "mediator", at=timezone.now())

    for url in (LIST, row.get_absolute_url(), f"{row.get_absolute_url()}edit/"):
        page = as_clerk.get(url).content.decode()
        assert PHONE not in page
        assert ID_NUMBER not in page
    as_clerk.post(f"{row.get_absolute_url()}edit/", typed(name="孙丽", phone="", id_number=""))

    row = NetworkPerson.objects.get()
    assert (row.name, row.phone, row.id_number) == ("孙丽", PHONE, ID_NUMBER)
    assert "139****2345" in as_clerk.get(row.get_absolute_url()).content.decode()


def test_a_number_is_shown_once_for_a_reason(as_clerk: Client, clerk: User) -> None:
    row = entered(clerk, at=timezone.now())

    page = as_clerk.post(f"{row.get_absolute_url()}numbers/", {"what": "phone", "reason": "通知培训"})

    assert PHONE in page.content.decode()
    assert AccessEvent.objects.filter(verb="person.reveal", object_id=row.pk, actor=clerk).exists()


def test_the_list_finds_by_name_role_training_and_paper(as_clerk: Client, clerk: User, intruder: User) -> None:
    at, today = timezone.now(), timezone.localdate()
    cadre = entered(clerk, "cadre", at=at, name="高敏", id_number="")
    trained = entered(clerk, "cadre", at=at, name="林静", id_number="")
    juror = entered(clerk, "juror", at=at, name="何洁", id_number="")
    entered(intruder, "juror", at=at, name="外人")
    enter_course(CourseFacts("省培训班", "petition", 1, today, today), [trained.pk], by=clerk, at=at)
    add_credential(juror, Paper("law", dt.date(2020, 1, 1), today + dt.timedelta(days=30)), by=clerk, at=at)

    assert listed(as_clerk) == {"高敏", "林静", "何洁"}
    assert listed(as_clerk, q="gm") == {"高敏"}
    assert listed(as_clerk, kind="juror") == {"何洁"}
    assert listed(as_clerk, training="due") == {str(cadre)}
    assert listed(as_clerk, paper="expiring") == {"何洁"}
    assert listed(as_clerk, state="left") == set()
    assert listed(as_clerk, under=str(clerk.org.code), own="true") == {"高敏", "林静", "何洁"}


def test_the_list_asks_as_much_for_three_as_for_one(as_clerk: Client, clerk: User) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            as_clerk.get(LIST)
        return len(asked)

    entered(clerk, "cadre", at=timezone.now(), id_number="")
    as_clerk.get(LIST)
    one = questions()
    for name in ("林静", "何洁"):
        entered(clerk, "juror", at=timezone.now(), name=name, id_number="")

    assert questions() == one


def test_the_caseload_of_a_linked_account_is_what_its_reader_sees(as_clerk: Client, clerk: User, head: User) -> None:
    row = entered(clerk, "cadre", at=timezone.now(), account=head)
    matter = petition(clerk, at=timezone.now())
    type(matter).objects.filter(pk=matter.pk).update(handler=head)

    assert as_clerk.get(row.get_absolute_url()).context["load"] == 1


def test_the_file_that_leaves_holds_no_number_and_is_written_down(as_clerk: Client, clerk: User) -> None:
    row = entered(clerk, "mediator", at=timezone.now())

    answer = as_clerk.post(f"{LIST}export/", {"reason": "报送市妇联"})

    book = load_workbook(io.BytesIO(answer.content))
    cells = [str(cell.value) for sheet in book for line in sheet for cell in line]
    assert "孙丽华" in cells
    assert "报送市妇联" in cells
    assert not any(PHONE in cell or ID_NUMBER in cell for cell in cells)
    assert AccessEvent.objects.filter(verb="person.take_out", object_id=row.pk).exists()


def test_one_form_enters_a_course_for_many(as_clerk: Client, clerk: User) -> None:
    people = [entered(clerk, "cadre", at=timezone.now(), name=name, id_number="") for name in ("高敏", "林静")]
    today = str(timezone.localdate())
    form = {"name": "省培训班", "kind": "petition", "level": "1", "begins": today, "ends": today, "hours": "24"}

    answer = as_clerk.post("/stations/courses/new/", form | {"people": [row.pk for row in people]}, follow=True)

    assert "2 人参训" in answer.content.decode()
    assert NetworkPerson.objects.filter(trained_on=timezone.localdate()).count() == 2


def test_the_city_reads_its_counties_people_and_changes_none(client: Client, clerk: User, tree: ProvinceTree) -> None:
    row = entered(clerk, at=timezone.now())
    client.force_login(user(tree.binzhou, Role.RECEPTIONIST))

    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(f"{row.get_absolute_url()}edit/").status_code == 403
