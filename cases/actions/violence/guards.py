"""What forbids a move of the course although its state allows it, and what its petition may not do meanwhile."""

from collections.abc import Callable

from cases.actions.violence.clocks import owes_mandatory_report, told_police
from cases.categories import AT_HOME
from cases.models import Petition, ViolenceCase
from cases.workflow import Danger
from cases.workflow.aftercare import VisitOutcome
from cases.workflow.violence import INTAKE, CourseState
from cases.workflow.violence_orders import OrderResult

Guard = Callable[[ViolenceCase], str]
REPORT_FIRST = (
    "受害人是未成年人或者无、限制民事行为能力人，应当先向公安机关强制报告（反家庭暴力法第十四条、规程第五条）。"
)


def why_not_yet(course: ViolenceCase, move: str) -> str:
    """Why this move may not be made now; empty if it may."""
    guard = _GUARDS.get(move)
    return guard(course) if guard else ""


def _assess(course: ViolenceCase) -> str:
    if not course.petition.danger_assessments.filter(at__gte=course.round_at).exists():
        return "请先按量表评估危险程度；本人不愿或者不能回答的，写明原因。"
    return REPORT_FIRST if owes_mandatory_report(course) else ""


def _dispose(course: ViolenceCase) -> str:
    """High danger: police and superior know of it before anything is planned (规程 art. 11). That she must be reported
    may have been learned after she was assessed."""
    if owes_mandatory_report(course):
        return REPORT_FIRST
    if course.petition.danger != Danger.HIGH:
        return ""
    if not told_police(course):
        return "危险程度为“高”，请先协助报警并登记，再制定方案（规程第十一条）。"
    if course.superior_told_at is None:
        return "危险程度为“高”，请先报告上级妇联，再制定方案（规程第十一条）。"
    return ""


def _close(course: ViolenceCase) -> str:
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


def why_report_first(row: Petition) -> str:
    """Why the petition may not leave intake: nobody has told the police of a child (D4)."""
    course = _course(row)
    return REPORT_FIRST if course is not None and owes_mandatory_report(course) else ""


def why_no_mediation(row: Petition) -> str:
    """Violence at home is mediated only after the scale has said that it is not dangerous (规程 art. 9 to 11)."""
    course = _course(row)
    waiting = course is not None and course.state in INTAKE
    return "请先按量表评估危险程度，再决定是否调解（规程第九条至第十一条）。" if waiting else ""


def why_not_typed(row: Petition) -> str:
    """The level is computed from the scale, never typed (D29)."""
    typed = row.category not in AT_HOME or (row.category != "family.dv" and _course(row) is None)
    return "" if typed else "家庭暴力的危险程度由量表计算得出，请在家庭暴力个案里评估。"


def why_course_keeps_open(row: Petition) -> str:
    """The archive locks the course: it has come to its end before."""
    course = _course(row)
    if course is None or course.state in (CourseState.CLOSED, CourseState.REFERRED):
        return ""
    return f"家庭暴力个案现为“{CourseState(course.state).label}”，结案以后才能归档。"
