"""The name of a work-list."""

from django import forms

from cases.models import SavedFilter


class WorkListForm(forms.ModelForm):
    """A name, and where it is new the conditions that were on when it was saved."""

    query = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)

    class Meta:
        model = SavedFilter
        fields = ["name"]
        error_messages = {"name": {"required": "请填写工作清单的名称。", "max_length": "名称最多 20 个字。"}}

    def problem(self) -> str:
        """What is wrong with it, in one sentence."""
        return next(str(errors[0]) for errors in self.errors.values())
