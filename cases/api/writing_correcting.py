"""Correcting by another system: the page's form and verb, on the version that the system had read."""

import datetime as dt
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.actions.amending import amend, check_may_amend
from cases.actions.parties import correct_party
from cases.actions.safe_contacts import set_safe_contact
from cases.api.writing_fixed import check_fixed
from cases.api.writing_refusals import told
from cases.api.writing_typed import Given, Typed, codes_in, complaints, typed_of, units_by_code
from cases.corrections import typed_as, values_of
from cases.forms.edit_form import NOTHING_OF, EditForm
from cases.forms.party_form import ADDED_OF_PETITIONER
from cases.forms.safe_contact_form import RegisteredWishFields
from cases.merging import Seen, merge
from cases.models import Party, Petition
from cases.wishes import Wish
from fedportal.accounts.models import User
from fedportal.api.preconditions import version_required
from fedportal.api.problems import precondition_failed

REASON = "对接系统更正"


@dataclass(frozen=True)
class Correction:
    """What a system wants to be another; `form` is right."""

    row: Petition
    party: Party
    form: EditForm
    seen: Seen
    changed: list[str]
    background: dict[str, Any] = field(default_factory=dict)
    wish: Wish | None = None

    @property
    def is_any(self) -> bool:
        return bool(self.changed or self.background or self.wish)


def correct(row: Petition, given: Given, *, version: int | None, by: User, at: dt.datetime) -> bool:
    """Write what differs; says whether anything did. What stands already is no change, and asks for no version.

    Raises ValidationError for what is wrong, Problem where the version is missing or another, or it is not allowed.
    """
    stale = version is not None and version != row.version
    form = _form(row, given, by=by, at=at)
    if not form.is_valid():
        raise precondition_failed(row.version) if stale else complaints(form)
    wanted = _wanted(row, given, form)
    if not wanted.is_any:
        return False
    with told():
        check_may_amend(row, by=by)
    if version is None:
        raise version_required()
    if stale:
        raise precondition_failed(row.version)
    with told(), transaction.atomic():
        _write(wanted, given, version=version, by=by, at=at)
    return True


def _form(row: Petition, given: Given, *, by: User, at: dt.datetime) -> EditForm:
    """The page's form: what stands, and over it what was sent."""
    party = _petitioner(row)
    units = units_by_code(codes_in(given), by.org)
    typed = typed_as(values_of(row, party)) | _corrected(given, typed_of(given, units))
    return EditForm(typed, petition=row, party=party, by=by, at=at)


def _petitioner(row: Petition) -> Party:
    """Of the rows that were read with it."""
    return next(party for party in row.parties.all() if party.is_petitioner)


def _corrected(given: Given, typed: Typed) -> Typed:
    """An empty input leaves a number as it is on the page; who sends nothing means nothing."""
    who = given.get("petitioner", {})
    typed |= {name: NOTHING_OF[name] for name in NOTHING_OF if name in who and not who[name]}
    if who.get("birth_year") and not who.get("birth_on"):
        typed["birth_on"] = ""
    return typed


def _wanted(row: Petition, given: Given, form: EditForm) -> Correction:
    party = _petitioner(row)
    last = row.events.order_by("-pk").values_list("pk", flat=True).first()
    seen = Seen.of(form.standing, event=last)
    changed = list(merge(seen, mine=form.mine, theirs=form.standing).changes)
    check_fixed(row, given, changed=changed)
    background = _background(row, party, given.get("petitioner", {}))
    return Correction(row, party, form, seen, changed, background, _wish(party, given))


def _background(row: Petition, party: Party, who: Given) -> dict[str, Any]:
    """What registration folds away, and the page of people corrects. Groups that follow from her age and people are
    added by themselves, and no difference."""
    sent = {name: who[name] for name in ADDED_OF_PETITIONER if name in who}
    would_be = copy(party)
    for name, value in sent.items():
        setattr(would_be, name, value)
    would_be.note_groups(timezone.localdate(row.received_at))
    return {name: value for name, value in sent.items() if getattr(would_be, name) != getattr(party, name)}


def _wish(party: Party, given: Given) -> Wish | None:
    """How she may be reached, where that is another than what is kept."""
    if not given.get("safe_contact"):
        return None
    form = RegisteredWishFields(typed_of({"safe_contact": given["safe_contact"]}, {}))
    if not form.is_valid():
        raise complaints(form)
    wish = form.wish()
    known = party.safe_contacts.current().first()
    return None if wish is None or (known and not wish.differs_from(known)) else wish


def _write(wanted: Correction, given: Given, *, version: int, by: User, at: dt.datetime) -> None:
    """In one transaction; the matter is locked, and its version asked, before anything is written."""
    note = given.get("note", "")
    form, party = wanted.form, wanted.party
    words = {"note": note, "accused": form.accused()}
    done = amend(wanted.row, form.mine, seen=wanted.seen, by=by, at=at, version=version, **words)
    if wanted.background:
        correct_party(party, wanted.background, reason=note or REASON, by=by, at=at)
    if wanted.wish is not None:
        party.petition = done.petition
        set_safe_contact(party, wanted.wish, by=by, at=at)
