"""The three integrations and three links of a station, and files that show them."""

from collections.abc import Iterator
from typing import Any

from django import forms

from cases.forms.attachment_form import ACCEPT, AT_ONCE, KINDS, Files, FilesField
from stations.actions.station_links import Said
from stations.station_facts import Linkage


class LinksForm(forms.Form):
    """Of each: whether it is so, and what shows it."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, said: dict[Linkage, Said]) -> None:
        super().__init__(data)
        for link, one in said.items():
            self.fields[f"met_{link}"] = forms.BooleanField(
                label=f"{link.label}：已做到", required=False, initial=one.met
            )
            self.fields[f"evidence_{link}"] = forms.CharField(
                label="佐证",
                max_length=500,
                required=False,
                initial=one.evidence,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self) -> Iterator[tuple[Linkage, forms.BoundField, forms.BoundField]]:
        for link in Linkage:
            yield link, self[f"met_{link}"], self[f"evidence_{link}"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for link in Linkage:
            if given.get(f"met_{link}") and not (given.get(f"evidence_{link}") or "").strip():
                self.add_error(f"evidence_{link}", "已做到的，请写明佐证，如文件名称、联席会议日期、派驻人员。")
        return given

    def said(self) -> dict[Linkage, Said]:
        given = self.cleaned_data
        return {link: Said(given[f"met_{link}"], given[f"evidence_{link}"].strip()) for link in Linkage}


class StationFilesForm(forms.Form):
    """Photos and papers, told by content, cleaned and scanned as those of petitions."""

    use_required_attribute = False

    link = forms.ChoiceField(
        label="佐证哪一项", choices=[("", "站点材料（不对应某一项）"), *Linkage.choices], required=False
    )
    uploads = FilesField(
        label="选择文件", widget=Files(attrs={"accept": ACCEPT}), help_text=f"{KINDS}；一次最多 {AT_ONCE} 个"
    )
