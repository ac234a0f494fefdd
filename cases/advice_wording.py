"""What suggestions and proposals say. No petitioner is named in them."""

from cases.law import REGULATION
from cases.models import Petition
from cases.wording import Wording
from cases.workflow import Measure, SuggestionKind
from fedportal.orgs.models import Organization

_GROUNDS = {
    SuggestionKind.IMPROVE: "我会在办理信访事项中发现，你单位有关工作需要改进",
    SuggestionKind.POLICY: "我会在办理信访事项中发现有关政策性问题",
    SuggestionKind.ACCOUNTABILITY: (
        "我会在办理信访事项中发现，有关单位、人员存在推诿、敷衍、拖延、弄虚作假，造成严重后果的情形"
    ),
}


def suggestion_wording(
    petition: Petition, kind: SuggestionKind, *, org: Organization, addressee: str, text: str, until: str
) -> Wording:
    """The paper of a suggestion; `until` is the last day for the written answer."""
    paragraphs = [
        f"{_GROUNDS[kind]}（编号 {petition.number}，{petition.category_label}）。"
        f"根据{REGULATION}第四十条，提出{kind.label}如下：",
        *text.splitlines(),
        f"请于 {until} 前书面反馈采纳情况。",
    ]
    return Wording(
        title=f"{org.name}关于{kind.label.removesuffix('的建议')}的建议书",
        main_to=addressee,
        body="\n".join(paragraphs),
        basis=f"{REGULATION}第四十条",
    )


def conference_of(org: Organization) -> str:
    """The joint conference of the same level, by its name."""
    return f"{org.region_name}信访工作联席会议"


def proposal_wording(petition: Petition, measure: Measure, *, org: Organization, target: str, reason: str) -> Wording:
    """The paper that asks the joint conference to consider a measure."""
    paragraphs = [
        f"我会在办理、督办信访事项（编号 {petition.number}，{petition.category_label}）中发现，"
        f"{target}履职不力、存在严重问题，情况如下：",
        *reason.splitlines(),
        f"根据{REGULATION}第三十九条第三款，建议联席会议对{target}{measure.label}。妥否，请研究；研究结果请函告我会。",
    ]
    return Wording(
        title=f"{org.name}关于提请{measure.label}的建议",
        main_to=conference_of(org),
        body="\n".join(paragraphs),
        basis=f"{REGULATION}第三十九条",
    )
