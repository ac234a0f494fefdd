"""Which letters to list."""

from django import forms
from django.db.models import Q

from cases.models.letter import LETTER_KINDS, LetterQuerySet
from fedportal.orgs.models import Agency


class LetterFilterForm(forms.Form):
    """The filters above the list of letters; without any, those that await an answer."""

    q = forms.CharField(
        label="对方单位（名称、拼音首字母）或文号",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "data-wide": True}),
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[
            ("", "待答复"),
            ("late", "逾期未答复"),
            ("draft", "待签发、待送达"),
            ("reply", "待评估"),
            ("all", "全部"),
        ],
    )
    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "全部"), *LETTER_KINDS])
    mine = forms.ChoiceField(label="发函单位", required=False, choices=[("", "本单位及以下"), ("1", "仅本单位")])

    def narrow(self, rows: LetterQuerySet) -> LetterQuerySet:
        """What was asked for, of these rows; the state is the view's."""
        given = self.cleaned_data if self.is_valid() else {}
        if words := given.get("q"):
            agencies = Agency.objects.matching(words).values("pk")
            rows = rows.filter(Q(agency__in=agencies) | Q(document__number__contains=words.replace("\0", "")))
        return rows.filter(kind=given["kind"]) if given.get("kind") else rows
