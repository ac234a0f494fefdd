"""What is applied for, the report on oneself, and what a move asks for."""

from typing import Any

from django import forms
from django.db.models import Q

from fedportal.accounts.models import User
from fedportal.orgs.models import Level, Organization
from stations.accreditation_workflow import LEVELS, AccreditationKind, AccreditationMove, Ground
from stations.actions.accreditations import Application, why_not_apply
from stations.models import Station
from stations.models.accreditation import NOTE_LENGTH, STATEMENT_LENGTH


def _statement() -> forms.CharField:
    return forms.CharField(
        label="自评报告",
        max_length=STATEMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="人员、制度、服务和成效；不写来访妇女的姓名和情况",
        error_messages={"required": "请填写自评报告。"},
    )


class ApplyForm(forms.Form):
    """A station of one's own unit, or the unit itself."""

    use_required_attribute = False

    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect, error_messages={"required": "请选择类别。"})
    station = forms.ModelChoiceField(
        Station.objects.none(),
        label="站点",
        required=False,
        empty_label="请选择站点",
        help_text="申报示范站的，选择本单位或者所辖村（社区）的站点",
        error_messages={"invalid_choice": "请从本单位的站点中选择。"},
    )
    unit = forms.ModelChoiceField(
        Organization.objects.none(),
        label="社区（村庄）",
        required=False,
        empty_label="请选择社区、村",
        help_text="推荐零家庭暴力社区（村庄）的，选择本辖区的社区、村",
        error_messages={"invalid_choice": "请从本辖区的社区、村中选择。"},
    )
    level = forms.TypedChoiceField(
        label="申报级别",
        coerce=int,
        choices=[(level.value, level.label) for level in LEVELS],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择申报级别。"},
    )
    statement = _statement()

    def __init__(self, data: Any = None, *, by: User, station: Station | None = None) -> None:
        initial = {"station": station, "kind": AccreditationKind.STATION, "level": Level.COUNTY.value}
        super().__init__(data, initial=initial)
        self.by = by
        kinds = [kind for kind in AccreditationKind if self._may(kind)]
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        ours = Q(org=by.org_id) | Q(org__parent=by.org_id, org__level=Level.VILLAGE)
        fields["station"].queryset = Station.objects.live().filter(ours).order_by("org_code", "name")
        villages = Organization.objects.filter(parent=by.org_id, level=Level.VILLAGE, valid_to=None)
        fields["unit"].queryset = villages.order_by("code")
        fields["unit"].label_from_instance = lambda unit: unit.region_name
        if AccreditationKind.NO_VIOLENCE not in kinds or by.org.level == Level.VILLAGE:
            del self.fields["unit"]

    def _may(self, kind: AccreditationKind) -> bool:
        if kind == AccreditationKind.NO_VIOLENCE and self.by.org.level == Level.TOWNSHIP:
            return True
        return not why_not_apply(kind, self.by.org, by=self.by)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") == AccreditationKind.STATION and not given.get("station"):
            self.add_error("station", "请选择申报的站点。")
        if given.get("kind") == AccreditationKind.NO_VIOLENCE and "unit" in self.fields and not given.get("unit"):
            self.add_error("unit", "请选择推荐的社区（村庄）。")
        return given

    def asked(self) -> Application:
        given = self.cleaned_data
        kind, station = AccreditationKind(given["kind"]), None
        unit: Organization | None = self.by.org
        if kind == AccreditationKind.STATION:
            station, unit = given["station"], None
        elif kind == AccreditationKind.NO_VIOLENCE and given.get("unit"):
            unit = given["unit"]
        return Application(kind, Level(given["level"]), given["statement"], station=station, unit=unit)


class RestateForm(forms.Form):
    """Another report on oneself."""

    use_required_attribute = False

    statement = _statement()


class AccreditationMoveForm(forms.Form):
    """The opinion, and what else this move wants."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, move: AccreditationMove) -> None:
        super().__init__(data)
        if "ground" in move.asks:
            self.fields["ground"] = forms.ChoiceField(
                label="撤销事由",
                choices=[choice for choice in Ground.choices if choice[0] != Ground.CLOSED],
                widget=forms.RadioSelect,
                error_messages={"required": "请选择撤销事由。"},
            )
        self.fields["note"] = forms.CharField(
            label=move.note_label,
            max_length=NOTE_LENGTH,
            required=move.note_required,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": f"请填写{move.note_label}。"},
        )
