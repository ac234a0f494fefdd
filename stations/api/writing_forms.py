"""From what was sent to what a colleague would have typed on the page: the page's own forms judge it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from cases.api.writing_typed import Given, Typed, complaints, refusal_at, typed_value

NOT_ASKED = "办理这一步不填这一项，请去掉。"
FIXED = "登记后不能这样更正，请用相应的办理步骤。"


def standing(form: forms.BaseForm) -> Typed:
    """What the page shows before anybody has touched it."""
    return {bound.name: typed_value(bound.value()) for bound in form}


def plain(given: Given, names: Iterable[str]) -> Typed:
    """Those of the values that stand in the form under the same names."""
    return {name: typed_value(given[name]) for name in names if name in given}


def lines(given: Given, name: str) -> Typed:
    """A list, as it is typed: one thing a line."""
    return {name: "\n".join(given[name])} if name in given else {}


def judged(form: forms.BaseForm, paths: Mapping[str, str] | None = None) -> Any:
    """The form, found right. Raises ValidationError, by the places of what was sent."""
    if not form.is_valid():
        raise complaints(form, paths or {})  # type: ignore[arg-type]
    return form


def refuse_fixed(wrong: Iterable[str]) -> None:
    """What was said once and is another now. Sent again as it stands it is let pass."""
    if found := {path: [("not_correctable", FIXED)] for path in wrong}:
        raise refusal_at(found)


def refuse_beside(given: Given, asked: Iterable[str]) -> None:
    """What a step does not ask."""
    names = set(asked)
    if wrong := {name: [("not_asked", NOT_ASKED)] for name, value in given.items() if value and name not in names}:
        raise refusal_at(wrong)
