"""What a move asks for, and what its effects are handed."""

import datetime as dt
from dataclasses import dataclass

from cases.models import Petition
from cases.workflow import LATER, Move
from fedportal.accounts.models import User
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class Answers:
    """What a move asks for besides its note; only what its `asks` and `may_say` name is used."""

    route: str = ""
    procedure: str = ""
    told_how: str = ""
    competent_organ: str = ""
    refusal: str = ""
    receiver: Organization | None = None
    report_due_on: dt.date | None = None
    other_unit: Organization | None = None
    decided_unit: Organization | None = None
    handler: User | None = None
    mediation_kind: str = ""
    consent: bool = False
    agreed_terms: str = ""
    confirmation: str = ""
    performance: str = ""
    mediate_until: dt.date | None = None
    remedy: str = ""
    known_on: dt.date | None = None
    days: int | None = None
    result: str = ""
    findings: str = ""
    basis: str = ""
    requested_on: dt.date | None = None
    outcome: str = ""
    hearing_from: dt.date | None = None
    hearing_until: dt.date | None = None
    held_until: dt.date | None = None
    withdrawn_how: str = ""
    safety: str = ""
    unvisited: str = ""
    root_cause: str = ""
    relief_told: bool = False
    relief_helped: bool = False
    typical: bool = False
    agreed: bool = False
    retention: str = ""
    danger: str = ""
    leader: User | None = None
    cause: str = ""
    supervise_method: str = ""
    reply_due_on: dt.date | None = None
    survivor: Petition | None = None


@dataclass(frozen=True)
class Step:
    """One move being made."""

    move: Move
    by: User
    at: dt.datetime
    note: str
    answers: Answers
    source: str = ""  # the state before the move

    @property
    def told_now(self) -> bool:
        """Whether the paper is handed over with the move, and not served later."""
        return bool(self.answers.told_how) and self.answers.told_how != LATER


MISSING = {
    "route": "请选择办理途径。",
    "told_how": "请选择告知信访人的方式。",
    "competent_organ": "请填写有权处理的机关。",
    "refusal": "请选择不予受理的原因。",
    "receiver": "请选择接收单位。",
    "report_due_on": "请填写上报办理结果的期限。",
    "other_unit": "请选择有争议的另一单位。",
    "decided_unit": "请选择承办单位。",
    "handler": "请选择承办人。",
    "mediation_kind": "请选择调解类型。",
    "consent": "双方都同意才能调解，请确认。",
    "agreed_terms": "请填写协议内容。",
    "confirmation": "请选择司法确认情况。",
    "performance": "请选择履行情况。",
    "mediate_until": "请填写双方约定的结束日期。",
    "remedy": "请选择导入的程序。",
    "known_on": "请填写时效起算日。",
    "days": "请填写延长的天数。",
    "result": "请选择处理结论。",
    "findings": "请填写查明的事实。",
    "basis": "请写明法律、法规、政策依据。",
    "requested_on": "请填写收到申请的日期。",
    "outcome": "请选择结论。",
    "hearing_from": "请填写听证开始日期。",
    "hearing_until": "请填写预计结束日期。",
    "held_until": "请填写听证实际结束日期。",
    "withdrawn_how": "请选择撤回的方式。",
    "safety": "请写明如何确认本人安全、自愿。",
    "unvisited": "涉及家庭暴力等人身危险或者未成年人的，办结前应当回访、确认本人安全；没有确认的，请写明理由。",
    "root_cause": "请选择主要成因。",
    "retention": "请选择保管期限。",
    "danger": "请选择危险程度。",
    "leader": "请选择包案领导。",
    "cause": "请选择督办事由。",
    "survivor": "请填写并入哪一件信访事项。",
}
