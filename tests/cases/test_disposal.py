"""Disposal: two persons, only what is due, nothing of a person left, and every figure as it was."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db import models as fields
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions.attachments import attach
from cases.actions.complaints import decide_complaint, file_complaint
from cases.actions.disposals import cancel, confirm, draw_up, take_off
from cases.actions.documents import freeze
from cases.actions.follow_up import Visit, record_visit
from cases.actions.handling_steps import record_step
from cases.actions.legal_holds import lift_hold, mark_hold
from cases.actions.parties import add_party, correct_party
from cases.actions.ratings import Verdict, record_rating
from cases.actions.safe_contacts import set_safe_contact
from cases.assessment import assess
from cases.compared import Periods
from cases.disposal import running
from cases.disposal.erasures import ERASURES, KEPT, REMOVALS
from cases.disposal.running import run_next
from cases.models import Attachment, Document, Event, FormerValue, Party, Petition, SearchText
from cases.models.erasable import STRUCK
from cases.report_figures import report_sections
from cases.wishes import Wish
from cases.workflow import Status
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.blind_index import key_index
from fedportal.lib.ciphers import unseal
from fedportal.lib.file_types import BY_EXTENSION
from fedportal.lib.reciphering import encrypted_tables
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from fedportal.privacy.checks import kept_long_enough
from fedportal.privacy.models import DisposalBatch, DisposalItem, FileToRemove, Tombstone
from fedportal.privacy.retention import years_before
from tests.cases.disposals import LATER, archived, disposed, drawn, second
from tests.cases.ledgers import HEADINGS, checked, complaints, imported, text
from tests.cases.ledgers import row as ledger_row
from tests.cases.lives import DAY, Line, make_line, registered, replied_by
from tests.cases.samples import NOW, accusation, moved
from tests.factories import ProvinceTree, user

SECRETS = (
    "王小芳",
    "13854312345",
    "黄河五路",
    "11010519491231002X",
    "家庭暴力",
    "酒后",
    "晚饭吃面",
    "张大力",
    "态度生硬",
    "姐姐",
)


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def full(line: Line) -> Petition:
    """An archived matter with something in every drawer."""
    by, city = line.county.handler, line.city.clerk
    row = replied_by(line.county)
    party = row.parties.get()
    add_party(row, Party(role="offender", name="张大力", relation="丈夫", phone="13800000000"), by=by, at=NOW)
    correct_party(row.parties.get(role="offender"), {"name": "张大为"}, reason="听错了", by=by, at=NOW)
    correct_party(party, {"occupation": "教师"}, reason="补充", by=by, at=NOW)
    set_safe_contact(party, Wish(ways=("phone",), code_word="晚饭吃面", note="由姐姐转告"), by=by, at=NOW)
    attach(row, "王小芳病历.pdf", b"%PDF-1.7", BY_EXTENSION["pdf"], by=by, at=NOW)
    record_step(
        row, kind="home_visit", happened_at=NOW, note="王小芳称丈夫酒后打人。", place="黄河五路", by=by, at=NOW
    )
    record_visit(row, Visit(NOW, "phone", "safe", safe_to_talk=True, note="王小芳安全。"), by=by, at=NOW)
    record_rating(row, Verdict({"handling": "satisfied"}, {"handling": "谢谢，王小芳"}), how="phone", by=by, at=NOW)
    told = {"text": "态度生硬。", "channel": "phone", "contact": "13854312345"}
    complaint = file_complaint(row, **told, received_at=NOW, by=city, at=NOW)
    decide_complaint(complaint, finding="partly", reply="已向王小芳致歉。", told_how="phone", by=city, at=NOW)
    freeze(row.documents.exclude(served_at=None).first(), b"paper")  # type: ignore[arg-type]
    row = moved(row, "close", by=line.county.clerk, at=NOW)
    return moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y")


def everything() -> str:
    """All rows of the room as text, as a dump of the database would show them to who has the keys too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'cases\\_%%'")
        tables = [name for (name,) in cursor.fetchall()]
        told = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            told.append(cursor.fetchone()[0])
        for columns in encrypted_tables():
            for name in columns.names:
                cursor.execute(f"SELECT {name} FROM {columns.table} WHERE {name} <> ''")
                told += [unseal(value, columns.place(name)) for (value,) in cursor.fetchall()]
    return "\n".join(told)


def test_nothing_of_a_person_is_left_and_what_is_counted_stays(line: Line) -> None:
    row = full(line)
    files = list(Attachment.objects.values_list("file", flat=True))
    files += Document.objects.exclude(file="").values_list("file", flat=True)
    assert [secret for secret in SECRETS if secret not in everything()] == []
    assert len(files) == 2

    batch = disposed(line)

    told = everything()
    assert [secret for secret in SECRETS if secret in told] == []
    assert [name for name in files if default_storage.exists(name)] == []
    assert not FileToRemove.objects.exists()
    row.refresh_from_db()
    assert (row.request, row.facts, row.disposed_at, row.status) == (STRUCK, STRUCK, LATER, Status.ARCHIVED)
    assert not SearchText.objects.exists()
    assert not FormerValue.objects.exists()
    assert {party.name for party in Party.objects.all()} == {""}
    assert batch.finished_at == LATER


def figures(line: Line) -> tuple[Any, ...]:
    """Every figure of the yearly papers about the county and the city above, the lists behind them too."""
    at, told = LATER + DAY, []
    for org in (line.tree.bincheng, line.tree.binzhou):
        period = (NOW.replace(month=1, day=1), NOW.replace(month=12, day=31))
        year = Periods(now=period, before=None, year_ago=period, months=[NOW.date().replace(day=1)])
        told.append([section.table for section in report_sections(org, year, whole=True)])
        told.append(assess(org, [org.code, org.code_end], period, at))
    counts = Petition.objects.order_by().values_list("category", "channel", "status", "org").distinct()
    return (*told, Counter(counts), Petition.objects.times())


def test_the_yearly_report_the_assessment_and_the_counts_are_the_same_before_and_after(line: Line) -> None:
    full(line)
    archived(line, category="labour.wages", head_count=6)
    registered(line.county, category="labour.wages", name="李四妹")
    before = figures(line)

    batch = disposed(line)

    assert batch.items.exclude(done_at=None).count() == 2
    assert figures(line) == before


@pytest.mark.parametrize(
    "years",
    [
        (dt.datetime(2036, 2, 29, tzinfo=dt.UTC), 10, dt.datetime(2026, 2, 28, tzinfo=dt.UTC)),
        (dt.datetime(2036, 11, 24, 3, tzinfo=dt.UTC), 10, dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)),
    ],
)
def test_years_are_counted_by_the_calendar(years: tuple[dt.datetime, int, dt.datetime]) -> None:
    at, count, expected = years

    assert years_before(at, count) == expected


def test_only_what_is_due_and_held_by_nothing_stands_on_the_list(line: Line) -> None:
    due = archived(line)
    archived(line, at=NOW + 3 * DAY, name="后来的")
    archived(line, retention="30y", name="三十年")
    archived(line, retention="forever", name="永久")
    registered(line.county, name="未归档")
    held = archived(line, name="有标记")
    mark_hold(held, reason="行政复议中", by=line.county.head, at=NOW)
    referred = archived(line, name="又来的")
    later = registered(line.county, name="又来的")
    Petition.objects.filter(pk=later.pk).update(same_as=referred)
    owing = archived(line, name="有时限")
    file_complaint(owing, text="投诉", channel="phone", received_at=NOW, by=line.city.clerk, at=NOW)

    batch = drawn(line)

    assert list(batch.items.values_list("object_id", flat=True)) == [due.pk]


def test_an_accusation_is_never_listed_nor_can_the_lock_be_opened_for_one(line: Line) -> None:
    head = line.county.head
    row = accusation(head)
    for move in ("accept", "reply"):
        row = moved(row, move, by=head, at=NOW, note="已核查。", told_how="in_person", route="duty")
    row = moved(row, "close", by=head, at=NOW)
    row = moved(row, "archive", by=head, at=NOW, retention="10y")

    with pytest.raises(NotAllowed, match="没有保管期限届满"):
        drawn(line)
    forge(line, row)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Event.objects.filter(petition=row).update(note="", data={})


def forge(line: Line, row: Petition) -> DisposalBatch:
    """A confirmed list past the verbs, as who may write to the tables could make it."""
    batch = DisposalBatch.objects.create(org=row.org, rule="x", drawn_at=NOW, drawn_by=line.county.clerk)
    DisposalItem.objects.create(batch=batch, object_id=row.pk, number=row.number, retention="10y", archived_at=NOW)
    DisposalBatch.objects.filter(pk=batch.pk).update(confirmed_at=NOW, confirmed_by=line.county.head)
    return batch


def test_who_drew_it_up_does_not_confirm_it_whatever_the_code_says(line: Line) -> None:
    archived(line)
    batch = drawn(line)

    with pytest.raises(NotAllowed, match="由另一人确认"):
        confirm(batch, by=line.county.clerk, at=LATER)
    with pytest.raises(IntegrityError, match="disposal_by_two_persons"), transaction.atomic():
        DisposalBatch.objects.filter(pk=batch.pk).update(confirmed_at=LATER, confirmed_by=line.county.clerk)
    for stranger in (line.neighbour.head, line.city.head):
        with pytest.raises(NotAllowed, match="其他单位"):
            confirm(batch, by=stranger, at=LATER)
    with pytest.raises(NotAllowed, match="只有权益部负责人"):
        confirm(batch, by=line.county.handler, at=LATER)
    assert not run_next(LATER)


def test_a_confirmed_list_can_be_neither_changed_nor_taken_back(line: Line) -> None:
    row, other = archived(line), archived(line, retention="forever", name="别人")
    batch = confirm(drawn(line), by=second(line), at=LATER)
    facts = {"number": other.number, "retention": "10y", "archived_at": NOW}

    for change in (
        lambda: DisposalItem.objects.create(batch=batch, object_id=other.pk, **facts),
        lambda: batch.items.all().delete(),
        lambda: batch.items.update(object_id=other.pk),
        lambda: DisposalBatch.objects.filter(pk=batch.pk).update(drawn_by=line.county.head),
        lambda: DisposalBatch.objects.filter(pk=batch.pk).update(confirmed_at=None, confirmed_by=None),
        lambda: batch.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(NotAllowed, match="正在处置"):
        cancel(batch, reason="算了", by=line.county.clerk, at=LATER)
    assert list(batch.items.values_list("object_id", flat=True)) == [row.pk]


def test_the_locks_open_for_erasing_alone_and_only_for_what_is_on_the_list(line: Line) -> None:
    listed, other = archived(line), archived(line, at=NOW + 3 * DAY, name="别人")
    confirm(drawn(line), by=second(line), at=LATER)

    for change in (
        lambda: Event.objects.filter(petition=other).update(note="", data={}),
        lambda: Event.objects.filter(petition=listed).update(note="改写"),
        lambda: Event.objects.filter(petition=listed).update(note="", data={}, verb="petition.close"),
        lambda: Event.objects.filter(petition=listed).delete(),
        lambda: Petition.objects.filter(pk=listed.pk).update(facts="改写"),
        lambda: Petition.objects.filter(pk=listed.pk).update(facts="", status="closed"),
        lambda: Petition.objects.filter(pk=other.pk).update(facts=""),
    ):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
    with transaction.atomic():
        assert Event.objects.filter(petition=listed).update(note="", data={})


def test_a_hold_that_comes_after_the_confirmation_still_holds(line: Line) -> None:
    row = archived(line)
    batch = confirm(drawn(line), by=second(line), at=LATER)
    hold = mark_hold(row, reason="法院调卷", by=line.county.head, at=LATER)

    run_next(LATER)

    row.refresh_from_db()
    assert row.disposed_at is None
    assert "不再符合" in batch.items.get().passed_over
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Event.objects.filter(petition=row).update(note="", data={})
    lift_hold(hold, words="案卷已还", by=line.county.head, at=LATER)
    disposed(line)
    row.refresh_from_db()
    assert row.disposed_at == LATER


def test_what_is_taken_off_the_list_is_marked_and_on_no_later_list(line: Line) -> None:
    kept, gone = archived(line), archived(line, name="别人")
    batch = drawn(line)

    take_off(batch.items.get(object_id=kept.pk), reason="本人正在诉讼", by=line.county.head, at=LATER)

    assert kept.legal_holds.standing().get().reason == "本人正在诉讼"
    cancel(batch, reason="重新拟订", by=line.county.head, at=LATER)
    assert list(drawn(line).items.values_list("object_id", flat=True)) == [gone.pk]


def test_no_matter_stands_on_two_lists(line: Line) -> None:
    archived(line)
    drawn(line)

    with pytest.raises(NotAllowed, match="没有保管期限届满"):
        draw_up(by=line.county.head, at=LATER)


def test_a_list_holds_nothing_of_another_range(line: Line) -> None:
    archived(line)

    for stranger in (line.neighbour.head, user(line.tree.guangrao, Role.SECTION_HEAD)):
        with pytest.raises(NotAllowed, match="没有保管期限届满"):
            draw_up(by=stranger, at=LATER)


def test_what_dies_in_between_is_gone_on_with(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [archived(line, name=f"某{n}") for n in range(5)]
    batch = confirm(drawn(line), by=second(line), at=LATER)
    monkeypatch.setattr("cases.disposal.running.SLICE", 2)

    running._slice(batch.pk, LATER)
    assert batch.items.waiting().count() == 3
    run_next(LATER)

    assert Petition.objects.filter(pk__in=[row.pk for row in rows]).exclude(disposed_at=None).count() == 5
    assert Tombstone.objects.count() == 5
    batch.refresh_from_db()
    assert batch.finished_at == LATER


def test_a_slice_takes_the_same_number_of_statements_for_one_matter_and_for_four(line: Line) -> None:
    counts = []
    for n in (1, 4):
        for m in range(n):
            archived(line, name=f"某{n}{m}")
        confirm(drawn(line), by=second(line), at=LATER)
        with CaptureQueriesContext(connection) as asked:
            run_next(LATER)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_tombstones_name_the_number_and_the_rule_and_no_person(line: Line) -> None:
    row = archived(line)
    Petition.objects.filter(pk=row.pk)
    batch = disposed(line)

    stone = Tombstone.objects.get()

    assert (stone.number, stone.at, stone.batch, stone.rule) == (row.number, LATER, batch, batch.rule)
    with pytest.raises(DatabaseError), transaction.atomic():
        stone.delete()


def test_the_audit_and_the_inbox_say_who_drew_it_up_who_confirmed_and_what_went(line: Line) -> None:
    row = archived(line)
    other = second(line)
    batch = confirm(drawn(line), by=other, at=LATER)
    run_next(LATER)

    told = AccessEvent.objects.filter(verb__startswith="disposal.").order_by("pk")
    assert [(event.verb, event.actor) for event in told] == [
        ("disposal.draw", line.county.clerk),
        ("disposal.confirm", other),
        ("disposal.finish", other),
    ]
    went = AccessEvent.objects.get(verb="petition.dispose")
    assert (went.object_id, went.actor, went.detail) == (row.pk, other, {"batch": batch.pk})
    assert Notice.objects.filter(text__contains="清单待确认").count() == 2
    assert Notice.objects.filter(text__contains="到期处置已完成").count() == 2


def test_a_joined_matter_goes_with_the_one_that_it_was_joined_to(line: Line) -> None:
    survivor = replied_by(line.county)
    joined = registered(line.county, name="同一件")
    moved(joined, "merge", by=line.county.clerk, at=NOW, note="同一事项", survivor=survivor)
    survivor.refresh_from_db()
    survivor = moved(survivor, "close", by=line.county.clerk, at=NOW)
    moved(survivor, "archive", by=line.county.clerk, at=NOW, retention="10y")

    disposed(line)

    joined.refresh_from_db()
    assert (joined.status, joined.facts) == (Status.MERGED, STRUCK)


def test_a_shorter_time_than_the_floor_stops_every_command(settings: Any) -> None:
    settings.RETENTION_YEARS = {"10y": 9, "30y": 30}

    assert [error.id for error in kept_long_enough()] == ["privacy.E001"]


def text_columns() -> set[str]:
    """Every column that can hold words, of every model that hangs on a matter."""
    apart = {"NumberSeries", "DocumentTemplate", "Export", "BulkRun", "SavedFilter", "ImportBatch", "ImportRow"}
    apart |= {"ReceptionDay", "Briefing", "BriefingAdoption", "NeutralSender"}  # about no single matter
    columns = set()
    for model in apps.get_app_config("cases").get_models():
        if model.__name__ in apart:
            continue
        for column in model._meta.concrete_fields:
            wordy = isinstance(column, fields.CharField | fields.TextField | fields.JSONField | fields.FileField)
            if (
                wordy or column.get_internal_type() in {"TextField", "CharField", "ArrayField"}
            ) and not column.choices:
                columns.add(f"{model.__name__}.{column.name}")
    return columns


def test_every_column_that_can_speak_of_a_person_is_erased_or_says_why_not() -> None:
    erased = {
        f"{erasure.model.__name__}.{name}"
        for erasure in ERASURES
        for name in (*erasure.texts, *erasure.struck, *erasure.values)
    }
    removed = {removal.model.__name__ for removal in REMOVALS} - {"Party"}
    kept = {name for name in text_columns() if name in KEPT or f"{name.split('.')[0]}.*" in KEPT}

    unsaid = {name for name in text_columns() - erased - kept if name.split(".")[0] not in removed}

    assert unsaid == set()


def test_a_file_that_is_already_gone_does_not_stop_the_worker(line: Line) -> None:
    row = archived(line)
    batch = confirm(drawn(line), by=second(line), at=LATER)
    FileToRemove.objects.create(batch=batch, name="attachments/never-was")
    default_storage.save("attachments/was", ContentFile(b"x"))
    FileToRemove.objects.create(batch=batch, name="attachments/was")

    run_next(LATER)

    assert not default_storage.exists("attachments/was")
    assert Petition.objects.get(pk=row.pk).disposed_at == LATER


def test_what_was_imported_and_disposed_of_is_known_by_its_keyed_digest_alone(line: Line) -> None:
    row = archived(line)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_petition SET origin_key = 'ledger:1:A-7' WHERE id = %s", [row.pk])

    disposed(line)

    row.refresh_from_db()
    assert row.origin_key is None
    assert Tombstone.objects.get().key_digest == key_index("ledger:1:A-7")
    assert timezone.localdate(Tombstone.objects.get().at) == timezone.localdate(LATER)


def test_an_old_ledger_does_not_bring_back_what_was_disposed_of(line: Line) -> None:
    clerk = line.county.clerk
    ledger = text([HEADINGS, ledger_row(1), ledger_row(2)])
    imported(text([HEADINGS, ledger_row(1)]), clerk)
    row = Petition.objects.get()
    for move, told in (("accept", {"route": "duty", "note": ""}), ("reply", {"note": "已答复。"}), ("close", {})):
        row = moved(row, move, by=clerk, at=NOW, told_how="in_person", **told)
    row = moved(row, "archive", by=clerk, at=NOW, retention="10y")
    disposed(line)

    batch = checked(ledger, clerk, at=LATER)

    assert [(number, "已按保管期限处置" in words) for number, _, words in complaints(batch)] == [(2, True)]
    assert row.number in complaints(batch)[0][2]
    assert batch.good == 1
