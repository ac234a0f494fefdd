"""A field that names another petition by its number."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cases.likeness import Matter, alike
from cases.models import Petition
from cases.querysets import PetitionQuerySet
from cases.shown import Shown
from fedportal.accounts.models import User

Choices = Callable[[], Iterable[tuple[str, str]]]
SERIAL = 6  # digits of a petition's number within its year
OFFERED = 20


class NumberInput(forms.TextInput):
    """A number typed, or picked from those that the browser offers; with and without script."""

    choices: Choices = staticmethod(lambda: ())

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        listed = f"{name}_choices"
        shown = super().render(name, value, {**(attrs or {}), "list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.choices())
        return format_html('{}<datalist id="{}">{}</datalist>', shown, listed, options)


class PetitionField(forms.ModelChoiceField):
    """One of the petitions of `queryset`; of a number its last digits are enough where they name one of this year."""

    widget = NumberInput

    def __init__(self, **more: Any) -> None:
        super().__init__(Petition.objects.none(), to_field_name="number", **more)

    def offer(self, choices: Choices) -> None:
        """What the browser offers: numbers, each with the words that tell it from others. Asked when it is drawn."""
        self.widget.choices = choices

    def to_python(self, value: Any) -> Petition | None:
        text = str(value or "").strip()
        if text.isascii() and text.isdigit() and len(text) <= SERIAL:
            assert self.queryset is not None
            ending = self.queryset.filter(number__endswith=f"〕{text.zfill(SERIAL)}").order_by("-registered_at")
            text = ending.values_list("number", flat=True).first() or text
        found: Petition | None = super().to_python(text)
        return found


def may_join(petition: Petition, by: User) -> PetitionQuerySet:
    """What it may be joined to: the open matters of the same unit."""
    return Petition.objects.visible_to(by).filter(org=petition.org_id).open().exclude(pk=petition.pk)


def joinable(petition: Petition, by: User) -> list[tuple[str, str]]:
    """Those of them that are offered: whatever seems the same, then the newest of the same kind."""
    among = may_join(petition, by).prefetch_related("parties").defer("signature")
    hits = {hit.petition.pk: "，".join(hit.causes) for hit in alike(Matter.of(petition), by).hits}
    rows = sorted(among.filter(pk__in=hits), key=lambda row: list(hits).index(row.pk))
    rows += among.filter(category=petition.category).exclude(pk__in=hits).order_by("-received_at", "-pk")[:OFFERED]
    return [(row.number, _words(row, by, hits.get(row.pk, ""))) for row in rows]


def _words(row: Petition, by: User, why: str) -> str:
    words = f"{Shown(row, by).name} {row.category_label} {timezone.localdate(row.received_at)}"
    return f"{words}（{why}）" if why else words
