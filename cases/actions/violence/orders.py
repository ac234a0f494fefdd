"""Protection orders: applied for, decided, served, extended, broken, ended; and the clocks of each (D15 to D26)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.follow_up import plan_owed_visit
from cases.actions.violence.course import relapse
from cases.actions.violence.order_clocks import await_ruling, end_force, longest, prolong, ruled
from cases.actions.violence.story import course_of, not_later, tell_story
from cases.models import OrderBreach, OrderExtension, Petition, ProtectionOrder, SafetyPlan, ViolenceCase
from cases.violence_law import PO_RECONSIDER, PO_SERVICE
from cases.workflow.violence_orders import ADDED_BY_THE_COURT, Applicant, BreachTold, Ground, OrderEnd, OrderResult
from fedportal.accounts.models import User
from fedportal.deadlines.actions import meet_deadlines
from fedportal.deadlines.clock import end_of_day_on
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.templatetags.portal import moment


@dataclass(frozen=True)
class Application:
    """Who applies, why for her, for what, at which court."""

    applicant: str
    measures: tuple[int, ...]
    court: str
    accepted_at: dt.datetime
    ground: str = ""
    wished: bool = True
    oral: bool = False
    urgent: bool = False


@transaction.atomic
def apply_for_order(petition: Petition, given: Application, *, by: User, at: dt.datetime) -> ProtectionOrder:
    """The court took an application; its hours for the decision run. Raises NotAllowed."""
    course = course_of(petition, by=by, act="登记保护令申请")
    not_later(given.accepted_at, at, "受理时间")
    _check_applicant(given)
    if not given.measures or not given.court.strip():
        raise NotAllowed("请选择申请的措施，填写人民法院。")
    made = ProtectionOrder.objects.create(
        petition=course.petition,
        applicant=given.applicant,
        ground=given.ground,
        wished=given.wished,
        measures=sorted(set(given.measures)),
        court=given.court.strip(),
        oral=given.oral,
        urgent=given.urgent,
        accepted_at=given.accepted_at,
        recorded_at=at,
        by=by,
    )
    await_ruling(made, at=at)
    data = {"order_applicant": made.get_applicant_display(), "court": made.court, "measures": made.measures_words}
    tell_story("violence.order", made, course.petition, data, by=by, at=at)
    return made


def _check_applicant(given: Application) -> None:
    """Who may apply for her, and why (反家庭暴力法 art. 23; 法释〔2022〕17号 art. 2)."""
    if given.applicant not in Applicant.values:
        raise NotAllowed("请选择申请人。")
    if given.applicant == Applicant.HERSELF:
        if given.ground:
            raise NotAllowed("本人申请的，不填写代为申请的理由。")
        return
    if given.ground not in Ground.values:
        raise NotAllowed("代为申请的，请选择理由（反家庭暴力法第二十三条）。")
    if given.applicant in ADDED_BY_THE_COURT and given.ground != Ground.FRAIL:
        raise NotAllowed("民政、残联、老年人组织只能为年老、残疾、重病的人代为申请（法释〔2022〕17号第二条）。")
    if given.ground == Ground.FRAIL and not given.wished:
        raise NotAllowed("年老、残疾、重病的，应当根据本人意愿代为申请（法释〔2022〕17号第二条）。")


@dataclass(frozen=True)
class Ruling:
    """What the court decided. `valid_until` of a granted one."""

    result: str
    decided_at: dt.datetime
    number: str = ""
    valid_until: dt.date | None = None


@transaction.atomic
def record_ruling(order: ProtectionOrder, ruling: Ruling, *, by: User, at: dt.datetime) -> ProtectionOrder:
    """The decision; a granted one is served and holds for six months at most, a refused one may be reconsidered."""
    course, made = _locked(order, by=by, act="登记裁定")
    _check_ruling(made, ruling, at)
    made.result, made.decided_at, made.number = ruling.result, ruling.decided_at, ruling.number.strip()
    made.valid_until = ruling.valid_until
    made.save(update_fields=["result", "decided_at", "number", "valid_until"])
    ruled(made, at=at)
    until = made.valid_until.isoformat() if made.valid_until else ""
    data = {"order_result": made.get_result_display(), "order_number": made.number, "valid_until": until}
    tell_story("violence.ruling", made, course.petition, data, by=by, at=at)
    plan_owed_visit(course.petition, by=by, at=at)
    return made


def _check_ruling(made: ProtectionOrder, ruling: Ruling, at: dt.datetime) -> None:
    not_later(ruling.decided_at, at, "作出时间")
    if made.result:
        raise NotAllowed("已经登记裁定。", code="condition")
    if ruling.result not in OrderResult.values:
        raise NotAllowed("请选择裁定结果。")
    if ruling.decided_at < made.accepted_at:
        raise NotAllowed("作出时间应当在受理之后。")
    granted = ruling.result == OrderResult.GRANTED
    if granted != (ruling.valid_until is not None):
        raise NotAllowed("作出保护令的，请填写有效期；没有作出的不填写。")
    if granted and not ruling.number.strip():
        raise NotAllowed("请填写裁定文号。")
    if ruling.valid_until is not None:
        _check_until(timezone.localdate(ruling.decided_at), ruling.valid_until)


def _check_until(start: dt.date, until: dt.date) -> None:
    if not start < until <= longest(start):
        raise NotAllowed(f"保护令的有效期不超过 6 个月，最迟到 {longest(start)}（反家庭暴力法第三十条）。")


@transaction.atomic
def record_service(order: ProtectionOrder, *, served_at: dt.datetime, by: User, at: dt.datetime) -> ProtectionOrder:
    """The court has served it on both, the police and the committee (art. 32). Raises NotAllowed."""
    course, made = _locked(order, by=by, act="登记送达")
    not_later(served_at, at, "送达时间")
    if made.served_at is not None or made.result != OrderResult.GRANTED or made.decided_at is None:
        raise NotAllowed("没有等待送达的保护令。", code="condition")
    if served_at < made.decided_at:
        raise NotAllowed("送达时间应当在作出之后。")
    made.served_at = served_at
    made.save(update_fields=["served_at"])
    meet_deadlines(course.petition, kinds=[PO_SERVICE.kind], item=made.item, at=served_at)
    tell_story("violence.served", made, course.petition, {"served_on": moment(served_at)}, by=by, at=at)
    return made


@transaction.atomic
def record_reconsideration(
    order: ProtectionOrder, *, reconsidered_on: dt.date | None, by: User, at: dt.datetime
) -> ProtectionOrder:
    """Who was refused has asked the court to look at it again, once and within five days (art. 31); without a day she
    was told of it and does not want it. Raises NotAllowed."""
    course, made = _locked(order, by=by, act="登记复议")
    if made.result != OrderResult.REFUSED or made.reconsidered_on is not None or made.decided_at is None:
        raise NotAllowed("没有可以申请复议的裁定。", code="condition")
    if reconsidered_on is None:
        if not meet_deadlines(course.petition, kinds=[PO_RECONSIDER.kind], item=made.item, at=at):
            raise NotAllowed("已经登记本人不申请复议。", code="condition")
        tell_story("violence.not_reconsidered", made, course.petition, {"order_number": made.number}, by=by, at=at)
        return made
    if not timezone.localdate(made.decided_at) <= reconsidered_on <= timezone.localdate(at):
        raise NotAllowed("申请复议的日期应当在裁定之后，不能晚于今天。")
    made.reconsidered_on = reconsidered_on
    made.save(update_fields=["reconsidered_on"])
    asked = min(at, end_of_day_on(reconsidered_on))
    meet_deadlines(course.petition, kinds=[PO_RECONSIDER.kind], item=made.item, at=asked)
    data = {"reconsidered_on": reconsidered_on.isoformat()}
    tell_story("violence.reconsidered", made, course.petition, data, by=by, at=at)
    return made


@transaction.atomic
def extend_order(
    order: ProtectionOrder, *, number: str, ruled_on: dt.date, until: dt.date, by: User, at: dt.datetime
) -> OrderExtension:
    """The court has let it go on before it ended (art. 30); we may learn of that later. Raises NotAllowed."""
    course, made = _locked(order, by=by, act="登记延长")
    if not made.awaits_end or made.valid_until is None:
        raise NotAllowed("没有生效中的保护令。", code="condition")
    if ruled_on > timezone.localdate(at):
        raise NotAllowed("延长的裁定日期不能晚于今天。")
    if ruled_on > made.valid_until:
        raise NotAllowed(f"保护令已于 {made.valid_until} 失效，失效前才能申请延长；请重新申请。")
    if not number.strip():
        raise NotAllowed("请填写裁定文号。")
    _check_until(made.valid_until, until)
    extension = OrderExtension.objects.create(
        petition=course.petition, order=made, number=number.strip(), before=made.valid_until, until=until, at=at, by=by
    )
    made.valid_until = until
    made.save(update_fields=["valid_until"])
    prolong(made, by=by, reason=f"保护令延长（{extension.number}）", at=at)
    data = {"order_number": extension.number, "ruled_on": ruled_on.isoformat(), "valid_until": until.isoformat()}
    tell_story("violence.extended", extension, course.petition, data, by=by, at=at)
    plan_owed_visit(course.petition, by=by, at=at)
    return extension


@transaction.atomic
def report_breach(
    order: ProtectionOrder, *, happened_at: dt.datetime, told: list[str], note: str, by: User, at: dt.datetime
) -> OrderBreach:
    """He broke it: police and court are told, and the course begins anew (art. 34). Raises NotAllowed."""
    course, made = _locked(order, by=by, act="登记违反保护令")
    not_later(happened_at, at, "发生时间")
    if made.result != OrderResult.GRANTED or made.decided_at is None or happened_at < made.decided_at:
        raise NotAllowed("违反应当发生在保护令作出之后。", code="condition")
    _check_protected(made, happened_at)
    if not told or not set(told) <= set(BreachTold.values) or not note.strip():
        raise NotAllowed("请写明违反情况，以及已经报告公安机关还是人民法院。")
    breach = OrderBreach.objects.create(
        petition=course.petition, order=made, happened_at=happened_at, told=told, note=note.strip(), at=at, by=by
    )
    data = {"order_number": made.number, "breach_at": moment(happened_at), "breach_told": breach.told_words}
    tell_story("violence.breach", breach, course.petition, data, by=by, at=at)
    relapse(course, happened_at=happened_at, note="违反人身安全保护令。", by=by, at=at)
    return breach


def _check_protected(made: ProtectionOrder, happened_at: dt.datetime) -> None:
    """What he does after its end breaks no order: it is violence again, and stands so in the course."""
    assert made.valid_until is not None  # it was granted
    over = timezone.localdate(happened_at) > made.valid_until
    if over or (made.ended_at is not None and happened_at > made.ended_at):
        raise NotAllowed("发生时保护令已经失效，不属于违反保护令；请登记再次施暴，并可以重新申请。", code="condition")


@transaction.atomic
def end_order(
    order: ProtectionOrder, *, ended: str, fed_back_on: dt.date, by: User, at: dt.datetime
) -> ProtectionOrder:
    """It holds no more: the visit sheet was signed and went back to the court (法发〔2022〕10号 art. 18)."""
    course, made = _locked(order, by=by, act="登记失效")
    if not made.awaits_end or made.valid_until is None:
        raise NotAllowed("没有生效中的保护令。", code="condition")
    if ended not in OrderEnd.values:
        raise NotAllowed("请选择失效原因。")
    if ended == OrderEnd.EXPIRED and timezone.localdate(at) <= made.valid_until:
        raise NotAllowed(f"保护令在 {made.valid_until} 以前仍然有效。")
    if fed_back_on > timezone.localdate(at):
        raise NotAllowed("反馈日期不能晚于今天。")
    made.ended_at, made.ended, made.fed_back_on = at, ended, fed_back_on
    made.save(update_fields=["ended_at", "ended", "fed_back_on"])
    end_force(made, at=at)
    data = {"order_number": made.number, "order_ended": made.get_ended_display()}
    tell_story("violence.order_ended", made, course.petition, data, by=by, at=at)
    return made


@transaction.atomic
def plan_safety(petition: Petition, parts: dict[str, str], *, by: User, at: dt.datetime) -> SafetyPlan:
    """What she does when it begins again; a newer version beside the earlier ones. Raises NotAllowed."""
    course = course_of(petition, by=by, act="制定安全计划")
    said = {name: words.strip() for name, words in parts.items() if words.strip()}
    if not said:
        raise NotAllowed("请至少填写一项。")
    made = SafetyPlan.objects.create(petition=course.petition, at=at, by=by, **said)
    tell_story("violence.safety", made, course.petition, {}, by=by, at=at)
    return made


def _locked(order: ProtectionOrder, *, by: User, act: str) -> tuple[ViolenceCase, ProtectionOrder]:
    course = course_of(order.petition, by=by, act=act)
    made = ProtectionOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    made.petition = course.petition
    return course, made
