"""The times within which the petitioner herself has to act in another procedure, each once, beside its article."""

from dataclasses import dataclass

from fedportal.deadlines.limits import Unit


@dataclass(frozen=True)
class Limitation:
    """The time within which the petitioner herself has to act in another procedure."""

    code: str
    label: str
    amount: int
    unit: Unit
    article: str
    starts: str


YEAR = 12  # months
# Months after a birth and after the end of a pregnancy in which the husband may not ask for a divorce
# (《妇女权益保障法》第六十四条); during the pregnancy he may not either.
NO_DIVORCE_AFTER_BIRTH = 1 * YEAR
NO_DIVORCE_AFTER_PREGNANCY = 6
# Domain.md 2.4, limitation clocks of 分流导入. A procedure without a limit here is none of which we know a number.
LIMITATIONS = {
    row.code: row
    for row in (
        Limitation(
            "labour_arbitration",
            "劳动争议仲裁",
            1 * YEAR,
            Unit.MONTH,
            "《劳动争议调解仲裁法》第二十七条",
            "知道或者应当知道权利被侵害之日",
        ),
        Limitation(
            "land_arbitration",
            "农村土地承包仲裁",
            2 * YEAR,
            Unit.MONTH,
            "《农村土地承包经营纠纷调解仲裁法》第十八条",
            "知道或者应当知道权利被侵害之日",
        ),
        Limitation(
            "reconsideration", "行政复议", 60, Unit.DAY, "《行政复议法》第二十条", "知道或者应当知道行政行为之日"
        ),
        Limitation(
            "collective_decision",
            "撤销集体经济组织决定之诉",
            1 * YEAR,
            Unit.MONTH,
            "《农村集体经济组织法》第五十七条",
            "知道或者应当知道该决定之日",
        ),
    )
}
# Further procedures to which one may divert, without a limit that the portal would compute.
PROCEDURES = {
    **{code: row.label for code, row in LIMITATIONS.items()},
    "litigation": "诉讼",
    "party_appeal": "党员申诉",
    "statutory_duty": "申请有关机关履行法定职责",
}
