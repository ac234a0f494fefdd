"""What another system sends about a call: as it is described, and as the call's screen would have typed it."""

from typing import Any

from rest_framework import serializers

from cases.api.writing_moves import WHO
from cases.api.writing_shapes import SafeContactShape
from cases.api.writing_typed import Given, complaints, typed_of
from cases.forms.safe_contact_form import RegisteredWishFields
from cases.workflow.aftercare import Grade
from cases.workflow.contacting import Way
from cases.workflow.violence_reports import ReportTo, Trigger
from fedportal.api.sent_fields import CodeField, Flag, MomentField, Number, Shape, Text, choice, text
from hotline.actions.call_handing_in import Heard
from hotline.api.shapes import REGISTRATION, SentCallerShape
from hotline.call_facts import Language, Need, ReportFor
from hotline.call_ticket_workflow import MOVES as TICKET_MOVES
from hotline.call_ticket_workflow import BackOutcome, StationOutcome
from hotline.call_workflow import CallClass
from hotline.law import EXTENSION_AT_MOST
from hotline.models import CallAttempt
from hotline.triage import TRIAGE, Said
from stations.station_facts import Service

# Made over the interface as on the page.
REGISTER = "register"
CALL_MOVES = ("emergency", "reach", "resolve", "order", REGISTER, "dismiss", "settle", "close")
# No moves: what was tried, or told, leaves the state as it is.
ATTEMPT, REFER_ANSWER, REPORT = "attempt", "refer_answer", "report"
CALL_STEPS = (*CALL_MOVES, ATTEMPT, REPORT)
ORDER_STEPS = (*TICKET_MOVES, ATTEMPT, REFER_ANSWER)
# Three attempts that reached nobody end the calling back by themselves.
BACK = [choice for choice in BackOutcome.choices if choice[0] != BackOutcome.UNREACHED]
_WISH = tuple(RegisteredWishFields.base_fields)
_PLAIN = (
    *("anonymous", "for_other", "relation", "language", "needs", "recording_told", "triage", "call_class"),
    *("facts", "request", "answer", "whereabouts", "police_note", "report_for"),
)


def _classes() -> list[tuple[str, str]]:
    """A nuisance is dismissed, and not written down."""
    return [(value, words) for value, words in CallClass.choices if value != CallClass.NUISANCE]


class SentTriageShape(Shape):
    """The questions that are asked first, as they were answered."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {question.name: choice(Said.choices, required=False, help_text=question.label) for question in TRIAGE}


class CallContentShape(Shape):
    """What was written down on the call."""

    caller = SentCallerShape(required=False)
    victim = SentCallerShape(required=False, help_text="当事人；替别人来电的才写")
    anonymous = Flag(required=False)
    for_other = Flag(required=False, help_text="替别人来电")
    relation = text(30, help_text="来电人是当事人的什么人")
    language = choice(Language.choices, required=False)
    needs = serializers.ListField(child=choice(Need.choices), required=False)
    recording_told = Flag(required=False, help_text="已告知通话录音")
    triage = SentTriageShape(required=False, help_text="先问是否紧急；有危险的，只限接线员和负责人查阅")
    call_class = choice(_classes(), required=False, help_text="类别")
    facts = text(20_000, help_text="反映的情况")
    request = text(5_000, help_text="诉求")
    answer = text(10_000, help_text="答复")
    whereabouts = text(200, help_text="现在的位置")
    police_note = text(200, help_text="110 处置情况")
    report_for = choice(
        ReportFor.choices,
        required=False,
        allow_blank=True,
        help_text="受害人是否须向公安机关强制报告的人；都不是的为空",
    )
    safe_contact = SafeContactShape(required=False, help_text="怎样联系她才安全；没有问过的不写")


class CallHandedInShape(CallContentShape):
    """A call that was answered, or missed, elsewhere."""

    line = Text(max_length=20, help_text="本单位线路的号码，如 0543-12338")
    received_at = MomentField(help_text="来电时间，最早 7 天以前")
    answered_at = MomentField(required=False, allow_null=True, help_text="接听时间；没有接听的不写，列入回拨")
    ended_at = MomentField(required=False, allow_null=True, help_text="挂断时间；还在通话的不写")


class JoinedContactShape(Shape):
    """How a further contact of a known matter was taken down; when it was is known."""

    read_back = Flag(required=False, help_text="已宣读核对（条例第十九条）")
    unread_reason = text(100, help_text="没有宣读的，写明原因")
    head_count = Number(min_value=1, max_value=9_999, required=False)
    note = text(20_000, help_text="新的情况")


class _RegisteringShape(Shape):
    """What registers a petition, or finds the one that it is."""

    registration = serializers.DictField(required=False, help_text=REGISTRATION)
    petition = text(90, help_text="已由本单位承办、尚未办结的信访事项编号：不另登记，记入该事项（register）")
    contact = JoinedContactShape(required=False, help_text="记入已有事项时的接触情况（register）")


class SentCallMoveShape(_RegisteringShape):
    """What a step asks for."""

    report_for = choice(ReportFor.choices, required=False, help_text="受害人（report）")
    triggers = serializers.ListField(
        child=Number(min_value=1, max_value=len(Trigger)),
        required=False,
        help_text="强制报告的情形：高检发〔2020〕9号第四条的第几项，受害人是未成年人的必填（report）",
    )
    reported_at = MomentField(required=False, help_text="报告时间（report）")
    to = serializers.ListField(child=choice(ReportTo.choices), required=False, help_text="报告对象（report）")
    station = text(100, help_text="公安机关（report）")
    person = text(60, help_text="接报人，姓名或者警号（report）")

    result = choice(CallAttempt.Result.choices, required=False, help_text="没有联系上的情形（attempt）")


class NewCallTicketShape(Shape):
    """A work order that no call of the portal led to."""

    call_class = choice(_classes(), help_text="类别")
    facts = Text(max_length=20_000, help_text="反映的情况")
    request = text(5_000, help_text="诉求")
    guarded = Flag(required=False, help_text="涉及家庭暴力等人身安全、未成年人；举报一律如此")
    anonymous = Flag(required=False, help_text="不愿透露姓名")
    caller = SentCallerShape(required=False)
    safe_contact = SafeContactShape(required=False, help_text="怎样联系她才安全；没有问过的不写")


class SentCallTicketMoveShape(_RegisteringShape):
    """What a step asks for; each asks for few of these."""

    note = text(10_000, help_text="派单要求、理由、办理情况、办理结果，转介内容或者对方的反馈")
    unit = CodeField(required=False, help_text="承办单位（dispatch）、提请的上级（request）")
    station = serializers.UUIDField(
        required=False, help_text="转介承办单位的哪个站点（dispatch），见 /api/v1/stations/ 的 ref"
    )
    agency = Number(
        min_value=1, required=False, help_text="转介单位（refer、refer_answer），见 /api/v1/agencies/ 的 id"
    )
    days = Number(min_value=1, max_value=EXTENSION_AT_MOST, required=False, help_text="延期工作日数（extend）")
    agent = text(150, help_text=f"移交给哪名接线员（hand_over）：{WHO}")
    result = choice(CallAttempt.Result.choices, required=False, help_text="没有联系上的情形（attempt）")
    station_outcome = choice(StationOutcome.choices, required=False, help_text="站点办理的结果（serve）")
    service = choice(
        Service.choices,
        required=False,
        help_text="计入站点当天服务日志的类别（serve）；不写不计。还要有 stations_write 权限范围",
    )
    outcome = choice(BACK, required=False, help_text="回访结果（call_back）")
    way = choice(Way.choices, required=False, help_text="回访方式（call_back，已回访本人的）")
    grade = choice(Grade.choices, required=False, help_text="来电人的评价（call_back，已回访本人的）")
    opinion = text(10_000, help_text="来电人的意见（call_back）")


def heard(given: Given) -> Heard:
    return Heard(given["received_at"], given.get("answered_at"), given.get("ended_at"))


def typed(given: Given) -> dict[str, Any]:
    """By the columns of the call, those alone that were sent. Raises ValidationError for terms that are none."""
    found = {name: given[name] for name in _PLAIN if name in given}
    for who in ("caller", "victim"):
        found |= {f"{who}_{name}": value for name, value in given.get(who, {}).items()}
    return found | ({"wish": wish_of(given)} if "safe_contact" in given else {})


def wish_of(given: Given) -> dict[str, Any]:
    """As the screen keeps it, so that the form of registration shows it again."""
    form = RegisteredWishFields(typed_of({"safe_contact": given["safe_contact"]}, {}))
    if not form.is_valid():
        raise complaints(form)
    return {name: form.fields[name].widget.value_from_datadict(form.data, {}, name) for name in _WISH}
