"""What an urgent report says and to whom it goes, drafted from the case; the sender re-words it before it goes out.

It names the petitioner by her surname alone and holds no number by which she could be found (domain.md D24).
"""

from dataclasses import dataclass

from django.utils import timezone

from cases.law import REGULATION
from cases.models import Party, Petition
from cases.wording import Wording
from cases.workflow import ReportStage
from fedportal.lib.masking import mask_name
from fedportal.lib.numerals import chinese_number
from fedportal.lib.redaction import without_contacts
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Level, Organization

BASIS = f"{REGULATION}第二十五条"
SEPARATOR = "、"


@dataclass(frozen=True)
class Said:
    """What the officer writes herself."""

    situation: str
    measures: str
    plan: str = ""


def report_name(stage: str, number: int) -> str:
    """首报, 续报之二, 终报; `number` counts the follow-ups."""
    label = ReportStage(stage).label
    return f"{label}之{chinese_number(number)}" if stage == ReportStage.FOLLOW_UP and number > 1 else label


def report_wording(
    row: Petition, who: Party | None, stage: str, said: Said, *, org: Organization, name: str
) -> Wording:
    """The report of this unit about the matter of this petitioner; `name` says which of the chain."""
    heading = {
        ReportStage.FIRST: "现将一起重大紧急信访事项报告如下：",
        ReportStage.FOLLOW_UP: "现将该重大紧急信访事项的最新情况续报如下：",
        ReportStage.FINAL: "该重大紧急信访事项已处置完毕，现将处置结果报告如下：",
    }[ReportStage(stage)]
    parts = [
        heading,
        f"一、基本情况。{_matter(row, who)}",
        f"二、{_SITUATION[ReportStage(stage)]}。{said.situation.strip()}",
        f"三、已采取的措施。{said.measures.strip()}",
    ]
    parts += [f"四、下一步工作。{said.plan.strip()}"] if said.plan.strip() else []
    return Wording(
        title=f"{org.name}关于重大紧急信访事项的报告（{name}）",
        main_to=SEPARATOR.join(committees(org)),
        copy_to=SEPARATOR.join(copies(org)),
        body="\n".join(parts),
        basis=BASIS,
    )


_SITUATION = {
    ReportStage.FIRST: "事件经过",
    ReportStage.FOLLOW_UP: "最新情况",
    ReportStage.FINAL: "处置结果",
}


def petitioner(row: Petition) -> Party | None:
    return row.parties.kept().filter(role=Party.Role.PETITIONER).first()


def first_situation(row: Petition, who: Party | None) -> str:
    """The facts as registered, the petitioner's name masked and every telephone and identity number left out."""
    name = who.name if who else ""
    text = without_contacts(f"{row.facts.strip()}\n信访人要求：{row.request.strip()}")
    return text.replace(name, mask_name(name)) if len(name) > 1 else text


def _matter(row: Petition, who: Party | None) -> str:
    age = who.age_on(timezone.localdate(row.received_at)) if who else None
    facts = [mask_name(who.name), who.get_sex_display() if who.sex != Party.Sex.UNKNOWN else ""] if who else []
    person = "，".join(filter(None, [*facts, f"{age} 岁" if age is not None else ""]))
    return (
        f"{moment(row.received_at)}，我会收到{row.get_channel_display()}反映的信访事项（编号 {row.number}）。"
        f"事项类别：{row.category_path}。问题属地：{row.place.region_name}。信访人：{person}；共 {row.head_count} 人。"
    )


def committees(org: Organization) -> list[str]:
    """The party committee and the government of the unit's own level (art. 25), as they are usually called."""
    name = org.region_name
    if org.level <= Level.COUNTY:
        office = "办公厅" if org.level == Level.PROVINCE else "办公室"
        return [f"中共{name}委{office}", f"{name}人民政府{office}"]
    if org.level == Level.TOWNSHIP:
        return [f"{name}党工委", f"{name}办事处"] if name.endswith("街道") else [f"{name}党委", f"{name}人民政府"]
    return [f"{name}党组织", f"{name}居（村）民委员会"]


def copies(org: Organization) -> list[str]:
    """The superior federation, and the office of the joint meeting at the unit's level."""
    above = [org.parent.name] if org.parent else []
    joint = [f"{org.region_name}信访工作联席会议办公室"] if org.level <= Level.COUNTY else []
    return [*above, *joint]


def names_in(line: str) -> list[str]:
    """The addressees that a line of a paper names, each once."""
    for mark in "，,；;\n":
        line = line.replace(mark, SEPARATOR)
    return list(dict.fromkeys(filter(None, (name.strip() for name in line.split(SEPARATOR)))))
