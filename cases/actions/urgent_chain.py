"""Where the chain of reports of an urgent matter stands: what is owed, what is drafted, what comes next."""

from cases.law import URGENT_KINDS
from cases.models import Petition, UrgentReport
from cases.workflow import ReportStage
from fedportal.deadlines.models import Deadline


def open_duty(row: Petition) -> Deadline | None:
    """The report that is owed now; none once the final report is sent, or where nothing is urgent."""
    return row.deadlines.open().filter(kind__in=URGENT_KINDS).select_related("org", "ladder").first()


def draft_of(row: Petition) -> UrgentReport | None:
    """The report that is written and not yet sent."""
    return row.urgent_reports.filter(sent_at=None).select_related("document").first()


def sent_of_chain(row: Petition) -> list[UrgentReport]:
    """What was sent since the matter was last marked urgent, in order; a final report ends a chain."""
    chain: list[UrgentReport] = []
    for report in row.urgent_reports.exclude(sent_at=None).order_by("sequence"):
        if chain and chain[-1].stage == ReportStage.FINAL:
            chain = []
        chain.append(report)
    return [] if chain and chain[-1].stage == ReportStage.FINAL else chain


def next_stages(row: Petition) -> tuple[ReportStage, ...]:
    """Which reports may follow."""
    return (ReportStage.FOLLOW_UP, ReportStage.FINAL) if sent_of_chain(row) else (ReportStage.FIRST,)


def may_report(row: Petition, duty: Deadline | None, org_id: int) -> bool:
    """Whether this unit may report: the one that owes it, and whoever holds the matter by now."""
    return duty is not None and org_id in {duty.org_id, row.org_id}
