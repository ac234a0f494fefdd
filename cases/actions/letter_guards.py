"""What forbids a letter: the law's conditions, each with the sentence that says so. The one place for such rules."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from cases.actions.accusations import BARRED, is_accused
from cases.corrections import FIELDS
from cases.models import Letter, MatterClass, Petition
from cases.models.letter import LetterState
from cases.workflow import DocumentKind, Status
from cases.workflow.letters import PLANS, LetterPlan, Naming, Relief, addressees
from cases.workflow.states import OPEN, SENT
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.orgs.models import Agency, AgencyKind, Level

# Where the holder may write: the matter is hers, and nobody is asked whose it is.
WRITABLE = OPEN - SENT - {Status.OBJECTED, Status.DISPUTED}
UNSENT = frozenset({LetterState.DRAFT, LetterState.SIGNED})
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_SHORTEST_ADDRESS = 5  # characters; what is shorter names a town, which every letter may


@dataclass(frozen=True)
class LetterDraft:
    """A letter about to be written."""

    kind: DocumentKind
    agency: Agency
    facts: str
    ask: str
    relief: str = ""
    ground: str = ""
    urgency: str = ""
    named: bool = False
    consent: bool = False
    follows: Letter | None = None

    @property
    def plan(self) -> LetterPlan:
        return PLANS[self.kind]


def why_no_letter(row: Petition, kind: DocumentKind, *, by: User, at: dt.datetime) -> str:
    """Why this kind of letter may not be written about this matter now, to whomever; empty if it may."""
    if not by.can(Can.HANDLE):
        return "您的角色不能拟写函件。"
    if row.org_id != by.org_id:
        return f"该信访事项现由{row.org.name}承办，只有承办单位可以发函。"
    if row.status not in WRITABLE:
        return f"该信访事项现为“{Status(row.status).label}”，不能发函。"
    if by.org.level == Level.VILLAGE:
        return "村（社区）妇联不单独发函，请报乡镇（街道）妇联。"
    plan = PLANS[kind]
    if plan.naming is Naming.ALWAYS and row.matter_class == MatterClass.ACCUSATION:
        return f"检举控告不得写明检举人，不能发{plan.label}（《妇女权益保障法》第七十二条）。"
    if plan.after is not None:
        return _nothing_to_follow(row, kind, at)
    return ""


def why_not_this(row: Petition, draft: LetterDraft, *, by: User, at: dt.datetime) -> str:
    """Why this very letter may not be written; empty if it may."""
    return (
        why_no_letter(row, draft.kind, by=by, at=at)
        or _agency(draft, by, at)
        or (BARRED if is_accused(row, draft.agency.name) else "")
        or _follows(row, draft, at)
        or _twice(row, draft)
        or _naming(row, draft)
        or why_not_said(row, f"{draft.facts}\n{draft.ask}", named=draft.named)
    )


def _agency(draft: LetterDraft, by: User, at: dt.datetime) -> str:
    agency, plan = draft.agency, draft.plan
    in_reach = by.org.covers(agency.place.code) or agency.place.covers(by.org.code)
    if not in_reach or not agency.in_use(timezone.localdate(at)):
        return "名录中没有这个单位，或者已经停用，请重新选择。"
    if agency.kind not in addressees(draft.kind, draft.relief):
        what = f"{plan.label}（{Relief(draft.relief).label}）" if draft.relief else plan.label
        return f"{what}不能发给{AgencyKind(agency.kind).label}，请对照名录中的类别（{plan.article}）。"
    if plan.own_level and agency.place_id != by.org_id:
        return f"只能提请同级人民政府开展督查（{plan.article}）。"
    return ""


def _nothing_to_follow(row: Petition, kind: DocumentKind, at: dt.datetime) -> str:
    """Why no earlier letter of this matter gives cause for this one; the best reason of all."""
    before = PLANS[kind].after
    letters = list(row.letters.valid().filter(kind=before).select_related("document", "agency").order_by("-pk"))
    reasons = [why_not_after(letter, kind, at) for letter in letters]
    if "" in reasons:
        return ""
    first = "要求查处函" if kind == DocumentKind.URGING else "督促处理意见书"
    return reasons[0] if reasons else f"应当先发{first}（{PLANS[kind].article}）。"


def why_not_after(earlier: Letter, kind: DocumentKind, at: dt.datetime) -> str:
    """Why that earlier letter gives no cause for this one: an answer is awaited, or was good (art. 73)."""
    number, state = earlier.document.number, earlier.state
    if state == LetterState.ADEQUATE:
        return f"{number} 的答复已评估为处理适当。"
    if state in UNSENT and (kind == DocumentKind.URGING or state == LetterState.DRAFT):
        return f"{number} 还没有{'送达' if earlier.signed_at else '签发'}。"
    if kind == DocumentKind.INSPECTION:
        return ""  # beside an urging that is signed, or after it
    if state == LetterState.REPLIED:
        return f"{number} 已经答复，请先评估是否处理适当。"
    if state == LetterState.WAITING and not is_silent(earlier, at):
        duty = earlier.duty()
        until = f"，期限至 {timezone.localdate(duty.due_at)}" if duty else ""
        return f"{number} 的答复期限还没有届满{until}。"
    return ""


def is_silent(letter: Letter, at: dt.datetime) -> bool:
    """Whether the limit has run out without an answer."""
    duty = letter.duty()
    return letter.is_waiting and duty is not None and duty.due_at < at


def _follows(row: Petition, draft: LetterDraft, at: dt.datetime) -> str:
    after, earlier = draft.plan.after, draft.follows
    if after is None:
        return "" if earlier is None else "该函件不接续其他函件。"
    if earlier is None or earlier.petition_id != row.pk or earlier.kind != after or earlier.withdrawn_at:
        return f"请选择所依据的{after.label}。"
    if draft.kind == DocumentKind.URGING and earlier.agency_id != draft.agency.pk:
        return "督促处理意见应当向原函的单位提出。"
    return why_not_after(earlier, draft.kind, at)


def _twice(row: Petition, draft: LetterDraft) -> str:
    like = row.letters.valid().filter(kind=draft.kind, agency=draft.agency, relief=draft.relief)
    pending = [letter for letter in like.select_related("document") if letter.state in UNSENT or letter.is_waiting]
    return f"已有一份{draft.plan.label}（{pending[0].document.number}）正在办理，不要重复发函。" if pending else ""


def _naming(row: Petition, draft: LetterDraft) -> str:
    if draft.plan.naming is Naming.ALWAYS and not (draft.named and draft.consent):
        return "该函件要写明本人姓名，请先征得本人同意并确认（《个人信息保护法》第二十三条）。"
    if not draft.named:
        return ""
    if draft.plan.naming is Naming.NEVER:
        return f"{draft.plan.label}不需要写明信访人姓名。"
    if row.matter_class == MatterClass.ACCUSATION:
        return "检举控告不得写明检举人姓名（《妇女权益保障法》第七十二条）。"
    return "" if draft.consent else "写明姓名应当征得本人同意，请确认（《个人信息保护法》第二十三条）。"


def why_not_said(row: Petition, text: str, *, named: bool) -> str:
    """What no letter may hold: an identity number, a telephone number, an address (D24), a name that it shall not."""
    if reason := why_tells_numbers(text):
        return reason
    for party in row.parties.protected():
        if len(party.address) >= _SHORTEST_ADDRESS and party.address in text:
            return "函件中不能写当事人住址，请删去。"
        if party.phone and party.phone in text:
            return "函件中不能写电话号码，请删去；联系方式由经办人另行告知。"
        if not named and party.name and party.name in text:
            return "没有选择写明姓名，函件中不能出现信访人姓名，请改为“求助人”。"
    return _former_said(row, text, named=named)


def why_tells_numbers(text: str) -> str:
    """Whether an identity number or a mobile's stands in it; empty if neither does."""
    if _ID_NUMBER.search(text):
        return "函件中不能写身份证号，请删去。"
    return "函件中不能写电话号码，请删去；联系方式由经办人另行告知。" if _MOBILE.search(text) else ""


def _former_said(row: Petition, text: str, *, named: bool) -> str:
    """The same of what was registered before a correction: it may be another's."""
    kept = row.former_values.filter(field__in=("phone", "address", *(() if named else ("name",))))
    for former in kept:
        if len(former.value) >= (_SHORTEST_ADDRESS if former.field == "address" else 2) and former.value in text:
            return f"函件中不能写更正前登记的{FIELDS[former.field].label}，请删去。"
    return ""


def why_letters_keep_open(row: Petition) -> str:
    """Why its letters forbid concluding the matter: one is unsent, or its answer is still awaited."""
    for letter in row.letters.valid().select_related("document"):
        if letter.state in UNSENT:
            return f"{letter.document.number} 还没有送出，请先送出或者作废。"
        if letter.is_waiting:
            return f"{letter.document.number} 还没有收到答复，请先登记答复，或者登记逾期未答复的跟进情况。"
    return ""
