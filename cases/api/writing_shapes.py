"""What a petition looks like when another system sends it: the fields of its document that may be written.

Types and spelling are judged here; what is true or allowed, and which field is asked for, the forms of the pages say.
"""

from rest_framework import serializers

from cases.categories import CATEGORIES
from cases.forms.safe_contact_form import RULES
from cases.models import Accused, Channel, MatterClass, Party, SpecialGroup
from cases.workflow import Litigation
from cases.workflow.contacting import Way, Weekday
from fedportal.api.sent_fields import (
    ClockField,
    CodeField,
    DayField,
    Flag,
    MomentField,
    Number,
    Pattern,
    Shape,
    Text,
    choice,
    text,
)
from fedportal.lib.system_names import SYSTEM_NAME

KINDS = [(code, each.path) for code, each in CATEGORIES.items()]
UNKNOWN_HELP = "没有问到的写 null"


class PetitionerShape(Shape):
    """The person who asks. What was asked and is not known is null; what was not asked is left out."""

    name = text(60)
    id_number = text(30, allow_null=True)
    sex = choice(Party.Sex.choices, required=False)
    birth_on = DayField(required=False, allow_null=True)
    birth_year = Number(
        min_value=1900, max_value=2100, required=False, allow_null=True, help_text=f"有出生日期的不填；{UNKNOWN_HELP}"
    )
    marital = choice(Party.Marital.choices, required=False)
    phone = text(40, allow_null=True, help_text=UNKNOWN_HELP)
    address = text(200, allow_null=True, help_text=UNKNOWN_HELP)
    ethnicity = text(20)
    occupation = text(40)
    education = choice(Party.Education.choices, required=False, allow_blank=True)
    groups = serializers.ListField(child=choice(SpecialGroup.choices), required=False)


class SentFlagsShape(Shape):
    """What makes the matter special."""

    urgent = Flag(required=False, help_text="重大紧急：登记后 4 小时内报送首次书面报告")
    minor = Flag(required=False)
    trafficking = Flag(required=False)
    serious_harm = Flag(required=False)
    media = Flag(required=False)
    identity_unclear = Flag(
        required=False, help_text="姓名（名称）、住址不清，或者匿名：不适用 15 日告知时限（条例第二十三条）"
    )


class OpeningShape(Shape):
    """How the first contact was taken down."""

    read_back = Flag(required=False, help_text="口头反映的，已宣读核对（条例第十九条）")
    unread_reason = text(100, help_text="口头反映、没有宣读的，写明原因")
    companions = text(200)
    source_organ = text(100, help_text="上级或者其他部门转来的必填")
    source_number = text(60)
    report_due_on = DayField(required=False, allow_null=True)


class WindowShape(Shape):
    """Hours in which she may be telephoned; without days, every day."""

    days = serializers.ListField(child=choice(Weekday.choices), required=False)
    begins = ClockField()
    ends = ClockField()


class SafeContactShape(Shape):
    """How she may be reached; without a rule, the careful default where someone may be in danger."""

    rule = choice([rule for rule in RULES if rule[0]], help_text="free：没有限制；limited：按本人要求")
    ways = serializers.ListField(child=choice(Way.choices), required=False)
    no_message = Flag(required=False, help_text="不写的，为 true")
    number_shared = Flag(required=False)
    windows = serializers.ListField(child=WindowShape(), required=False, max_length=2)
    code_word = text(60)
    note = text(1_000)


class AccusedShape(Shape):
    """Against whom an accusation is; `org` where that is a federation, or works there."""

    kind = choice(Accused.Kind.choices, required=False)
    name = text(100)
    org = CodeField(required=False, allow_null=True)
    unit = text(100)
    relation = text(100)
    namesake = Flag(required=False)


class PetitionShape(Shape):
    """A petition as registration asks for it."""

    received_at = MomentField()
    channel = choice(Channel.choices)
    matter_class = choice(MatterClass.choices)
    category = choice(KINDS, help_text="类别，见 /api/v1/categories/")
    place = CodeField(required=False, help_text="问题属地，默认本单位")
    request = Text(max_length=5_000)
    facts = Text(max_length=20_000)
    head_count = Number(min_value=1, max_value=9_999, required=False)
    repeat_count = Number(min_value=1, max_value=999, required=False)
    flags = SentFlagsShape(required=False)
    petitioner = PetitionerShape(required=False)
    contact = OpeningShape(required=False)
    safe_contact = SafeContactShape(required=False, allow_null=True)
    accused = AccusedShape(required=False, allow_null=True)
    litigation_status = choice(Litigation.choices, required=False, allow_blank=True)
    earlier_handling = text(2_000)
    earlier_litigation = text(2_000)
    same_as = Text(max_length=90, required=False, allow_null=True, help_text="同一信访人就同一事项先前登记的编号")


class CorrectionShape(PetitionShape):
    """What of it is to be another; the rest stays."""

    note = text(500, help_text="更正说明，记入办理过程")


class ExternalShape(Shape):
    """A petition as another system names it."""

    system = Pattern(SYSTEM_NAME, "系统名用小写字母、数字、连字符，不超过 40 个字符。")
    id = Text(max_length=100)


class ItemShape(Shape):
    """One of many: with `external` it is registered or corrected, without it registered."""

    external = ExternalShape(required=False)
    version = Number(min_value=1, required=False, help_text="更正时读到的版本号")
    petition = serializers.DictField(help_text="登记时同 POST /petitions/，更正时同 PATCH")
