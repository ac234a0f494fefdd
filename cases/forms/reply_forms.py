"""What is filled in about the answer to a letter: by the cadre, and by the agency at the reply desk."""

import datetime as dt
from typing import Any, cast

from django import forms

from cases.actions.replies import Reply
from cases.forms.attachment_form import ACCEPT, KINDS, Clean, Files, FilesField
from cases.forms.clock_form import MOMENT, MomentInput
from cases.models import Letter
from cases.workflow import DocumentKind
from cases.workflow.letters import Assessment, ReplyHow, Taken

AT_MOST = 3  # files with one answer


class ReplyFilesField(FilesField):
    """Files that may be left out."""

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            return []
        if len(files) > AT_MOST:
            raise forms.ValidationError(f"一次最多上传 {AT_MOST} 个文件。")
        return super().clean(files)


class _ReplyForm(forms.Form):
    """What every answer holds."""

    use_required_attribute = False

    taken = forms.ChoiceField(
        label="接收情况",
        choices=Taken.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择接收情况。"},
    )
    text = forms.CharField(
        label="答复内容",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请填写答复内容。"},
    )
    sender = forms.CharField(label="答复人", max_length=60, error_messages={"required": "请填写答复人。"})
    uploads = ReplyFilesField(
        label="附件",
        required=False,
        widget=Files(attrs={"accept": ACCEPT}),
        help_text=f"盖章的回函扫描件等，最多 {AT_MOST} 个。可以上传{KINDS}",
    )

    def __init__(self, data: Any = None, files: Any = None, *, letter: Letter, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        if letter.kind != DocumentKind.REFERRAL:
            del self.fields["taken"]

    def reply(self, *, how: str, replied_at: dt.datetime) -> Reply:
        given = self.cleaned_data
        return Reply(
            text=given["text"],
            sender=given["sender"],
            how=how,
            replied_at=replied_at,
            taken=given.get("taken", ""),
            files=given["uploads"],
        )


class RecordReplyForm(_ReplyForm):
    """An answer that came otherwise than by the link, as the cadre records it."""

    how = forms.ChoiceField(
        label="答复方式",
        choices=[choice for choice in ReplyHow.choices if choice[0] != ReplyHow.LINK],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择答复方式。"},
    )
    replied_at = forms.DateTimeField(
        label="答复时间",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        error_messages={"required": "请填写答复时间。", "invalid": "请填写正确的时间。"},
    )
    field_order = ("how", "replied_at", "sender", "taken", "text", "uploads")

    def __init__(self, data: Any = None, files: Any = None, *, letter: Letter, at: dt.datetime) -> None:
        super().__init__(data, files, letter=letter, initial={"replied_at": at, "how": ReplyHow.PAPER})


class DeskReplyForm(_ReplyForm):
    """An answer as the agency's officer writes it."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, data: Any = None, files: Any = None, *, letter: Letter, code: str = "") -> None:
        super().__init__(data, files, letter=letter, initial={"code": code})
        self.fields["sender"].label = "您的姓名和职务"
        self.fields["sender"].error_messages["required"] = "请填写您的姓名和职务。"


class CodeForm(forms.Form):
    """The code that the sender told by telephone."""

    use_required_attribute = False

    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text="发函单位电话告知的 6 位数字",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class AssessForm(forms.Form):
    """Whether the answer will do."""

    use_required_attribute = False

    assessment = forms.ChoiceField(
        label="评估", choices=(), widget=forms.RadioSelect, error_messages={"required": "请选择评估结论。"}
    )
    note = forms.CharField(
        label="说明",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="处理不当的写明哪里不当；逾期未答复的写明如何跟进",
    )

    def __init__(self, data: Any = None, *, letter: Letter) -> None:
        super().__init__(data)
        replied = letter.replied_at is not None
        fitting = [c for c in Assessment.choices if (c[0] != Assessment.NONE) == replied]
        cast(forms.ChoiceField, self.fields["assessment"]).choices = fitting
        if not replied:
            self.fields["assessment"].initial = Assessment.NONE


class AssignmentForm(forms.Form):
    """When the legal aid centre named its lawyer, and whom."""

    use_required_attribute = False

    on = forms.DateTimeField(
        label="指派时间",
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=MomentInput,
        error_messages={"required": "请填写指派时间。", "invalid": "请填写正确的时间。"},
    )
    note = forms.CharField(
        label="指派情况",
        max_length=200,
        help_text="如“山东某律师事务所李律师”",
        error_messages={"required": "请填写指派情况。"},
    )

    def __init__(self, data: Any = None, *, at: dt.datetime) -> None:
        super().__init__(data, initial={"on": at})


class WithdrawForm(forms.Form):
    """Why a letter is not sent."""

    use_required_attribute = False

    reason = forms.CharField(label="作废原因", max_length=200, error_messages={"required": "请填写作废原因。"})
