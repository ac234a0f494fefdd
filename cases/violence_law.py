"""The numbers that bind the course of a case of violence at home, each beside its article (domain.md 2.2 to 3.4)."""

from fedportal.deadlines.limits import Limit, Unit

PROCEDURE = "《妇联组织受理家庭暴力投诉工作规程》"
WARNING_OPINION = "《关于加强家庭暴力告诫制度贯彻实施的意见》（公通字〔2024〕34号）"
REPORT_OPINION = "《关于建立侵害未成年人案件强制报告制度的意见（试行）》（高检发〔2020〕9号）"

# The danger scale: up to three low, four and five medium, from six high; any red flag is high (规程, annex; D29).
MEDIUM_FROM, HIGH_FROM = 4, 6

# High danger is reported to the police and the superior federation at once (规程 art. 11, which says 及时): two hours
# are POLICY, as for urgent matters (domain.md 3.7).
HIGH_DANGER = Limit(
    "dv_high_danger",
    "dv_high_danger",
    "协助报警并报告上级妇联（高度危险）",
    2,
    Unit.HOUR,
    f"{PROCEDURE}第十一条（及时；时数为内部规定）",
    starts="评估为高度危险之时",
    ladder="violence_hours",
    policy=True,
)
# A minor, or an adult without full capacity: to the police at once (反家庭暴力法 art. 14, 未成年人保护法 art. 11); the
# hours are POLICY.
MANDATORY = Limit(
    "dv_mandatory_report",
    "dv_mandatory_report",
    "向公安机关强制报告",
    2,
    Unit.HOUR,
    "《反家庭暴力法》第十四条、《未成年人保护法》第十一条（立即；时数为内部规定）",
    starts="知悉之时",
    ladder="violence_hours",
    policy=True,
)
COURSE_LIMITS = (HIGH_DANGER, MANDATORY)

# The police decide whether they write a warning letter on the spot, or within so many hours of accepting the report
# (公通字〔2024〕34号 art. 8); three provinces give them a day. Our duty is to ask for the decision.
_DECISION = "收取公安机关的处理决定、跟进"
_ACCEPTED = "公安机关受理之时（没有告知受理时间的，报警之时）"
POLICE_DECISION = Limit(
    "dv_police_decision",
    "dv_police_decision",
    _DECISION,
    72,
    Unit.HOUR,
    f"{WARNING_OPINION}第八条",
    starts=_ACCEPTED,
    ladder="violence_hours",
)
_WITHIN_A_DAY = {  # by the two digits of the province
    44: "《广东省实施〈中华人民共和国反家庭暴力法〉办法》第二十六条",
    53: "《云南省反家庭暴力条例》第二十八条",
    41: "《河南省反家庭暴力条例》第二十五条",
}
REGIONAL_DECISIONS = {
    province: Limit(
        f"dv_police_decision_{province}",
        POLICE_DECISION.kind,
        _DECISION,
        24,
        Unit.HOUR,
        article,
        starts=_ACCEPTED,
        ladder="violence_hours",
    )
    for province, article in _WITHIN_A_DAY.items()
}


def police_decision_of(code: int) -> Limit:
    """The limit for a unit with this code of twelve digits."""
    return REGIONAL_DECISIONS.get(code // 10**10, POLICE_DECISION)


# Within so many days of accepting it or opening a case the police tell who reported what became of it.
MINOR_FEEDBACK = Limit(
    "minor_feedback",
    "minor_feedback",
    "收取强制报告的反馈、跟进",
    3,
    Unit.DAY,
    f"{REPORT_OPINION}第十条",
    starts="公安机关受理、立案之日（没有告知的，报告之日）",
    ladder="violence_visits",
)
# First visit within seven days of the delivery, then every three months; after three clean ones in a row no more.
WARNING_FIRST_VISIT = Limit(
    "warning_first_visit",
    "warning_visit",
    "告诫书首次查访",
    7,
    Unit.DAY,
    f"{WARNING_OPINION}第十二条",
    starts="告诫书送达之日",
    ladder="violence_visits",
)
WARNING_VISIT = Limit(
    "warning_visit",
    "warning_visit",
    "告诫书查访",
    3,
    Unit.MONTH,
    f"{WARNING_OPINION}第十二条",
    starts="上一次查访之日",
    ladder="violence_visits",
)
# The first visit is not among them (domain.md 3.4): the stricter reading of art. 12.
CLEAN_VISITS_END = 3
REPORT_LIMITS = (POLICE_DECISION, *REGIONAL_DECISIONS.values(), MINOR_FEEDBACK, WARNING_FIRST_VISIT, WARNING_VISIT)

# 反家庭暴力法 art. 29; 法释〔2022〕17号 art. 10. Orders name them by their numbers.
MEASURES = (
    "禁止被申请人实施家庭暴力",
    "禁止被申请人骚扰、跟踪、接触申请人及其相关近亲属",
    "责令被申请人迁出申请人住所",
    "禁止被申请人以电话、短信、即时通讯工具、电子邮件等方式侮辱、诽谤、威胁申请人及其相关近亲属",
    "禁止被申请人在申请人及其相关近亲属的住所、学校、工作单位等经常出入场所的一定范围内从事可能影响其正常生活、学习、工作的活动",
    "保护申请人人身安全的其他措施：",
)
_DV_LAW = "《反家庭暴力法》"
# The court decides within 72 hours, where it is urgent within 24 (art. 28); ours is to ask for the decision.
PO_DECISION = Limit(
    "po_decision",
    "po_decision",
    "跟进保护令裁定",
    72,
    Unit.HOUR,
    f"{_DV_LAW}第二十八条",
    starts="法院受理之时",
    ladder="violence_hours",
)
PO_DECISION_URGENT = Limit(
    "po_decision_urgent",
    "po_decision",
    "跟进保护令裁定（情况紧急）",
    24,
    Unit.HOUR,
    f"{_DV_LAW}第二十八条",
    starts="法院受理之时",
    ladder="violence_hours",
)
# The court serves it within 24 hours on both, the police and the committee, and may serve it on us.
PO_SERVICE = Limit(
    "po_service",
    "po_service",
    "跟进保护令送达",
    24,
    Unit.HOUR,
    f"{_DV_LAW}第三十二条、法发〔2022〕10号第十四条",
    starts="作出裁定之时",
    ladder="violence_hours",
)
# Who was refused may ask once for a reconsideration: she is told, and helped with it.
PO_RECONSIDER = Limit(
    "po_reconsider",
    "po_reconsider",
    "协助申请复议",
    5,
    Unit.DAY,
    f"{_DV_LAW}第三十一条",
    starts="裁定生效之日",
    ladder="violence_visits",
)
# Six months at most; before the end an extension may be asked for, at the end the court is told how it was kept.
PO_VALIDITY = Limit(
    "po_validity",
    "po_validity",
    "保护令期满：申请延长，或者回访并向法院反馈",
    6,
    Unit.MONTH,
    f"{_DV_LAW}第三十条、法发〔2022〕10号第十八条",
    starts="作出裁定之日",
    ladder="protection_order",
)
PO_LIMITS = (PO_DECISION, PO_DECISION_URGENT, PO_SERVICE, PO_RECONSIDER, PO_VALIDITY)
PO_KINDS = frozenset(limit.kind for limit in PO_LIMITS)

# Visits by the level of danger, days before each one (domain.md 3.4; the procedure's art. 13 gives none: POLICY).
VISIT_GAPS = {
    "low": (7, 23),  # on the 7th and the 30th day
    "medium": (3, 7, 7, 7, 7, 30, 30),  # on the 3rd day, four times a week, twice a month
}
HIGH_FIRST, HIGH_EVERY = 1, 3  # within a day, then every third day while the danger is high
AFTER_HIGH = (7,) * 8  # once it has fallen: eight weeks
# While a protection order is in force she is visited regularly, at its end for the last time (法发〔2022〕10号 art. 18
# gives no number: POLICY, the last gap of the table above).
ORDER_EVERY = 30
HIGH_VISIT = Limit(
    "dv_visit_high",
    "follow_up",
    "回访（高度危险）",
    24,
    Unit.HOUR,
    f"{PROCEDURE}第十三条（时数为内部规定）",
    starts="评估为高度危险之时",
    ladder="violence_hours",
    policy=True,
)
VIOLENCE_LIMITS = (*COURSE_LIMITS, *REPORT_LIMITS, *PO_LIMITS, HIGH_VISIT)
# These go on when the petition is closed, and with the matter to whoever holds it.
VIOLENCE_KINDS = frozenset(limit.kind for limit in (*COURSE_LIMITS, *REPORT_LIMITS, *PO_LIMITS))
