"""The tags and filters of every page: icons, moments, lateness in words, numbers, form widgets."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Widget
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fedportal.lib import lateness

register = template.Library()

WEEKDAYS = "一二三四五六日"
# The six lights by their stored number: the colour's word and the name used in the style sheet.
LIGHTS = (
    ("绿灯", "green"),
    ("蓝灯", "blue"),
    ("黄灯", "yellow"),
    ("橙灯", "orange"),
    ("红灯", "red"),
    ("深红灯", "deep"),
)


@register.simple_tag
@lru_cache(maxsize=256)  # a page draws dozens of the same few
def icon(name: str) -> SafeString:
    """One icon of static/img/icons.svg; decoration only, the word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("img/icons.svg"), name
    )


@register.simple_tag
def quick_exit_url() -> str:
    """Where “leave at once” leads: a page that anyone might have open."""
    return settings.QUICK_EXIT_URL


@register.filter
def moment(value: dt.datetime | None) -> str:
    """2026-11-22 14:05, in Beijing time; a dash where there is none."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else "—"


@register.filter
def day(value: dt.date | None) -> str:
    """2026-11-22 周日; a dash where there is none."""
    if not value:
        return "—"
    local = timezone.localtime(value) if isinstance(value, dt.datetime) else value
    return f"{local:%Y-%m-%d} 周{WEEKDAYS[local.weekday()]}"


@register.filter
def moment_with_weekday(value: dt.datetime | None) -> str:
    """2026-11-22 周日 14:05, for deadlines."""
    return f"{day(value)} {timezone.localtime(value):%H:%M}" if value else "—"


@register.simple_tag
def lateness_words(due_at: dt.datetime, at: dt.datetime | str = "", working_days: int | str = "") -> str:
    """“还剩 3 个工作日” or “已超期 12 天”; `at` is now unless given."""
    moment_of_reading = at if isinstance(at, dt.datetime) else timezone.now()
    days = working_days if isinstance(working_days, int) else None
    return lateness.lateness_words(due_at, moment_of_reading, working_days=days)


@register.simple_tag
def is_past(due_at: dt.datetime, at: dt.datetime | str = "") -> bool:
    """Whether the moment lies behind `at` (now unless given)."""
    return due_at < (at if isinstance(at, dt.datetime) else timezone.now())


@register.filter
def light_class(value: int | None) -> str:
    """The style-sheet name of a light."""
    return LIGHTS[value or 0][1]


@register.filter
def light_colour(value: int | None) -> str:
    """The colour's word of a light, for those who do not see it."""
    return LIGHTS[value or 0][0]


@register.filter
def thousands(value: float | None) -> str:
    """12,345; a dash where there is none."""
    if value is None or value == "":
        return "—"
    return f"{value:,}"


@register.filter
def at_most_99(value: int) -> str:
    """A count that fits into a badge."""
    return "99+" if value > 99 else str(value)


@register.filter
def percent_of(part: float | None, whole: float | None) -> str:
    """“37.5%（3/8）”; a dash where the whole is nothing."""
    if not whole or part is None:
        return "—"
    return f"{part / whole:.1%}（{thousands(part)}/{thousands(whole)}）"


@register.filter
def share_of(part: float | None, whole: float | None) -> str:
    """“37.5%”, where numerator and denominator already stand beside it."""
    return f"{part / whole:.1%}" if whole and part is not None else "—"


@register.filter
def signed(value: float | None) -> str:
    """+12, −3, or 持平."""
    if value is None:
        return "—"
    return "持平" if value == 0 else f"{'+' if value > 0 else '−'}{thousands(abs(value))}"


@register.filter
def trend(change: float, more_is: str) -> str:
    """The style of a change, where more is “worse” or “better”; nothing where it is neither."""
    if not change or more_is not in ("worse", "better"):
        return ""
    return "stat-worse" if (change > 0) == (more_is == "worse") else "stat-better"


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The input of a form field, with the classes of the style sheet."""
    own = field.field.widget.attrs.get("class", "")
    wrong = "is-invalid" if field.errors else ""
    classes = " ".join(filter(None, [own, _class_of(field.field.widget), wrong]))
    # A placeholder that only repeats the label is no help and hides what is still to be filled in.
    repeats = field.field.widget.attrs.get("placeholder") == field.label
    return field.as_widget(attrs={"class": classes} | ({"placeholder": False} if repeats else {}))


def _class_of(shape: Widget) -> str:
    if isinstance(shape, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(shape, Select) else "form-control"


@register.filter
def is_choice_list(field: BoundField) -> bool:
    """Whether the field is a group of radio buttons or boxes, which needs a fieldset and a legend."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the field is one box, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The address's query with some parameters set or (None) removed: `?{% query page=2 %}`."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = value
    return params.urlencode()


@register.filter
def has_key(mapping: dict[str, Any], key: str) -> bool:
    """Whether a dictionary has this key; templates cannot ask for keys with a dash."""
    return key in mapping
