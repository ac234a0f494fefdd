"""Why somebody who is no keeper has to look into a shelter."""

from django import forms

from cases.forms.plain_fields import words


class AskForm(forms.Form):
    """The first of two keys."""

    use_required_attribute = False

    reason = words("查阅理由", 300, "请填写查阅理由。", "管护人同意后可以查阅 24 小时，双方都留有记录")
