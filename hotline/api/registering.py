"""A petition from what came in otherwise, registered by another system: what it does not send is taken from there."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rest_framework.exceptions import ValidationError

from cases.api.writing_registering import earlier_of, form_of
from cases.api.writing_shapes import PetitionShape
from cases.forms.petition_form import PetitionForm
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.api.problems import Unprocessable
from fedportal.api.sent_fields import read

_FIELD = "registration"


def registration(
    carried: Mapping[str, Any], sent: Mapping[str, Any], *, by: User, at: dt.datetime
) -> tuple[PetitionForm, Petition | None]:
    """The form with what was sent over what is carried, found right, and the earlier petition that it is the same as.
    What is wrong is named from `registration` on. Raises ValidationError."""
    with below(_FIELD):
        read(PetitionShape, sent, partial=True)
        given = _whole(_over(carried, sent))
        return form_of(given, by=by, at=at), earlier_of(given, by)


@contextmanager
def below(path: str) -> Iterator[None]:
    """Inside, what is wrong is named from there on."""
    try:
        yield
    except ValidationError as wrong:
        raise type(wrong)({path: wrong.detail}) from wrong


def _whole(merged: dict[str, Any]) -> dict[str, Any]:
    """What was sent is well-formed; what neither it nor the order says, registration asks for."""
    try:
        return read(PetitionShape, merged)
    except ValidationError as wrong:
        raise Unprocessable(wrong.detail) from wrong


def _over(standing: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent goes over what was carried, inner objects field by field."""
    inner = {
        name: standing[name] | value
        for name, value in sent.items()
        if isinstance(value, dict) and isinstance(standing.get(name), dict)
    }
    return {**standing, **sent, **inner}
