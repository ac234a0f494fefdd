"""Agencies of the demo's places, and a few letters of its main counties, written by the real verbs; all invented."""

import datetime as dt
from random import Random

from cases.actions.documents import serve_document
from cases.actions.letter_guards import LetterDraft
from cases.actions.letters import sign_letter, write_letter
from cases.actions.replies import Reply, assess_letter, record_reply
from cases.models import DocumentKind, Letter, MatterClass, Petition
from cases.workflow import Status, ToldHow
from cases.workflow.letters import Relief, ReplyHow, Urgency
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.accounts import Staff
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Agency, AgencyKind, Level, Organization
from fedportal.orgs.names import initials

NAMES = {
    AgencyKind.POLICE: ("公安局", "治安管理部门"),
    AgencyKind.COURT: ("人民法院", "家事审判庭"),
    AgencyKind.PROCURATORATE: ("人民检察院", "公益诉讼检察部门"),
    AgencyKind.CIVIL_AFFAIRS: ("民政局", "社会救助科"),
    AgencyKind.LABOUR: ("人力资源和社会保障局", "劳动保障监察大队"),
    AgencyKind.JUSTICE: ("司法局", "公共法律服务科"),
    AgencyKind.LEGAL_AID: ("法律援助中心", "受理窗口"),
    AgencyKind.GOVERNMENT: ("人民政府", "办公室"),
}
PROVINCIAL = {
    "民政局": "民政厅",
    "人力资源和社会保障局": "人力资源和社会保障厅",
    "司法局": "司法厅",
    "公安局": "公安厅",
}
SINCE = dt.date(2020, 1, 1)
ASKS = "依法调查核实，告知当事人可以申请人身安全保护令。\n依法作出处理，并书面告知处理结果。"


def enter_agencies(orgs: list[Organization]) -> None:
    """The authorities of every county, city and province that takes part."""
    random = Random(0)  # of its own: the rest of the history is drawn as before
    rows = [
        _agency(org, kind, name, contact, random)
        for org in orgs
        if org.level <= Level.COUNTY
        for kind, (name, contact) in NAMES.items()
    ]
    Agency.objects.bulk_create(rows, batch_size=1000)


def _agency(org: Organization, kind: AgencyKind, ending: str, contact: str, random: Random) -> Agency:
    ending = PROVINCIAL.get(ending, ending) if org.level == Level.PROVINCE else ending
    name = f"{org.region_name}{ending}"
    phone = f"0000-{random.randrange(10**7):07d}"
    return Agency(
        place=org, kind=kind, name=name, initials=initials(name), contact=contact, phone=phone, valid_from=SINCE
    )


def write_letters(staff: Staff, random: Random, at: dt.datetime) -> None:
    """In each main county: one answered badly and urged, one that waits, one referral, one to be signed."""
    for code in SEATS:
        org = Organization.objects.get(code=code, valid_to=None)
        held = Petition.objects.filter(org=org, status__in=(Status.ACCEPTED, Status.HANDLING))
        held = held.exclude(matter_class=MatterClass.ACCUSATION)  # those are read by few, and these hands are anyone's
        old_enough = held.filter(accepted_at__lt=at - dt.timedelta(days=26)).order_by("-accepted_at")
        for row, story in zip(old_enough.select_related("org"), (_urged, _waiting, _referred, _draft), strict=False):
            story(Desk(row, staff, random, at))


class Desk:
    """The people of a county with one of its petitions."""

    def __init__(self, row: Petition, staff: Staff, random: Random, at: dt.datetime) -> None:
        self.row, self.staff, self.random, self.now = row, staff, random, at

    def who(self, right: Can) -> User:
        return self.staff.who_can(self.row.org_id, right, self.random)

    def days_ago(self, days: float) -> dt.datetime:
        return self.now - dt.timedelta(days=days)

    def draft(self, kind: DocumentKind, to: AgencyKind, *, days_ago: float, **fields: object) -> Letter:
        agency = Agency.objects.select_related("place").get(place=self.row.org_id, kind=to)
        facts = f"求助人因{self.row.category_label}问题多次向有关单位反映，未获处理。"
        given = {"agency": agency, "facts": facts, "ask": ASKS, **fields}
        draft = LetterDraft(kind=kind, **given)  # type: ignore[arg-type]  # each story names what its kind asks
        return write_letter(self.row, draft, by=self.who(Can.HANDLE), at=self.days_ago(days_ago))

    def post(self, kind: DocumentKind, to: AgencyKind, *, days_ago: float, **fields: object) -> Letter:
        letter = self.draft(kind, to, days_ago=days_ago + 0.05, **fields)
        sign_letter(letter, by=self.who(Can.SIGN_LETTERS), at=self.days_ago(days_ago + 0.02))
        served_at = self.days_ago(days_ago)
        serve_document(letter.document, how=ToldHow.LETTER, served_at=served_at, by=self.who(Can.HANDLE), at=served_at)
        return Letter.objects.select_related("agency__place", "document").get(pk=letter.pk)


def _urged(desk: Desk) -> None:
    letter = desk.post(DocumentKind.INVESTIGATION, AgencyKind.POLICE, days_ago=25)
    at = desk.days_ago(17)
    reply = Reply(text="经了解属家庭内部纠纷，已口头劝解。", sender="值班民警", how=ReplyHow.PAPER, replied_at=at)
    record_reply(letter, reply, by=desk.who(Can.HANDLE), at=at)
    note = "没有调查取证，也没有作出是否告诫的决定。"
    assess_letter(letter, assessment="inadequate", note=note, by=desk.who(Can.HANDLE), at=desk.days_ago(16))
    letter = Letter.objects.select_related("agency__place", "document").get(pk=letter.pk)
    desk.post(DocumentKind.URGING, AgencyKind.POLICE, days_ago=6, follows=letter)


def _waiting(desk: Desk) -> None:
    desk.post(DocumentKind.INVESTIGATION, AgencyKind.CIVIL_AFFAIRS, days_ago=9)


def _referred(desk: Desk) -> None:
    fields = {"relief": Relief.LEGAL_AID, "urgency": Urgency.DAYS, "named": True, "consent": True}
    desk.post(DocumentKind.REFERRAL, AgencyKind.LEGAL_AID, days_ago=2, **fields)


def _draft(desk: Desk) -> None:
    desk.draft(DocumentKind.INTERVIEW, AgencyKind.LABOUR, days_ago=0.1)
