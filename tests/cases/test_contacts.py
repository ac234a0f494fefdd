"""Contacts: each petition begins with one, a further one counts a time and no matter, the third is told upwards."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.actions.contacts import add_contact
from cases.models import Channel, Contact, Petition
from cases.models.contact import ORAL
from cases.registering import Taken
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.ledgers import HEADINGS, imported, text
from tests.cases.ledgers import row as ledger_row
from tests.cases.samples import NOW, SOMEBODY_ELSE, petition, typed
from tests.factories import ProvinceTree, user

LATER = NOW + dt.timedelta(days=3)
HEARD = Taken(read_back=True, note="孩子上学的事还没有着落。")


def came_again(row: Petition, by: User, *, at: dt.datetime = LATER, **changes: object) -> Contact:
    given = {"taken": HEARD, "channel": Channel.VISIT, "received_at": at} | changes
    return add_contact(row, by=by, at=at, **given)  # type: ignore[arg-type]


def told(row: Petition) -> set[tuple[str, str]]:
    return {(notice.org.name, notice.role) for notice in Notice.objects.filter(escalation=None, object_id=row.pk)}


def test_a_petition_begins_with_the_contact_by_which_it_came(clerk: User) -> None:
    row = petition(clerk, channel=Channel.HOTLINE, head_count=2)

    opening = row.contacts.get()
    assert (opening.channel, opening.at, opening.recorded_at) == (Channel.HOTLINE, row.received_at, row.registered_at)
    assert (opening.receiver, opening.org, opening.head_count) == (clerk, clerk.org, 2)
    assert (opening.oral, opening.read_back) == (True, True)


def test_a_further_contact_counts_a_time_and_no_matter(clerk: User) -> None:
    row = petition(clerk)

    made = came_again(row, clerk, head_count=3)

    row.refresh_from_db()
    assert (Petition.objects.count(), row.contacts.count(), row.repeat_count) == (1, 2, 2)
    assert (row.head_count, row.status) == (3, Status.REGISTERED)
    line = row.events.get(verb="contact.add")
    assert (line.actor, line.note) == (clerk, HEARD.note)
    assert {name: line.data[name] for name in ("channel", "head_count", "repeat_count")} == {
        "channel": "visit",
        "head_count": 3,
        "repeat_count": 2,
    }
    assert AccessEvent.objects.filter(verb="contact.add", actor=clerk, object_id=made.pk).count() == 1


def test_the_third_contact_is_told_to_the_section_head_and_the_supervisor_above_once(
    clerk: User, tree: ProvinceTree
) -> None:
    row = petition(clerk)

    came_again(row, clerk)
    assert told(row) == set()
    came_again(row, clerk)
    came_again(row, clerk)

    assert told(row) == {(tree.bincheng.name, Role.SECTION_HEAD), (tree.binzhou.name, Role.SUPERVISOR)}
    assert Notice.objects.filter(object_id=row.pk, escalation=None).count() == 2


def test_a_unit_that_hears_of_anothers_matter_tells_its_holder(
    clerk: User, superior: User, tree: ProvinceTree
) -> None:
    row = petition(clerk)

    came_again(row, superior)

    assert told(row) == {(tree.bincheng.name, Role.SECTION_HEAD), (tree.bincheng.name, Role.HANDLER)}
    assert Notice.objects.filter(text="信访人又向滨州市妇联反映本件，请查看登记内容。").count() == 2


def test_the_same_form_sent_twice_makes_one_contact(clerk: User) -> None:
    row = petition(clerk)

    first, second = (came_again(row, clerk, origin_key="form:1") for _ in range(2))

    assert first == second
    assert row.contacts.count() == 2
    assert Petition.objects.get().repeat_count == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"taken": Taken()}, "口头反映的，请向信访人宣读记录、核对无误；没有宣读的，写明原因。"),
        ({"received_at": LATER + dt.timedelta(hours=1)}, "来访来信时间不能晚于现在。"),
        ({"channel": "letter", "taken": Taken(incident="拍打柜台")}, "只有来访可以记录现场情况。"),
    ],
)
def test_what_may_not_be_written_down_is_refused(clerk: User, changes: dict[str, object], sentence: str) -> None:
    row = petition(clerk)

    with pytest.raises(NotAllowed, match=sentence):
        came_again(row, clerk, **changes)

    assert row.contacts.count() == 1


def test_a_letter_needs_no_reading_back_and_a_broken_call_says_why(clerk: User) -> None:
    row = petition(clerk)

    letter = came_again(row, clerk, channel=Channel.LETTER, taken=Taken())
    call = came_again(row, clerk, channel=Channel.CALL, taken=Taken(unread_reason="来电中断"))

    assert (letter.oral, letter.manner) == (False, "")
    assert (call.oral, call.manner) == (True, "未宣读：来电中断")


def test_who_may_not_register_may_not_add_one(clerk: User, tree: ProvinceTree) -> None:
    row = petition(clerk)

    with pytest.raises(NotAllowed, match="您的角色不能登记"):
        came_again(row, user(tree.bincheng, Role.SUPERVISOR))


@pytest.mark.parametrize(
    "wrong",
    [
        {"read_back": False},
        {"head_count": 0},
        {"channel": "pigeon"},
        {"recorded_at": NOW - dt.timedelta(days=9)},
        {"oral": False, "channel": "letter", "incident": "拍打柜台"},
        {"source_organ": "市信访局"},
    ],
)
def test_the_database_keeps_contacts_right(clerk: User, wrong: dict[str, object]) -> None:
    opening = petition(clerk).contacts.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=opening.pk).update(**wrong)


@pytest.mark.parametrize("channel", sorted(ORAL))
def test_the_page_asks_for_the_reading_back_of_what_came_by_mouth(client: Client, clerk: User, channel: str) -> None:
    client.force_login(clerk)

    answer = client.post("/petitions/new/", typed(place=clerk.org_id, channel=channel, read_back=None))

    assert answer.context["form"].errors == {
        "read_back": ["口头反映的，请宣读记录核对后勾选；没有宣读的，在下面写明原因。"]
    }
    assert not Petition.objects.exists()


def test_the_page_takes_a_reason_instead_and_asks_nothing_of_a_letter(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    broken = typed(place=clerk.org_id, channel="call", read_back=None, unread_reason="来电中断")
    letter = typed(place=clerk.org_id, channel="letter", read_back=None, **SOMEBODY_ELSE)

    assert client.post("/petitions/new/", broken).status_code == 302
    assert client.post("/petitions/new/", letter).status_code == 302

    kept = Contact.objects.order_by("pk").values_list("channel", "oral", "read_back", "unread_reason")
    assert list(kept) == [("call", True, False, "来电中断"), ("letter", False, False, "")]


def test_rows_of_a_ledger_bring_their_contact_along(clerk: User) -> None:
    imported(text([HEADINGS, ledger_row()]), clerk)

    made = Contact.objects.select_related("petition").get()
    assert (made.at, made.head_count) == (made.petition.received_at, made.petition.head_count)
    assert (made.oral, made.unread_reason) == (made.channel in ORAL, "台账未记载" if made.channel in ORAL else "")
