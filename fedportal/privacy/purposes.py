"""What personal data is processed for, of which kinds, and on which legal basis, as a table that a lawyer can read.

Articles are those of 《个人信息保护法》 unless another law is named (domain.md P1, P2, M6).
"""

from dataclasses import dataclass

from django.db import models


class Basis(models.TextChoices):
    """On which basis it is lawful (art. 13, para 1)."""

    DUTY = "duty", "履行法定职责"
    CONSENT = "consent", "本人（监护人）同意"
    EMERGENCY = "emergency", "紧急情况下保护生命健康和财产安全，事后告知"


ARTICLES = {
    Basis.DUTY: "第十三条第一款第三项、第三十四条",
    Basis.CONSENT: "第十三条第一款第一项、第十四条",
    Basis.EMERGENCY: "第十三条第一款第四项、第十八条第二款",
}

# Names the wording to which somebody consented; a changed wording gets a new name, and the old one stays here.
CONSENT_TEXTS = {
    "2026-11": (
        "我同意妇联为办理我反映的事项，收集、使用我提供的姓名、联系方式、住址、身份证号和事实情况；"
        "我知道可以查阅、复制、更正我的信息，可以随时撤回同意，撤回不影响此前的处理。"
    ),
}
CONSENT_NOW = "2026-11"


@dataclass(frozen=True)
class Processing:
    """One purpose for which personal data is processed."""

    name: str
    data: str
    basis: Basis
    law: str  # from which the duty follows, or what is particular about it
    shared: str  # with whom
    kept: str
    sensitive: bool = False  # art. 28: a purpose, need, and strict protection


PROCESSINGS = (
    Processing(
        "登记、办理、答复信访事项",
        "姓名、性别、出生日期、婚姻状况、身份证号、联系方式、住址，诉求和事实，来访来信来电记录",
        Basis.DUTY,
        "《信访工作条例》第二十三条；《妇女权益保障法》第七十三条",
        "有权处理的机关、上下级妇联，按办理需要",
        "归档后按卷宗保管期限",
    ),
    Processing(
        "家庭暴力等人身危险的评估、回访和协助",
        "危险程度、受害情况、健康状况、现住址、安全联系要求",
        Basis.DUTY,
        "《反家庭暴力法》第四条、第十三条；《妇联组织受理家庭暴力投诉工作规程》",
        "公安机关、人民法院、庇护场所，仅限保护所必需",
        "归档后按卷宗保管期限",
        sensitive=True,
    ),
    Processing(
        "正在发生的人身危险",
        "姓名、所在位置、联系方式、伤情",
        Basis.EMERGENCY,
        "来不及告知的，危险消除后告知（第十八条第二款）",
        "公安机关、医疗机构",
        "归档后按卷宗保管期限",
        sensitive=True,
    ),
    Processing(
        "涉及不满十四周岁未成年人的事项",
        "未成年人及其监护人的信息，侵害事实",
        Basis.CONSENT,
        "第二十八条、第三十一条取得监护人同意；监护人涉嫌侵害的，按履行法定职责、紧急情况处理（《未成年人保护法》第十一条）",
        "公安、民政、教育部门（强制报告）",
        "归档后按卷宗保管期限",
        sensitive=True,
    ),
    Processing(
        "转送、转介、函请有关机关处理",
        "办理所必需的姓名、联系方式和事实",
        Basis.DUTY,
        "《信访工作条例》第二十二条、第二十三条；超出职责范围提供的，另行取得单独同意（第二十三条）",
        "函件所列机关，逐次记入对外提供记录",
        "提供记录不少于三年（《网络数据安全管理条例》第十二条）",
    ),
    Processing(
        "满意度评价、对办理工作的投诉",
        "评价、意见、回复方式",
        Basis.DUTY,
        "《信访工作条例》第十八条",
        "上级妇联",
        "归档后按卷宗保管期限",
    ),
    Processing(
        "统计、年度报告、考核",
        "不含姓名和联系方式的数字",
        Basis.DUTY,
        "《信访工作条例》第三十八条至第四十一条",
        "上级妇联、党委和政府",
        "长期",
    ),
    Processing(
        "管理维权队伍、志愿者",
        "姓名、性别、身份证号、联系方式、工作单位，身份、资质、培训和服务时长",
        Basis.DUTY,
        "《妇女权益保障法》第六条；人民陪审员、人民调解员等的推荐和培训",
        "上级妇联",
        "离队后三年",
    ),
    Processing(
        "工作人员账号、操作记录",
        "姓名、单位、角色，登录和查阅、导出记录",
        Basis.DUTY,
        "《网络安全法》；GB/T 22239-2019",
        "不对外提供",
        "不少于六个月，默认三年",
    ),
)
