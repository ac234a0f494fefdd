"""Contacts: each petition begins with one, a further one counts a time and no matter, the third is told upwards."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.contacts import add_contact, note_incident
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
from tests.cases.lives import make_line
from tests.cases.samples import NOW, SOMEBODY_ELSE, moved, petition, typed
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


# the page


def opened(client: Client, by: User, row: Petition, channel: str = "") -> HttpResponse:
    client.force_login(by)
    return client.get(reverse("cases:contact_add", args=[row.pk]), {"channel": channel} if channel else {})


def again(client: Client, by: User, row: Petition, **changes: object) -> HttpResponse:
    """Send the page as it opens, with these answers."""
    form = opened(client, by, row).context["form"]
    given = {"channel": "visit", "received_at": "2026-11-23T10:00", "head_count": 1, "read_back": "on"}
    given |= {"submission": form["submission"].value()} | changes
    sent = {name: value for name, value in given.items() if value is not None}
    return client.post(reverse("cases:contact_add", args=[row.pk]), sent)


@pytest.mark.parametrize(("asked", "offered"), [("letter", "letter"), ("", "visit"), ("pigeon", "visit")])
def test_the_button_says_how_she_came(client: Client, clerk: User, asked: str, offered: str) -> None:
    form = opened(client, clerk, petition(clerk), asked).context["form"]

    assert form["channel"].value() == offered


def test_the_page_adds_a_contact_and_the_case_shows_it(client: Client, clerk: User) -> None:
    row = petition(clerk)

    answer = again(client, clerk, row, head_count=2, companions="1 人：母亲", note="又被打了")

    assert answer.status_code == 302
    told = client.get(row.get_absolute_url()).content.decode()
    for words in ("已登记，本件共反映 2 次。", "共 2 次", "2 人", "又被打了", "1 人：母亲", "已宣读核对"):
        assert words in told


def test_the_same_page_sent_twice_adds_one(client: Client, clerk: User) -> None:
    row = petition(clerk)
    key = "6c0f4b54-41a4-4b0e-8a0f-3c3f33a0d6f1"

    for _ in range(2):
        assert again(client, clerk, row, submission=key).status_code == 302

    assert row.contacts.count() == 2


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("read_back", {"read_back": None}, "口头反映的，请宣读记录核对后勾选；没有宣读的，在下面写明原因。"),
        ("received_at", {"received_at": "2099-01-01T08:00"}, "时间不能晚于现在。"),
        ("head_count", {"head_count": 0}, "至少 1 人。"),
        ("source_organ", {"channel": "transfer_in"}, "请填写交转单位。"),
    ],
)
def test_the_page_says_what_is_wrong(
    client: Client, clerk: User, field: str, changes: dict[str, object], sentence: str
) -> None:
    row = petition(clerk)

    assert again(client, clerk, row, **changes).context["form"].errors == {field: [sentence]}
    assert row.contacts.count() == 1


def test_what_was_typed_under_another_channel_does_not_count(client: Client, clerk: User) -> None:
    row = petition(clerk)
    hidden = {"source_organ": "市信访局", "report_due_on": "昨天", "incident": "拍打柜台", "companions": "1 人"}

    assert again(client, clerk, row, channel="letter", **hidden).status_code == 302

    made = row.contacts.latest("pk")
    assert (made.source_organ, made.report_due_on, made.incident, made.companions) == ("", None, "", "")
    assert (made.oral, made.read_back) == (False, False)


def test_the_unit_above_may_add_one_and_a_stranger_finds_no_page(
    client: Client, clerk: User, superior: User, intruder: User
) -> None:
    row = petition(clerk)

    assert again(client, superior, row).status_code == 302
    client.force_login(intruder)
    assert client.post(reverse("cases:contact_add", args=[row.pk]), {}).status_code == 404
    assert row.contacts.latest("pk").org == superior.org


def test_the_card_counts_what_came_before_this_portal(client: Client, clerk: User) -> None:
    row = petition(clerk, repeat_count=4)
    client.force_login(clerk)

    assert "登记以前另有 3 次" in client.get(row.get_absolute_url()).content.decode()


def test_the_page_of_a_case_asks_as_often_with_one_contact_as_with_four(client: Client, clerk: User) -> None:
    row = petition(clerk)
    client.force_login(clerk)
    client.get(row.get_absolute_url())

    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            client.get(row.get_absolute_url())
        return len(questions)

    once = asked()
    for _ in range(3):
        came_again(row, clerk)

    assert asked() == once


# what happened on a visit


def test_what_happened_on_a_visit_is_written_once_and_bars_nobody(client: Client, clerk: User) -> None:
    row = petition(clerk)
    opening = row.contacts.get()
    client.force_login(clerk)

    address = reverse("cases:contact_incident", args=[opening.pk])
    assert client.post(address, {"text": "拍打柜台，经劝阻离开。"}).status_code == 302
    assert "不能改写" in client.post(address, {"text": "没有发生。"}).content.decode()

    opening.refresh_from_db()
    assert opening.incident == "拍打柜台，经劝阻离开。"
    assert row.events.get(verb="contact.incident").note == opening.incident
    assert AccessEvent.objects.filter(verb="contact.incident", object_id=opening.pk).count() == 1
    assert came_again(row, clerk).pk


def test_only_who_received_her_notes_it_and_only_of_a_visit(clerk: User, superior: User) -> None:
    letter = petition(clerk, channel=Channel.LETTER).contacts.get()
    visit = petition(clerk).contacts.get()

    with pytest.raises(NotAllowed, match="只有来访可以记录现场情况"):
        note_incident(letter, "吵闹", by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="只有接待单位可以记录现场情况"):
        note_incident(visit, "吵闹", by=superior, at=NOW)


# what another organ handed over


def handed_over(by: User, **fields: object) -> Petition:
    taken = Taken(
        source_organ="滨州市信访局", source_number="滨信转〔2026〕12 号", report_due_on=dt.date(2026, 12, 20)
    )
    return petition(by, channel=Channel.TRANSFER, taken=taken, **fields)


def test_the_organ_that_handed_it_over_is_answered_by_its_day(client: Client, clerk: User) -> None:
    row = handed_over(clerk)

    duty = row.deadlines.open().get(kind="report_back")
    assert (duty.org, str(timezone.localdate(duty.due_at)), duty.item) == (
        clerk.org,
        "2026-12-20",
        f"contact:{row.contacts.get().pk}",
    )
    client.force_login(clerk)
    told = client.get(row.get_absolute_url()).content.decode()
    assert "滨州市信访局交转（滨信转〔2026〕12 号），要求 2026-12-20 周日 前反馈" in told
    assert "向交转单位反馈办理结果" in told


def test_who_passed_it_down_still_answers_and_each_only_for_itself(tree: ProvinceTree, law: None) -> None:
    line = make_line(tree)
    row = handed_over(line.city.clerk)
    row = moved(
        row,
        "assign",
        by=line.city.clerk,
        at=NOW,
        receiver=tree.bincheng,
        report_due_on=dt.date(2026, 12, 10),
        told_how="in_person",
    )
    row = moved(row, "take", by=line.county.clerk, at=NOW, route="duty", told_how="in_person")

    moved(row, "report_back", by=line.county.handler, at=NOW, note="已办。")
    assert {duty.org for duty in row.deadlines.open().filter(kind="report_back")} == {tree.binzhou}
    row = moved(row, "start", by=line.county.handler, at=NOW)
    row = moved(row, "reply", by=line.county.handler, at=NOW, note="已调解。", told_how="in_person")
    row = moved(row, "close", by=line.county.clerk, at=NOW + dt.timedelta(days=40), agreed=True)
    assert row.deadlines.open().get().org == tree.binzhou

    moved(row, "report_back", by=line.city.handler, at=NOW + dt.timedelta(days=41), note="县妇联已办结。")

    assert not row.deadlines.open().exists()


def test_the_day_may_not_lie_before_the_receipt(clerk: User) -> None:
    with pytest.raises(NotAllowed, match="不能早于收到日期"):
        petition(clerk, channel=Channel.TRANSFER, taken=Taken(report_due_on=dt.date(2026, 11, 1)))


# the list


def test_the_list_counts_matters_and_contacts_apart(client: Client, clerk: User) -> None:
    row = petition(clerk)
    petition(clerk)
    came_again(row, clerk)
    client.force_login(clerk)

    told = client.get(reverse("cases:petition_list")).content.decode()

    assert "共 2 件，3 次" in told
    assert told.count("同一事项共反映 2 次") == 1


def test_what_was_typed_at_registration_counts_and_nothing_counts_twice(client: Client, clerk: User) -> None:
    typed_before = petition(clerk, repeat_count=4)
    came_again(typed_before, clerk)  # 5
    survivor, joined = petition(clerk), petition(clerk, repeat_count=2)
    moved(joined, "merge", by=user(clerk.org, Role.SECTION_HEAD), at=NOW, note="同一事项。", survivor=survivor)  # 3
    earlier = petition(clerk)
    repeat = petition(clerk, repeat_count=2)
    Petition.objects.filter(pk=repeat.pk).update(same_as=earlier)  # the second time, of two
    client.force_login(clerk)

    def counts(**query: object) -> tuple[int, int]:
        context = client.get(reverse("cases:petition_list"), query).context
        return context["total"], context["contacts"]

    assert counts() == (5, 5 + 3 + 2)
    assert Petition.objects.filter(pk__in=[joined.pk, earlier.pk]).times() == 2 + 1  # without what they count with
    assert "登记以前另有 3 次" in client.get(typed_before.get_absolute_url()).content.decode()
