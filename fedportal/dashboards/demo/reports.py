"""Reports of the demo province's urgent matters: first, follow-ups, final, and who signed for them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from cases.models import Document, DocumentKind, Event, Party, Petition, Receiver, UrgentReport
from cases.urgent_wording import Said, names_in, report_name, report_wording
from cases.workflow import ReportStage, ToldHow
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.accounts import Staff
from fedportal.lib.templatetags.portal import moment

LATE = 0.1  # of first reports
WHY = "值班人员先行到场处置，报告补报。"
SAID = {
    ReportStage.FIRST: Said(
        "接报后了解，双方发生激烈冲突，信访人受轻伤，情绪激动，现已脱离危险环境。",
        "已协助报警，派出所到场处置；安排两名干部陪同就医并做心理疏导；带班领导已到场。",
        "与公安、民政保持联系，必要时协助申请人身安全保护令和临时庇护。",
    ),
    ReportStage.FOLLOW_UP: Said(
        "信访人情绪稳定，伤情无变化；公安机关正在调查取证。",
        "乡镇妇联每日上门或者电话回访，村（社区）网格员加强巡查。",
        "继续跟踪，处置完毕后报送终报。",
    ),
    ReportStage.FINAL: Said(
        "公安机关已依法作出处理，信访人已妥善安置，现实危险解除。",
        "已转入日常办理，落实专人定期回访。",
    ),
}


@dataclass(frozen=True)
class Sent:
    """One report that went out."""

    report: UrgentReport
    paper: Document
    at: dt.datetime
    name: str
    receivers: list[Receiver]


@dataclass
class Chain:
    """The reports of one matter."""

    petition: Petition
    reports: list[Sent] = field(default_factory=list)

    def events(self) -> Iterator[Event]:
        """What the timeline says of them, once the papers have their numbers."""
        for sent in self.reports:
            writer, number = sent.paper.made_by, sent.paper.number
            facts = {
                "document": number,
                "due": moment(sent.report.due_at),
                "sent": moment(sent.at),
                "served_how": sent.paper.served_how,
                "receivers": "、".join(receiver.name for receiver in sent.receivers),
            }
            said = {"document": number, "stage": sent.name}
            note = sent.report.late_reason and f"迟报原因：{sent.report.late_reason}"
            yield self._event("urgent.write", sent.report.written_at, writer, said)
            yield self._event("urgent.send", sent.at, writer, facts, note)
            for receiver in sent.receivers:
                if receiver.acknowledged_at and receiver.acknowledged_by:
                    who = f"{receiver.name} {receiver.acknowledged_name} {moment(receiver.acknowledged_at)}"
                    signed = {"document": number, "received_by": who}
                    by = receiver.acknowledged_by
                    yield self._event("urgent.acknowledge", receiver.acknowledged_at, by, signed)

    def _event(self, verb: str, at: dt.datetime, by: User, data: dict[str, str], note: str = "") -> Event:
        return Event(petition=self.petition, verb=verb, at=at, actor=by, org=by.org, note=note, data=data)


def write_chain(petition: Petition, who: Party, staff: Staff, random: Random, *, until: dt.datetime) -> Chain:
    """Everything that was reported up to that moment."""
    chain, follow_ups = Chain(petition), 0
    for at, stage in _plan(petition.registered_at, random):
        if at > until - dt.timedelta(hours=2):  # whoever signs for it does so before now
            break
        follow_ups += stage == ReportStage.FOLLOW_UP
        name = report_name(stage, follow_ups)
        chain.reports.append(_sent(petition, who, stage, name, len(chain.reports) + 1, staff, random, at=at))
    return chain


def _plan(since: dt.datetime, random: Random) -> Iterator[tuple[dt.datetime, ReportStage]]:
    late = random.random() < LATE
    at = since + dt.timedelta(hours=random.uniform(4.2, 7) if late else random.uniform(0.7, 3.6))
    yield at, ReportStage.FIRST
    for _ in range(random.choice((0, 1, 1, 2))):
        at += dt.timedelta(hours=random.uniform(17, 23))
        yield at, ReportStage.FOLLOW_UP
    yield at + dt.timedelta(hours=random.uniform(8, 22)), ReportStage.FINAL


def _sent(
    petition: Petition,
    who: Party,
    stage: ReportStage,
    name: str,
    sequence: int,
    staff: Staff,
    random: Random,
    *,
    at: dt.datetime,
) -> Sent:
    by = staff.who_can(petition.org_id, Can.HANDLE, random)
    written_at = max(petition.registered_at, at - dt.timedelta(minutes=random.uniform(10, 40)))
    words = report_wording(petition, who, stage, SAID[stage], org=by.org, name=name)
    paper = Document(
        petition=petition,
        kind=DocumentKind.URGENT_REPORT,
        org=by.org,
        title=words.title,
        main_to=words.main_to,
        copy_to=words.copy_to,
        body=words.body,
        basis=words.basis,
        made_at=written_at,
        made_by=by,
        served_at=at,
        served_how=ToldHow.WEB,
        served_by=by,
    )
    report = UrgentReport(petition=petition, document=paper, stage=stage, sequence=sequence, written_at=written_at)
    report.written_by, report.sent_at, report.recorded_at, report.sent_by = by, at, at, by
    late = stage == ReportStage.FIRST and at - petition.registered_at > dt.timedelta(hours=4)
    report.late_reason = WHY if late else ""
    receivers = [_receiver(paper, one, staff, random, at) for one in names_in(f"{words.main_to}、{words.copy_to}")]
    return Sent(report, paper, at, name, receivers)


def _receiver(paper: Document, name: str, staff: Staff, random: Random, at: dt.datetime) -> Receiver:
    """Nearly all sign for it within two hours."""
    above = paper.org.parent
    receiver = Receiver(document=paper, name=name, org=above if above and above.name == name else None)
    if random.random() < 0.9:
        by = staff.who_can(receiver.org_id, Can.ACKNOWLEDGE, random) if receiver.org_id else paper.made_by
        receiver.acknowledged_at = at + dt.timedelta(minutes=random.uniform(5, 110))
        receiver.acknowledged_by = by
        receiver.acknowledged_name = by.name if receiver.org_id else "值班室"
    return receiver


def save_chains(chains: list[Chain]) -> None:
    """The papers are saved already."""
    sent = [one for chain in chains for one in chain.reports]
    UrgentReport.objects.bulk_create([one.report for one in sent], batch_size=1000)
    Receiver.objects.bulk_create([receiver for one in sent for receiver in one.receivers], batch_size=1000)
