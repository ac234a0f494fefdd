"""What registration asks beyond the necessary, folded away to keep the screen short (domain.md X19, X44, 3.3)."""

from django import forms

from cases.models import Party, SpecialGroup
from cases.widgets import FixedChoices
from cases.workflow import Litigation


class BackgroundForm(forms.Form):
    """The optional part of registration: nothing of it is ever required."""

    groups = forms.MultipleChoiceField(
        label="特殊群体",
        choices=FixedChoices(SpecialGroup.choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="60 周岁以上的自动归入老年",
    )
    ethnicity = forms.CharField(
        label="民族", max_length=20, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    occupation = forms.CharField(
        label="职业", max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    education = forms.ChoiceField(label="文化程度", choices=FixedChoices(Party.Education.choices), required=False)
    litigation_status = forms.ChoiceField(label="涉诉情况", choices=FixedChoices(Litigation.choices), required=False)
    earlier_handling = forms.CharField(
        label="以前的行政处理",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="找过哪些部门、结果如何",
    )
    earlier_litigation = forms.CharField(
        label="以前的诉讼",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="法院、案号、结果",
    )

    @property
    def background_open(self) -> bool:
        """Whether something in it was answered already, or is wrong."""
        return any(self.data.get(name) or name in self.errors for name in BackgroundForm.base_fields)
