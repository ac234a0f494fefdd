"""Where an agent sits today, and a telephone system that is registered."""

from django import forms

from fedportal.directory.forms.units import UnitField, UnitForm


class SeatForm(forms.Form):
    """The extension of the telephone at her desk."""

    use_required_attribute = False

    extension = forms.CharField(
        label="分机号",
        max_length=8,
        widget=forms.TextInput(
            attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off", "size": 8}
        ),
        error_messages={"required": "请填写话机上的分机号。"},
    )


class SwitchForm(UnitForm):
    """Whose lines it serves, and what it is called."""

    use_required_attribute = False

    org = UnitField(label="开设线路的单位", help_text="只报送这个单位线路的通话。")
    name = forms.CharField(
        label="名称",
        max_length=60,
        help_text="例如：滨城区热线话务系统。没有人在座席上的来电，以这个名称记录。",
        error_messages={"required": "请填写名称。"},
    )
