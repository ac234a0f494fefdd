"""What is asked of a rights post, of its yearly review, and of a nomination."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.agency_field import agency_field
from fedportal.accounts.models import User
from fedportal.orgs.models import Agency, Level
from stations.actions.posts import PostFacts
from stations.forms.fields import LinesField, day_field, line_field, one_of, words_field
from stations.models import RightsPost
from stations.post_facts import AwardState, Verdict


def agency_of(by: User, at: dt.datetime, chosen: str, *, own: bool = False) -> Any:
    """One agency of the directory; `own`: of those that her unit keeps itself."""
    known = Agency.objects.visible_to(by).living(timezone.localdate(at)).nearest_first(by.org)
    return agency_field(
        known.filter(place=by.org) if own else known,
        chosen,
        label="所在单位",
        help_text="从协作单位名录中选择；可输入名称、拼音首字母",
        ask=not own,
    )


class PostForm(forms.Form):
    """Give it `by` and `at`; of one that is there, `post`."""

    use_required_attribute = False

    name = line_field("维权岗名称", 80, help_text="如“滨城区人民法院妇女维权岗”")
    place = line_field("地点", 120, required=False)
    duties = LinesField(label="职责", longest=100, help_text="一行一项，如“涉及妇女的案件优先立案”")
    contact = line_field("联系人", 60, required=False, help_text="如“民一庭 李法官”")
    phone = forms.RegexField(
        r"^[0-9][0-9\-转 ]{2,39}$",
        label="办公电话",
        max_length=40,
        required=False,
        error_messages={"invalid": "请填写电话号码，只能有数字、连字符和“转”字。"},
    )
    opened_on = day_field("设立日期")
    field_order = ("agency", "name", "place", "duties", "contact", "phone", "opened_on")

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime, post: RightsPost | None = None) -> None:
        standing = {name: getattr(post, name) for name in PostFacts.__dataclass_fields__} if post else {}
        super().__init__(data, initial=standing)
        self.initial["agency"] = post.agency_id if post else None
        chosen = str(self.data.get("agency", "")) or str(post.agency_id if post else "")
        self.fields["agency"] = agency_of(by, at, chosen)
        self.order_fields(self.field_order)

    def facts(self) -> PostFacts:
        return PostFacts(**self.cleaned_data)


class ReviewForm(forms.Form):
    """The yearly look."""

    use_required_attribute = False

    verdict = one_of("结果", Verdict.choices, radio=True)
    remarks = words_field("意见", 1000, required=False, help_text="不是“履职良好”的，写明问题和改进要求")


class NominateForm(forms.Form):
    """As 优秀妇女维权岗."""

    use_required_attribute = False

    level = one_of("推荐层级", [choice for choice in Level.choices if choice[0] <= Level.COUNTY], radio=True)
    year = forms.IntegerField(
        label="年度",
        min_value=2000,
        max_value=2100,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "请填写年度，如 2026。"),
    )
    deeds = words_field("主要事迹", 2000, rows=5, help_text="不写当事人的姓名")


class AwardForm(forms.Form):
    """What came of it."""

    use_required_attribute = False

    state = one_of("认定", [choice for choice in AwardState.choices if choice[0] != AwardState.NOMINATED], radio=True)
    note = line_field("说明", 200, required=False)
