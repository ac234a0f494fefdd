"""For whom beds are held while she is on the way: how many, what they need, and whom the keeper rings."""

from typing import Any

from django import forms

from stations.actions.shelter_holds import HoldFor
from stations.nearest_beds import Needs
from stations.shelter_facts import Occasion
from stations.shelter_law import MOST_HELD


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_HELD,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": f"请填写{label}人数，没有的填 0。",
            "invalid": f"{label}人数应当是整数。",
            "min_value": f"{label}人数不能小于 0。",
            "max_value": f"一次最多预留 {MOST_HELD} 人的床位。",
        },
    )


class BedsForm(forms.Form):
    """Stands within other forms too, so its names are its own."""

    prefix = "bed"
    use_required_attribute = False

    women = _count("成年女性")
    children = _count("随行未成年人")
    men = _count("成年男性")
    contact = forms.CharField(
        label="管护人打哪个电话安排接送",
        max_length=60,
        error_messages={"required": "请填写管护人可以打的电话。"},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="本人电话可能被对方接听的，填本单位或者本席位的电话，由工作人员转告",
    )
    needs = forms.CharField(
        label="特别需要",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="如受伤、怀孕、轮椅、婴儿、手语",
    )

    def __init__(self, data: Any = None, *, occasion: Occasion, occasion_id: int, contact: str = "") -> None:
        super().__init__(data, initial={"women": 1, "children": 0, "men": 0, "contact": contact})
        self.occasion, self.occasion_id = occasion, occasion_id

    def asked(self) -> Needs:
        return Needs(**{name: self.cleaned_data[name] for name in ("women", "men", "children")})

    def given(self) -> HoldFor:
        said = self.cleaned_data
        return HoldFor(self.occasion, self.occasion_id, said["contact"], said["needs"])
