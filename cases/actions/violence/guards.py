"""What forbids a move of the course although its state allows it, and what its petition may not do meanwhile."""

from collections.abc import Callable

from django.utils import timezone

from cases.actions.violence.clocks import owes_mandatory_report, told_police
from cases.actions.violence.people import groups_by_people
from cases.categories import AT_HOME
from cases.models import Petition, ViolenceCase
from cases.models.violence.course import REPORTED_FOR
from cases.violence_law import VIOLENCE_KINDS
from cases.workflow import Danger
from cases.workflow.aftercare import VisitOutcome
from cases.workflow.violence import INTAKE, CourseState, VictimGroup
from cases.workflow.violence_orders import OrderResult

LEDGER = "ledger:"  # the key of what came with an old ledger (cases.imports.keys)
Guard = Callable[[ViolenceCase], str]
REPORT_FIRST = (
    "受害人是未成年人或者无、限制民事行为能力人，应当先向公安机关强制报告（反家庭暴力法第十四条、规程第五条）。"
)

BEGIN_FIRST = "请先建立家庭暴力个案（登记暴力形式、双方关系和本人意愿）"


def why_not_yet(course: ViolenceCase, move: str) -> str:
    """Why this move may not be made now; empty if it may."""
    guard = _GUARDS.get(move)
    return guard(course) if guard else ""


def _assess(course: ViolenceCase) -> str:
    if not course.petition.danger_assessments.filter(at__gte=course.round_at).exists():
        return "请先按量表评估危险程度；本人不愿或者不能回答的，写明原因。"
    return REPORT_FIRST if owes_mandatory_report(course) else ""


def _dispose(course: ViolenceCase) -> str:
    """She knows what she may ask for (D23); of high danger police and superior know before anything is planned (规程
    art. 11). That she must be reported may have been learned after she was assessed."""
    if owes_mandatory_report(course):
        return REPORT_FIRST
    if course.told_at is None:
        return "请先告知本人可以报警、申请告诫书、申请人身安全保护令并登记（法发〔2022〕10号第十三条）。"
    if course.petition.danger != Danger.HIGH:
        return ""
    if not told_police(course):
        return "危险程度为“高”，请先协助报警并登记，再制定方案（规程第十一条）。"
    if course.superior_told_at is None:
        return "危险程度为“高”，请先报告上级妇联，再制定方案（规程第十一条）。"
    return ""


def _close(course: ViolenceCase) -> str:
    if owes_mandatory_report(course):
        return REPORT_FIRST
    if course.petition.protection_orders.filter(result__in=("", OrderResult.GRANTED), ended_at=None).exists():
        return "人身安全保护令还在申请或者生效中，期满回访并向法院反馈以后才能结案（法发〔2022〕10号第十八条）。"
    if course.petition.warning_letters.filter(ended_at=None).exists():
        return "告诫书的查访还没有结束（公通字〔2024〕34号第十二条）。"
    last = course.petition.follow_ups.held().first()
    if last is not None and last.outcome == VisitOutcome.SAFE and last.done_at and last.done_at >= course.round_at:
        return ""
    return "最近一次回访应当确认本人安全，才能结案（规程第十三条）。"


_GUARDS: dict[str, Guard] = {"assess": _assess, "plan": _dispose, "refer": _dispose, "close": _close}


def _course(row: Petition) -> ViolenceCase | None:
    found = ViolenceCase.objects.filter(petition=row).first() if row.category in AT_HOME else None
    if found is not None:
        found.petition = row
    return found


def is_at_home(row: Petition) -> bool:
    """Whether it is about violence at home, or was when its course was begun."""
    return row.category in AT_HOME or ViolenceCase.objects.filter(petition=row).exists()


def why_report_first(row: Petition) -> str:
    """Why the petition may not leave intake: nobody has told the police of a child (D4)."""
    course = _course(row)
    if course is not None:
        return REPORT_FIRST if owes_mandatory_report(course) else ""
    found = groups_by_people(row, on=timezone.localdate()) if row.category in AT_HOME else set()
    if not found & set(REPORTED_FOR):
        return ""
    who = "未成年人" if VictimGroup.MINOR in found else VictimGroup.NO_CAPACITY.label
    return f"本件涉及{who}，{BEGIN_FIRST}；受害的，立即向公安机关强制报告（反家庭暴力法第十四条）。"


def why_no_mediation(row: Petition) -> str:
    """Violence at home is mediated only after the scale has said that it is not dangerous (规程 art. 9 to 11)."""
    if row.danger == Danger.HIGH:
        return "危险程度为“高”，不得劝和、调解（《妇联组织受理家庭暴力投诉工作规程》第十一条）。"
    course = _course(row)
    if course is None:
        begins = f"{BEGIN_FIRST}，按量表评估危险程度，再决定是否调解（规程第九条至第十一条）。"
        return begins if row.category in AT_HOME else ""
    waiting = course.state in INTAKE or not row.danger  # who could not answer was not found to be safe
    return "请先按量表评估危险程度，再决定是否调解（规程第九条至第十一条）。" if waiting else ""


def why_not_typed(row: Petition) -> str:
    """The level is computed from the scale, never typed (D29)."""
    typed = row.category not in AT_HOME or (row.category != "family.dv" and _course(row) is None)
    return "" if typed else "家庭暴力的危险程度由量表计算得出，请在家庭暴力个案里评估。"


def why_course_keeps_open(row: Petition) -> str:
    """The archive locks the course: it has come to its end before, and nothing of it is owed that could not be met
    any more. What came with an old ledger ended before there were courses."""
    course = _course(row)
    if course is None:
        old = (row.origin_key or "").startswith(LEDGER)
        return "" if old or row.category not in AT_HOME else f"{BEGIN_FIRST}，个案结案以后才能归档。"
    if course.state not in (CourseState.CLOSED, CourseState.REFERRED):
        return f"家庭暴力个案现为“{CourseState(course.state).label}”，结案以后才能归档。"
    duty = _owed(row)
    return f"家庭暴力个案的“{duty}”还没有完成，完成以后才能归档。" if duty else ""


def why_not_joined(row: Petition) -> str:
    """Joining ends clocks: it is no way round a report that the law commands, nor round a course under way."""
    if reason := why_report_first(row):
        return reason
    if duty := _owed(row):
        return f"“{duty}”还没有完成，完成以后才能并案。"
    course = _course(row)
    if course is None or course.state == CourseState.CLOSED or _is_empty(course):
        return ""
    return "本件的家庭暴力个案还没有结案：请把对方并入本件，或者结案以后再并案。"


def _owed(row: Petition) -> str:
    """The first duty of the course that runs, by its name."""
    duty = row.deadlines.open().filter(kind__in=VIOLENCE_KINDS).order_by("due_at").first()
    return duty.derivation["label"] if duty else ""


def _is_empty(course: ViolenceCase) -> bool:
    """Begun, and nothing else."""
    row = course.petition
    done = (row.danger_assessments, row.police_reports, row.protection_orders, row.warning_letters, row.safety_plans)
    return course.state == CourseState.REPORTED and not any(each.exists() for each in done)
