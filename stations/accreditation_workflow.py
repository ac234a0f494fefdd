"""How stations and units become demonstration ones: states and moves as plain data (domain.md rows 31, 58, 59)."""

import enum
from dataclasses import dataclass

from django.db import models

from fedportal.accounts.roles import Can
from fedportal.orgs.models import Level
from stations.check_law import ACCREDITATION_JUDGE, ACCREDITATION_REVIEW, ACCREDITATION_SUPPLEMENT


class AccreditationKind(models.TextChoices):
    """What is named. Units are named for their peace families and, villages, for a year without violence at home."""

    STATION = "station", "妇女维权服务示范站"
    PEACE_COUNTY = "peace_county", "平安家庭示范县（市、区）"
    PEACE_TOWNSHIP = "peace_township", "平安家庭示范乡镇（街道）"
    NO_VIOLENCE = "no_violence", "零家庭暴力社区（村庄）"


class AccreditationState(models.TextChoices):
    """Where it stands: with whom, or how it ended."""

    DRAFT = "draft", "草稿"
    COUNTY = "county", "待县级审核"
    CITY = "city", "待市级审核"
    PROVINCE = "province", "待省级审核"
    RETURNED = "returned", "退回补正"
    VALID = "valid", "已命名"
    REFUSED = "refused", "未通过"
    ABANDONED = "abandoned", "已撤回申报"
    WITHDRAWN = "withdrawn", "已撤销命名"
    EXPIRED = "expired", "已到期"
    SUPERSEDED = "superseded", "已升级"


class Ground(models.TextChoices):
    """Why a name is taken away."""

    FAILED_CHECK = "failed_check", "复查未达标"
    BREACH = "breach", "违反规定"
    CLOSED = "closed", "站点撤销"
    UNMET = "unmet", "不再符合条件"


_S = AccreditationState
JUDGED_AT = {_S.COUNTY: Level.COUNTY, _S.CITY: Level.CITY, _S.PROVINCE: Level.PROVINCE}
JUDGED = frozenset(JUDGED_AT)
OPEN = JUDGED | {_S.DRAFT, _S.RETURNED}
LEVELS = (Level.COUNTY, Level.CITY, Level.PROVINCE)


class Side(enum.Enum):
    """Whose move it is: of the unit that applies, of the one that judges now, of the one that has named."""

    APPLICANT = "applicant"
    JUDGE = "judge"
    NAMER = "namer"


@dataclass(frozen=True)
class AccreditationMove:
    """One step of an application, as `Move` is one of a petition."""

    name: str
    label: str  # what the button says
    source: frozenset[AccreditationState]
    target: AccreditationState
    side: Side
    needs: Can
    consequence: str  # what will happen, in one sentence
    note_label: str = "意见"
    note_required: bool = True
    asks: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()  # kinds of duties that are done with it
    cancels: tuple[str, ...] = ()  # kinds of duties that fall away
    names: bool = False  # gives the name: only where this level is the one applied for
    passes_on: bool = False  # recommends upwards: only where a higher level is applied for
    gate: bool = False  # only with what the gate asks


_JUDGE, _SUPPLEMENT, _REVIEW = ACCREDITATION_JUDGE.kind, ACCREDITATION_SUPPLEMENT.kind, ACCREDITATION_REVIEW.kind
_UP = "同意并写明意见，报上一级审核；上一级在 10 个工作日内审核。"
_NAMED = "同意命名，有效期 3 年；到期前 90 日提醒复查。"


def _submit(target: AccreditationState) -> AccreditationMove:
    return AccreditationMove(
        f"submit_{target.value}",
        f"报送{JUDGED_AT[target].label}审核",
        frozenset({_S.DRAFT, _S.RETURNED}),
        target,
        Side.APPLICANT,
        Can.KEEP_STATIONS,
        "报送以后材料不能再改；审核单位在 10 个工作日内同意、退回或者不予通过。",
        note_label="申报说明",
        meets=(_SUPPLEMENT,),
        gate=True,
    )


def _recommend(source: AccreditationState, target: AccreditationState) -> AccreditationMove:
    return AccreditationMove(
        f"recommend_{source.value}_{target.value}",
        f"同意，报{JUDGED_AT[target].label}审核",
        frozenset({source}),
        target,
        Side.JUDGE,
        Can.ACCREDIT,
        _UP,
        meets=(_JUDGE,),
        passes_on=True,
        gate=True,
    )


def _name(source: AccreditationState) -> AccreditationMove:
    return AccreditationMove(
        f"name_{source.value}",
        "同意命名",
        frozenset({source}),
        _S.VALID,
        Side.JUDGE,
        Can.ACCREDIT,
        _NAMED,
        meets=(_JUDGE,),
        names=True,
        gate=True,
    )


MOVES: dict[str, AccreditationMove] = {
    move.name: move
    for move in (
        _submit(_S.COUNTY),
        _submit(_S.CITY),
        _submit(_S.PROVINCE),
        _recommend(_S.COUNTY, _S.CITY),
        _recommend(_S.COUNTY, _S.PROVINCE),  # a county right under its province
        _recommend(_S.CITY, _S.PROVINCE),
        _name(_S.COUNTY),
        _name(_S.CITY),
        _name(_S.PROVINCE),
        AccreditationMove(
            "return",
            "退回补正",
            JUDGED,
            _S.RETURNED,
            Side.JUDGE,
            Can.ACCREDIT,
            "说明理由退回申报单位，20 个工作日内补正后重新报送，从第一级重新审核。",
            note_label="退回理由",
            meets=(_JUDGE,),
        ),
        AccreditationMove(
            "refuse",
            "不予通过",
            JUDGED,
            _S.REFUSED,
            Side.JUDGE,
            Can.ACCREDIT,
            "说明理由，本次申报结束；整改以后可以重新申报。",
            note_label="理由",
            meets=(_JUDGE,),
        ),
        AccreditationMove(
            "abandon",
            "撤回申报",
            OPEN,
            _S.ABANDONED,
            Side.APPLICANT,
            Can.KEEP_STATIONS,
            "本次申报结束，以后可以重新申报。",
            note_label="说明",
            note_required=False,
            cancels=(_JUDGE, _SUPPLEMENT),
        ),
        AccreditationMove(
            "renew",
            "复查合格，延续命名",
            frozenset({_S.VALID}),
            _S.VALID,
            Side.NAMER,
            Can.ACCREDIT,
            "按现行清单复查合格的，从今天起延续 3 年。",
            note_label="复查意见",
            meets=(_REVIEW,),
            gate=True,
        ),
        AccreditationMove(
            "withdraw",
            "撤销命名",
            frozenset({_S.VALID}),
            _S.WITHDRAWN,
            Side.NAMER,
            Can.ACCREDIT,
            "即日起不再是示范单位，记入历史；重新达标以后可以重新申报。",
            note_label="理由",
            asks=("ground",),
            cancels=(_REVIEW,),
        ),
    )
}
