"""The questions by which a petitioner rates; asked by staff, or answered by herself."""

from typing import Any

from django import forms

from cases.actions.ratings import Verdict
from cases.models import Petition, Questionnaire
from cases.models.rating import MARKS
from cases.workflow.aftercare import Aspect, Grade, RatedHow

WORDS = {
    Aspect.RECEPTION: "对接待您的单位（登记、告知）",
    Aspect.HANDLING: "对办理您的事项的单位（办理、答复）",
}
ONE_TO_FIVE = [(str(n), str(n)) for n in range(1, 6)]


def _grade(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Grade.choices, widget=forms.RadioSelect, error_messages={"required": "请选择评价。"}
    )


def _words(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RatingForm(forms.Form):
    """Two grades with a word each, and the four truths from 1 to 5 or not at all."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, petition: Petition) -> None:
        super().__init__(data)
        known = set(petition.ratings.values_list("aspect", flat=True))
        self.aspects = [aspect for aspect in Aspect if aspect not in known]
        for aspect in self.aspects:
            self.fields[f"{aspect}_grade"] = _grade(WORDS[aspect])
            self.fields[f"{aspect}_words"] = _words(f"对{aspect.label}的意见")
        if not Questionnaire.objects.filter(petition=petition).exists():
            self._ask_marks()

    def _ask_marks(self) -> None:
        for name in MARKS:
            label = str(Questionnaire._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            self.fields[name] = forms.ChoiceField(
                label=label, choices=ONE_TO_FIVE, widget=forms.RadioSelect, required=False
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        marked = [name for name in MARKS if given.get(name)]
        if marked and len(marked) < len(MARKS):
            for name in set(MARKS) - set(marked):
                self.add_error(name, "四项都打分，或者都不打分。")
        return given

    @property
    def mark_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MARKS if name in self.fields]

    @property
    def grade_fields(self) -> list[forms.BoundField]:
        return [self[f"{aspect}_{part}"] for aspect in self.aspects for part in ("grade", "words")]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in MARKS]

    def verdict(self) -> Verdict:
        given = self.cleaned_data
        return Verdict(
            grades={str(aspect): given[f"{aspect}_grade"] for aspect in self.aspects},
            words={str(aspect): given[f"{aspect}_words"] for aspect in self.aspects},
            marks={name: int(given[name]) for name in MARKS if given.get(name)},
            complaint=given.get("complaint", ""),
            contact=given.get("contact", ""),
        )


class RecordedRatingForm(RatingForm):
    """As staff writes it down: how it reached us comes first."""

    def __init__(self, data: Any = None, *, petition: Petition) -> None:
        super().__init__(data, petition=petition)
        how = [choice for choice in RatedHow.choices if choice[0] != RatedHow.LINK]
        asked = forms.ChoiceField(
            label="评价方式",
            choices=how,
            widget=forms.RadioSelect,
            error_messages={"required": "请选择评价方式。"},
        )
        self.fields = {"how": asked, **self.fields}


class OwnRatingForm(RatingForm):
    """As she answers it herself, with her complaint to the level above, where there is one."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, data: Any = None, *, petition: Petition, code: str) -> None:
        super().__init__(data, petition=petition)
        self.fields["code"].initial = code
        if petition.org.parent_id is not None:
            self.fields["complaint"] = forms.CharField(
                label="您要投诉的情况",
                max_length=5_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="不满意办理过程的，可以在这里投诉。由上一级单位核查答复，办理单位看不到",
            )
            self.fields["contact"] = forms.CharField(
                label="怎样联系您方便、安全", max_length=60, required=False, help_text="投诉需要答复的填写"
            )

    @property
    def complaint_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("complaint", "contact") if name in self.fields]


class CodeForm(forms.Form):
    """The code that was told her."""

    use_required_attribute = False

    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text="6 位数字",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "请填写验证码。"},
    )
