"""What is asked of a partner base beside what the directory says of the agency."""

import datetime as dt
from typing import Any

from django import forms

from fedportal.accounts.models import User
from stations.actions.bases import BaseFacts
from stations.forms.fields import LinesField, day_field, line_field, one_of
from stations.forms.post_form import agency_of
from stations.models import PartnerBase
from stations.post_facts import BaseKind


class BaseForm(forms.Form):
    """Give it `by` and `at`; of one that is there, `base`."""

    use_required_attribute = False

    kind = one_of("阵地类型", BaseKind.choices)
    takes = LinesField(label="接收的事项", longest=60, help_text="一行一项，如“家庭暴力报警、告诫”；转介时显示")
    address = line_field("地址", 200, required=False, help_text="庇护、救助场所的地址保密，不要填写")
    hours = line_field("服务时间", 100, required=False, help_text="如“工作日 8:30—17:30”“24 小时”")
    opened_on = day_field("成立日期")
    field_order = ("agency", "kind", "takes", "address", "hours", "opened_on")

    def __init__(self, data: Any = None, *, by: User, at: dt.datetime, base: PartnerBase | None = None) -> None:
        standing = {name: getattr(base, name) for name in BaseFacts.__dataclass_fields__} if base else {}
        super().__init__(data, initial=standing)
        if base is None:
            self.fields["agency"] = agency_of(by, at, str(self.data.get("agency", "")), own=True)
            self.order_fields(self.field_order)

    def facts(self) -> BaseFacts:
        return BaseFacts(**{name: self.cleaned_data[name] for name in BaseFacts.__dataclass_fields__})
