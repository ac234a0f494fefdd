"""Registering what another system sends, by the page's form and verb: number, clocks and law are the page's."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from cases import actions
from cases.api.writing_refusals import told
from cases.api.writing_shapes import CorrectionShape, PetitionShape
from cases.api.writing_typed import (
    PATHS,
    Given,
    codes_in,
    complaints,
    refusal_at,
    refused_field,
    registered_as,
    units_by_code,
)
from cases.forms.petition_form import PetitionForm
from cases.forms.taken_form import ONLY
from cases.imports.clocks import Clocks
from cases.likeness import MUCH_ALIKE, Matter, alike_in_sight
from cases.models import MatterClass, Petition
from fedportal.accounts.models import User
from fedportal.api.sent_fields import REQUIRED, read

NOT_ASKED = "这种信访形式（事项性质）不登记这一项，请去掉。"
NO_SUCH = "没有这个编号的信访事项，或者不在您的范围内。"
NO_NOTE = "登记时没有更正说明，请去掉。"
NEEDED = [name for name, field in PetitionShape().fields.items() if field.required]


def read_new(sent: Any) -> Given:
    """What registers, sent where it might have been a correction: then no field of it is asked for."""
    given = read(CorrectionShape, sent, partial=True)
    wrong = {name: [("required", REQUIRED)] for name in NEEDED if name not in given}
    if "note" in given:
        wrong["note"] = [("not_asked", NO_NOTE)]
    if wrong:
        raise refusal_at(wrong)
    return given


def form_of(
    given: Given,
    *,
    by: User,
    at: dt.datetime,
    units: Mapping[str, str] | None = None,
    clocks: Clocks | None = None,
) -> PetitionForm:
    """The registration form with what was sent, found right. Raises ValidationError, by the paths of what was sent.

    `units` and `clocks` hold what many forms ask of the database.
    """
    known = units_by_code(codes_in(given), by.org) if units is None else units
    typed = registered_as(given, units=known, own=by.org) | {"submission": str(uuid.uuid4())}
    form = PetitionForm(typed, by=by, at=at)
    if clocks is not None:
        form.opener = clocks.on(timezone.localdate(given["received_at"]))
    if not form.is_valid():
        raise complaints(form)
    _check_asked(given, form)
    return form


def _check_asked(given: Given, form: PetitionForm) -> None:
    """The form passes over what it would not have shown; whoever sent it would think it kept."""
    if given.get("accused") and given["matter_class"] != MatterClass.ACCUSATION:
        raise refused_field("accused", "not_asked", NOT_ASKED)
    for name, (channels, nothing) in ONLY.items():
        path = PATHS.get(name, "")
        sent = form.data.get(name, "")
        if path and sent and form.cleaned_data["channel"] not in channels and form.cleaned_data[name] == nothing:
            raise refused_field(path, "not_asked", NOT_ASKED)


def earlier_of(given: Given, by: User) -> Petition | None:
    """The earlier petition that the sender says is the same: one that its account may see."""
    number = given.get("same_as")
    if not number:
        return None
    earlier = Petition.objects.visible_to(by).select_related("org").filter(number=number).first()
    if earlier is None:
        raise refused_field("same_as", "not_found", NO_SUCH)
    return earlier


def register(form: PetitionForm, *, earlier: Petition | None, by: User, at: dt.datetime) -> Petition:
    """The petition with all that the page would write. Raises Problem where law or workflow forbids it."""
    with told():
        return actions.register(form.intake(), by=by, at=at, same_as=earlier, opener=form.opener)


def alike_to(form: PetitionForm, by: User) -> list[dict[str, Any]]:
    """What may be the same matter, of what the account sees: the page asks its cadre before it registers, a machine
    is told, for it has nobody to ask. What lies beyond its range it is not told, unlike the cadre, whose asking is
    counted person by person."""
    given = form.cleaned_data
    words = {name: given.get(name, "") for name in ("name", "id_number", "phone")}
    found = alike_in_sight(Matter(given["place"], **words, texts=(given["request"], given["facts"])), by)
    likely = [hit for hit in found if hit.causes != (MUCH_ALIKE,)]
    return [
        {
            "code": "may_be_the_same",
            "number": hit.petition.number,
            "causes": list(hit.causes),
            "detail": f"可能与 {hit.petition.number} 是同一事项（{'，'.join(hit.causes)}），请核对后并案或者关联。",
        }
        for hit in likely
    ]
