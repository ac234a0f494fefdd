"""The story of a petition as one list: receipt, what people did, what the clock did, who acknowledged."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cases.corrections import changed_words, personal_words
from cases.models import Channel, Event, Party, Petition, RightsRequest
from cases.models.break_glass import Emergency
from cases.shown import short
from cases.timeline_titles import EVENT_TITLES
from cases.unmasking import Field, Purpose
from cases.violence_wording import VIOLENCE_FACTS
from cases.workflow import (
    MOVES,
    TELLING,
    WITHDRAWN_HOW,
    Adoption,
    Cause,
    Confirmation,
    Danger,
    MediationKind,
    Outcome,
    Performance,
    Procedure,
    Refusal,
    Remedy,
    Result,
    Retention,
    Route,
    SuggestionKind,
    SuperviseMethod,
    ToldHow,
)
from cases.workflow.aftercare import Grade, RatedHow, RootCause, StepKind, VisitChannel, VisitOutcome
from cases.workflow.contacting import Way
from cases.workflow.letters import Assessment, ReplyHow, Taken
from fedportal.accounts.models import User
from fedportal.deadlines.limits import Base, Light, Unit
from fedportal.deadlines.models import Escalation, Rung
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class Line:
    """One entry, in the words of the page."""

    at: dt.datetime
    title: str
    who: str = ""
    text: str = ""
    light: int = 0
    light_label: str = ""
    climb: bool = False


def timeline(petition: Petition, *, say: Callable[[str], str] = str) -> list[Line]:
    """Everything that happened, the newest first; what people wrote as `say` lets the reader read it."""
    events = petition.events.select_related("actor", "org").order_by("pk")
    climbs = Escalation.objects.filter(deadline__in=petition.deadlines.all()).order_by("pk")
    climbs = climbs.select_related("deadline__ladder", "from_desk", "to_desk", "acknowledged_by__org")
    climbs = climbs.prefetch_related("deadline__ladder__rungs")
    lines = [_receipt(petition), *map(_event_line, events), *_climb_lines(climbs)]
    lines = [replace(line, text=say(line.text)) for line in lines]
    return sorted(lines, key=lambda line: line.at)[::-1]


def lines_since(petition: Petition, seen: int) -> list[Line]:
    """What people did after the event `seen`."""
    events = petition.events.filter(pk__gt=seen).select_related("actor", "org").order_by("pk")
    return [_event_line(event) for event in events]


def last_line(petition: Petition, verb: str) -> Line | None:
    """The latest line of that verb, such as the request that is now to be decided."""
    event = petition.events.filter(verb=verb).select_related("actor", "org").order_by("-pk").first()
    return _event_line(event) if event else None


# What “收到” and the name of the channel would not say in good Chinese.
RECEIVED: dict[str, str] = {Channel.WEB: "收到网上信访", Channel.HOTLINE: "收到 12338 热线来电"}


def _receipt(petition: Petition) -> Line:
    title = RECEIVED.get(petition.channel) or f"收到{petition.get_channel_display()}"
    return Line(petition.received_at, title, short(petition.registered_org.name))


def _event_line(event: Event) -> Line:
    return Line(event.at, _event_title(event), _who(event.actor, event.org), _event_text(event))


# What each event is called, by its verb.
TITLES = EVENT_TITLES | {prefix + name: move.label for name, move in MOVES.items() for prefix in ("", "petition.")}


def _event_title(event: Event) -> str:
    return TITLES.get(event.verb, event.verb)


def _event_text(event: Event) -> str:
    """What the move was told, a line each, then the note."""
    facts = [f"{label}：{words(event.data[name])}" for name, (label, words) in FACTS.items() if event.data.get(name)]
    return "\n".join([*facts, *filter(None, [event.note])])


FACTS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "what": ("事由", str),
    "rights_kind": ("申请", lambda value: RightsRequest.Kind(value).label),
    "granted": ("答复", {"yes": "同意", "no": "不同意"}.__getitem__),
    "way": ("联系方式", lambda value: Way(value).label),
    "channel": ("形式", lambda value: Channel(value).label),
    "received_at": ("来访来信时间", lambda value: moment(dt.datetime.fromisoformat(value))),
    "head_count": ("人数", lambda value: f"{value} 人"),
    "repeat_count": ("次数", lambda value: f"第 {value} 次反映"),
    "unread_reason": ("未宣读核对", str),
    "checklist": ("核查表", str),
    "source_organ": ("交转单位", str),
    "source_number": ("来文编号", str),
    "incident": ("现场情况", str),
    "party_role": ("身份", lambda value: Party.Role(value).label),
    "party": ("姓名", str),
    "of_minors": ("涉及未成年人", {"yes": "是", "no": "否"}.__getitem__),
    "emergency": ("紧急情形", lambda value: Emergency(value).label),
    "justified": ("评定", {"yes": "正当", "no": "不当"}.__getitem__),
    "unmasked": ("内容", lambda value: Field(value).label),
    "purpose": ("用途", lambda value: Purpose(value).label),
    "asker": ("申请人", str),
    "corrected": ("更正项目", lambda names: "、".join(str(_field_label(name)) for name in names)),
    "document": ("文号", str),
    "stage": ("报告", str),
    "due": ("应报时间", str),
    "sent": ("报送时间", str),
    "receivers": ("报送对象", str),
    "received_by": ("签收", str),
    "leader": ("包案领导", str),
    "received_by_leader": ("接待领导", str),
    "on": ("接待日", str),
    "attachment": ("附件", str),
    "letter": ("函件", str),
    "agency": ("对方单位", str),
    "reply_how": ("答复方式", lambda value: ReplyHow(value).label),
    "taken": ("接收情况", lambda value: Taken(value).label),
    "assessment": ("评估", lambda value: Assessment(value).label),
    "supervised": ("被督办单位", str),
    "cause": ("督办事由", lambda value: Cause(value).label),
    "suggestion_kind": ("建议类别", lambda value: SuggestionKind(value).label),
    "adoption": ("采纳情况", lambda value: Adoption(value).label),
    "supervise_method": ("督办方式", lambda value: SuperviseMethod(value).label),
    "reply_due_on": ("回复期限", str),
    "changed": ("更正", lambda value: f"\n{changed_words(value)}" if len(value) > 1 else changed_words(value)),
    "personal": ("更正信访人信息", personal_words),
    "receiver": ("转送至", str),
    "reader": ("阅读人", str),
    "report_due_on": ("上报期限", str),
    "from": ("原承办单位", str),
    "competent_organ": ("有权处理机关", str),
    "other_unit": ("争议对方", str),
    "decided_unit": ("裁定承办单位", str),
    "route": ("办理途径", lambda value: Route(value).label),
    "procedure": ("办理程序", lambda value: Procedure(value).label),
    "handler": ("承办人", str),
    "refusal": ("原因", lambda value: Refusal(value).label),
    "mediation_kind": ("调解类型", lambda value: MediationKind(value).label),
    "agreed_terms": ("协议内容", str),
    "confirmation": ("司法确认", lambda value: Confirmation(value).label),
    "performance": ("协议履行", lambda value: Performance(value).label),
    "mediate_until": ("调解延长至", str),
    "remedy": ("导入程序", lambda value: Remedy(value).label),
    "known_on": ("时效起算日", str),
    "days": ("延长天数", lambda value: f"{value} 日"),
    "result": ("处理结论", lambda value: Result(value).label),
    "outcome": ("结论", lambda value: Outcome(value).label),
    "findings": ("查明的事实", str),
    "basis": ("依据", str),
    "requested_on": ("收到申请", str),
    "hearing_from": ("听证开始", str),
    "hearing_until": ("预计结束", str),
    "held_until": ("实际结束", str),
    "withdrawn_how": ("撤回方式", lambda value: WITHDRAWN_HOW[value]),
    "safety": ("安全确认", str),
    "unvisited": ("未确认安全即办结", str),
    "root_cause": ("成因", lambda value: RootCause(value).label),
    "relief_told": ("社会救助", lambda value: "已告知可以申请"),
    "relief_helped": ("社会救助", lambda value: "已帮助申请"),
    "typical": ("典型案例", lambda value: "是"),
    "agreed": ("信访人意见", lambda value: "书面表示不再申请复查、复核"),
    "danger": ("危险程度", lambda value: Danger(value).label),
    "retention": ("保管期限", lambda value: Retention(value).label),
    "survivor": ("并入", str),
    "member": ("信访事项", str),
    "told_how": ("告知方式", lambda value: dict(TELLING)[value]),
    "step": ("方式", lambda value: StepKind(value).label),
    "happened_at": ("时间", str),
    "place": ("地点", str),
    "people": ("参加人员", str),
    "visit_on": ("计划日期", str),
    "visited_at": ("回访时间", str),
    "visit_channel": ("回访方式", lambda value: VisitChannel(value).label),
    "safe_to_talk": ("现在方便说话", {"yes": "是", "no": "否"}.__getitem__),
    "visit_outcome": ("回访结果", lambda value: VisitOutcome(value).label),
    "visit_next": ("下次回访", str),
    "reception": ("对接收单位", lambda value: Grade(value).label),
    "handling": ("对办理单位", lambda value: Grade(value).label),
    "marks": ("“四个真”评分", str),
    "rated_how": ("评价方式", lambda value: RatedHow(value).label),
    **VIOLENCE_FACTS,
    "served_how": ("送达方式", lambda value: ToldHow(value).label),
}


def _field_label(name: str) -> object:
    return Party._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _who(actor: User | None, org: Organization) -> str:
    return f"{actor.name}（{short(org.name)}）" if actor else short(org.name)


def _climb_lines(climbs: Iterable[Escalation]) -> Iterator[Line]:
    for climb in climbs:
        yield _climb_line(climb)
        if climb.acknowledged_at is not None and climb.acknowledged_by is not None:
            person = climb.acknowledged_by
            yield Line(climb.acknowledged_at, "签收", _who(person, person.org))


def _climb_line(climb: Escalation) -> Line:
    rung = next((rung for rung in climb.deadline.ladder.rungs.all() if rung.step == climb.step), None)
    duty = climb.deadline.derivation.get("label", "")
    light = Light(rung.light) if rung else Light.GREEN
    return Line(
        climb.at,
        climb_words(climb, rung),
        duty,
        text="" if rung is None else rung.demand.removeprefix(f"{_cause(climb, rung)}，"),
        light=light.value,
        light_label=light.label,
        climb=climb.from_desk_id != climb.to_desk_id,
    )


def climb_words(climb: Escalation, rung: Rung | None) -> str:
    """超期 3 个工作日，由滨城区妇联上报至滨州市妇联."""
    cause = _cause(climb, rung)
    if climb.from_desk_id != climb.to_desk_id:
        return f"{cause}，由{short(climb.from_desk.name)}上报至{short(climb.to_desk.name)}"
    if climb.alarm:
        return f"{cause}，{short(climb.to_desk.name)}无上级可报，请立即处理"
    return f"{cause}，提醒{short(climb.to_desk.name)}"


def _cause(climb: Escalation, rung: Rung | None) -> str:
    deadline = climb.deadline
    if rung is None:
        return "到达提醒时点"
    amount = f"{abs(rung.amount)} {Unit(rung.unit).label}"
    if deadline.ladder.base == Base.OPENED:
        return f"列为重大紧急满 {amount}" if rung.amount else "列为重大紧急"
    if rung.amount < 0:
        return "时限临近"
    if climb.at <= deadline.due_at:
        return "属特殊事项，登记即上报"
    return f"超期 {amount}" if rung.amount > 0 else "已超期"
