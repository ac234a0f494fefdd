"""The report that the law commands, made while a call is heard or right after it: owed, written down, handed on."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from cases.actions.violence.reports import Telling, check_telling, report_brought
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.lib.templatetags.portal import moment
from hotline.actions.call_moves import locked, write
from hotline.actions.call_ticket_story import write as write_of_order
from hotline.call_facts import ReportFor
from hotline.law import CALL_REPORT
from hotline.models import Call, CallTicket

COLUMNS = (
    *("report_for", "guarded", "report_triggers", "reported_at", "reported_to", "report_station", "report_person"),
    "reported_by",
)
NOT_OURS = "报告人应当是本单位的工作人员。"


def owe_report(row: Call, *, at: dt.datetime) -> None:
    """Of a saved row, as soon as it is said who suffers; who said so by mistake owes nothing."""
    runs = row.deadlines.open().filter(kind=CALL_REPORT.kind).exists()
    if row.owes_report and not runs:
        open_deadline(row, CALL_REPORT.code, org=row.org, start=at, at=at)
    elif runs and not row.owes_report:
        cancel_deadlines(row, kinds=[CALL_REPORT.kind], at=at)


def why_not_report(row: Call, *, by: User) -> str:
    """Why no report can be written down, whatever is answered; empty if it can. It may be long after the call."""
    if row.org_id != by.org_id or not by.can(Can.ANSWER_CALLS):
        return "只有接听单位可以登记强制报告。"
    if row.disposed_at is not None:
        return "这通来电保管期限届满，已去除个人信息。"
    if row.reported_at is not None:
        return "已经登记强制报告。"
    return ""


@transaction.atomic
def report_call(call: Call, report_for: str, telling: Telling, *, by: User, at: dt.datetime) -> Call:
    """The police were told; the petition and the work order that came of the call know it. Raises NotAllowed."""
    row = locked(call)
    if reason := why_not_report(row, by=by):
        raise NotAllowed(reason, code="condition")
    if report_for not in ReportFor.values:
        raise NotAllowed("请选择受害人是未成年人，还是无、限制民事行为能力的成年人。")
    reporter = telling.reporter or by
    if reporter.org_id != row.org_id:
        raise NotAllowed(NOT_OURS)
    check_telling(telling, of_minor=report_for == ReportFor.MINOR, at=at)
    row.report_for, row.guarded = report_for, True
    row.report_triggers, row.reported_to = sorted(set(telling.triggers)), list(telling.to)
    row.reported_at, row.reported_by = telling.reported_at, reporter
    if not row.sealed:
        row.report_station, row.report_person = telling.station.strip(), telling.person.strip()
    row.save(update_fields=COLUMNS)
    row.refresh_from_db(fields=["version"])
    meet_deadlines(row, kinds=[CALL_REPORT.kind], at=at)
    write(row, "report", by=by, at=at)
    for order in CallTicket.objects.filter(call=row):
        tell_order(order, row, by=by, at=at)
    _bring(row, replace(telling, reporter=reporter), by=by, at=at)
    return row


@beyond_readers("a petition of an order's holder takes the report over, whoever may read it")
def _bring(row: Call, telling: Telling, *, by: User, at: dt.datetime) -> None:
    """To the call's own petition and to those of its orders, to each once."""
    of_orders = CallTicket.objects.filter(call=row, sealed=False)
    for petition in Petition.objects.filter(Q(pk=row.petition_id) | Q(pk__in=of_orders.values("petition"))):
        report_brought(petition, telling, by=by, at=at)


@beyond_readers("who holds an order of another unit reads no call of that unit")
def call_of(order: CallTicket) -> Call | None:
    """The call that it was made from, under lock; before the order, as report_call locks them."""
    if order.call_id is None:
        return None
    return Call.objects.select_for_update(of=("self",)).select_related("reported_by").get(pk=order.call_id)


def tell_order(order: CallTicket, row: Call, *, by: User, at: dt.datetime) -> None:
    """Its holder, who reads no call of ours, need not report again."""
    if row.reported_at is not None:
        note = f"{moment(row.reported_at)} 已向{row.reported_words}强制报告。"
        write_of_order(order, "report", by=by, at=at, note=note)


def hand_on(row: Call, petition: Petition, *, by: User, at: dt.datetime) -> None:
    """What was reported on the call is the petition's report, once; what is still owed stays with the call."""
    if row.reported_at is None or petition.mandatory_reports.filter(reported_at=row.reported_at).exists():
        return
    telling = Telling(
        known_at=min(row.rang_at, row.reported_at),  # pages know minutes
        reported_at=row.reported_at,
        to=list(row.reported_to),
        station=row.report_station,
        person=row.report_person,
        triggers=tuple(row.report_triggers),
        reporter=row.reported_by,
    )
    report_brought(petition, telling, by=by, at=at)
