"""What the law has to say about a matter while it is taken down: hints beside the form, never a refusal."""

import datetime as dt

from cases.limitations import NO_DIVORCE_AFTER_BIRTH, NO_DIVORCE_AFTER_PREGNANCY, YEAR
from cases.models import Channel
from cases.shown import short
from cases.workflow import Litigation
from fedportal.lib.templatetags.portal import day
from fedportal.orgs.models import Level, Organization

ORGANS = {
    Litigation.COURT: "人民法院",
    Litigation.PROCURATORATE: "人民检察院",
    Litigation.POLICE: "公安机关",
}
DIVORCE = "family.divorce"


def visit_hint(channel: str, org: Organization, place: Organization | None) -> str:
    """A visit goes to the competent unit or one level above (art. 20); empty where it did, or is none."""
    if channel != Channel.VISIT or place is None or not skips_level(org, place):
        return ""
    competent = _competent(place)
    above = f"或者{short(competent.parent.name)}" if competent.parent else ""
    return (
        f"越级走访：应当到有权处理的{short(competent.name)}{above}提出（条例第二十条）。"
        "请照常登记，告知去处，登记后转送，不得拒收。"
    )


def skips_level(org: Organization, place: Organization) -> bool:
    """Whether `org` stands more than one level above the unit that is competent for matters of that place."""
    competent = _competent(place)
    return org.level < competent.level and org.pk not in {competent.pk, competent.parent_id}


def _competent(place: Organization) -> Organization:
    """The county's federation handles what arises in its townships and villages."""
    unit = place
    while unit.level > Level.COUNTY and unit.parent is not None:
        unit = unit.parent
    return unit


def litigation_hint(status: str) -> str:
    """What belongs to the organs of justice is led there (art. 28, para 2, and 31, item 1); else empty."""
    organ = ORGANS.get(Litigation(status))
    if organ is None:
        return ""
    return (
        f"诉访分离：涉诉事项由{organ}依法处理（条例第二十八条）。受理前请核实；属于的，选“告知去向”，"
        f"告知信访人向{organ}提出。妇联的帮扶、陪同、支持起诉不受影响。"
    )


def divorce_hint(category: str) -> str:
    """When the husband may not ask for a divorce (《妇女权益保障法》第六十四条); empty for other matters."""
    if category != DIVORCE:
        return ""
    return (
        f"离婚咨询：女方在怀孕期间、分娩后 {NO_DIVORCE_AFTER_BIRTH // YEAR} 年内或者终止妊娠后 "
        f"{NO_DIVORCE_AFTER_PREGNANCY} 个月内，男方不得提出离婚；女方提出，或者法院认为确有必要受理的除外"
        "（《妇女权益保障法》第六十四条）。请问明是否在此期间。"
    )


def source_hint(due_on: dt.date | None) -> str:
    """The day on which the organ that handed it over wants to hear; empty where it named none."""
    return f"登记后起算：向交转单位反馈办理结果，{day(due_on)} 前（条例第二十二条）" if due_on else ""
