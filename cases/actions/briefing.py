"""Making a briefing from a filter, re-wording and sending it, and noting what became of it (art. 41)."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone

from cases.actions.documents import mark_served, reword, write_document
from cases.briefing_figures import Table
from cases.briefing_wording import TO_WRITE, briefing_wording
from cases.models import Briefing, BriefingAdoption, DocumentKind, FormerValue, Party, Petition, Receiver
from cases.models.receiver import LONGEST
from cases.report_wording import report_wording
from cases.urgent_wording import names_in
from cases.wording import Wording
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.redaction import contacts_in
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Level, Organization

MOST_CASES = 5
MOST_CHARACTERS = 300  # of all addressees
SHORTEST_ADDRESS = 5  # characters; what is shorter names a town
_NUMBER = re.compile(r"妇信〔\d{4}〕\d+")


@dataclass(frozen=True)
class Order:
    """What the officer wants: of which matters, with which cases, to whom."""

    title: str
    scope: str
    tables: list[Table]
    receivers: list[str]
    beyond: bool = True
    cases: list[Petition] = field(default_factory=list)
    kind: DocumentKind = DocumentKind.BRIEFING


_WORDS = {DocumentKind.BRIEFING: briefing_wording, DocumentKind.REPORT: report_wording}


@transaction.atomic
def make_briefing(order: Order, *, by: User, at: dt.datetime) -> Briefing:
    """A numbered draft with the figures as they stand. Raises NotAllowed."""
    _check_reach(order.receivers, by.org, beyond=order.beyond)
    if len(order.cases) > MOST_CASES:
        raise NotAllowed(f"典型案例最多 {MOST_CASES} 件。")
    if len("、".join(order.receivers)) > MOST_CHARACTERS:
        raise NotAllowed("报送对象太多，请写得简短些。")
    draft = _WORDS[order.kind]
    words = draft(order.title, order.scope, order.tables, order.cases, order.receivers, org=by.org, at=at)
    paper = write_document(None, order.kind, words, by=by, at=at)
    row = Briefing(document=paper, org=by.org, made_at=at, scope=order.scope, beyond=order.beyond)
    row.figures = [asdict(table) for table in order.tables]
    row.save(force_insert=True)
    row.cases.set(order.cases)
    record("briefing.make", row, by=by, at=at, cases=len(order.cases), beyond=order.beyond)
    return row


def _check_reach(receivers: Iterable[str], org: Organization, *, beyond: bool) -> None:
    """What is whole only within the county stays there."""
    if not beyond and org.level < Level.COUNTY:
        raise NotAllowed("市级以上的专报不能显示各县（区）的小额数据。")
    above = {unit.name for unit in org.line[:-1]}
    if not beyond and (leaving := [name for name in receivers if name in above]):
        raise NotAllowed(f"这份专报显示全部数据，只能报本县（区）内；报送{leaving[0]}的，请另写一份。")


@transaction.atomic
def edit_briefing(briefing: Briefing, wording: Wording, *, by: User, at: dt.datetime) -> Briefing:
    """Other words, until it is sent. Raises NotAllowed where they would tell who someone is."""
    row = _locked(briefing, by)
    _check_reach(names_in(f"{wording.main_to}、{wording.copy_to}"), by.org, beyond=row.beyond)
    check_words(row, f"{wording.title}\n{wording.body}")
    reword(row.document, wording, by=by, at=at)
    return row


def check_words(row: Briefing, text: str) -> None:
    """No name, address, telephone or number of anybody. Raises NotAllowed."""
    if contacts_in(text):
        raise NotAllowed("正文中有电话或者身份证号，请删去。")
    if _NUMBER.search(text):
        raise NotAllowed("正文中有信访事项编号，请删去。")
    people = Party.objects.filter(petition__in=row.cases.all())
    for person in people:
        if len(person.name) > 1 and person.name in text:
            raise NotAllowed("正文中有典型案例当事人的姓名，请删去。")
        if len(person.address) >= SHORTEST_ADDRESS and person.address in text:
            raise NotAllowed("正文中有典型案例当事人的住址，请删去。")
    for former in FormerValue.objects.filter(petition__in=row.cases.all(), field__in=("name", "address")):
        if len(former.value) >= (SHORTEST_ADDRESS if former.field == "address" else 2) and former.value in text:
            raise NotAllowed("正文中有典型案例当事人更正前登记的姓名或者住址，请删去。")


@transaction.atomic
def send_briefing(
    briefing: Briefing, *, how: str, sent_at: dt.datetime, by: User, at: dt.datetime, receipt: str = ""
) -> Briefing:
    """It went to everyone whom it names. Raises NotAllowed while something has still to be written."""
    row = _locked(briefing, by)
    paper = row.document
    if TO_WRITE in paper.body:
        raise NotAllowed("正文中还有“【请填写…】”的地方，请先填写或者删去。")
    check_words(row, f"{paper.title}\n{paper.body}")
    if not paper.made_at <= sent_at <= at:
        raise NotAllowed("报送时间应当在成文之后，不能晚于现在。")
    names = names_in(f"{paper.main_to}、{paper.copy_to}")
    if any(len(name) > LONGEST for name in names):
        raise NotAllowed("报送对象之间请用顿号分开。")
    mark_served(paper, how=how, served_at=sent_at, by=by, receipt=receipt)
    Receiver.objects.bulk_create(Receiver(document=paper, name=name) for name in names)
    record("briefing.send", row, by=by, at=at, receivers=len(names))
    return row


def _locked(briefing: Briefing, by: User) -> Briefing:
    rows = Briefing.objects.select_for_update(of=("self",)).select_related("document__org")
    row = rows.get(pk=briefing.pk)
    if row.org_id != by.org_id or row.document.org_id != by.org_id:
        raise NotAllowed("只有发文单位可以修改、报送。")
    if row.document.served_at is not None:
        raise NotAllowed(f"{row.document.number} 已于 {moment(row.document.served_at)} 报送。")
    return row


@transaction.atomic
def note_adoption(
    briefing: Briefing, *, kind: str, organ: str, on: dt.date, words: str, by: User, at: dt.datetime
) -> BriefingAdoption:
    """What a leader or an organ made of it (section 1, row 96). Raises NotAllowed."""
    row = Briefing.objects.select_for_update(of=("self",)).select_related("document").get(pk=briefing.pk)
    if row.org_id != by.org_id:
        raise NotAllowed("只有发文单位可以登记采纳情况。")
    sent_at = row.document.served_at
    if sent_at is None:
        raise NotAllowed("报送以后才能登记采纳情况。")
    if not timezone.localdate(sent_at) <= on <= timezone.localdate(at):
        raise NotAllowed("日期应当在报送之后，不能晚于今天。")
    noted = BriefingAdoption.objects.create(
        briefing=row, kind=kind, organ=organ.strip(), on=on, words=words.strip(), at=at, by=by
    )
    record("briefing.adopt", row, by=by, at=at, kind=kind)
    return noted
