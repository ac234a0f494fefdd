"""One work order as 12345 sent it, to what is received or corrected; single ones and many go this way."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from rest_framework import status

from cases.api.writing_external import Name, name_of
from cases.api.writing_refusals import told
from cases.api.writing_typed import Given, refusal_at, refused_field
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.api.preconditions import version_required
from fedportal.api.problems import Problem
from fedportal.api.sent_fields import REQUIRED, read
from fedportal.orgs.models import Organization
from hotline.actions.receiving import Order, correct, receive, would_change
from hotline.actions.sides import speaks
from hotline.api.shapes import WorkOrderShape
from hotline.models import ExternalTicket
from hotline.workflow import Direction

NO_UNIT = "没有这个妇联，或者不在您的范围内。"
TAKEN = "该单位登记过这个编号的工单，已不在您的范围内。"
_NEEDED = [name for name, field in WorkOrderShape().fields.items() if field.required]
_PLAIN = ("ticket_class", "title", "content", "anonymous", "guarded", "minor", "sent_at")


def name_for(system: str, number: str, by: User) -> Name:
    """Raises Problem for what no system could be called, PermissionDenied for another's orders."""
    name = name_of(system, number)
    if by.speaks_for and not speaks(by, name.system):
        raise PermissionDenied(name.system)
    if not by.speaks_for and not by.can(Can.REGISTER):
        raise PermissionDenied(Can.REGISTER)
    return name


class Upsert:
    """One order that is sent: which it is, and what it says."""

    def __init__(self, name: Name, sent: Any, *, by: User, at: dt.datetime) -> None:
        self.name, self.by, self.at = name, by, at
        self.given: Given = read(WorkOrderShape, sent, partial=True)
        self.org = self._unit()

    def _unit(self) -> Organization:
        code = self.given.get("org")
        if code is None or int(code) == self.by.org.code:
            return self.by.org
        found = Organization.objects.filter(code=int(code), valid_to=None).first()
        if found is None or not self.by.org.covers(found.code):
            raise refused_field("org", "not_found", NO_UNIT)
        return found

    def known(self) -> ExternalTicket | None:
        """The order of that number before that unit, if there is one and this account sees it."""
        rows = ExternalTicket.objects.visible_to(self.by).select_related("org", "petition")
        names = {"system": self.name.system, "system_number": self.name.number}
        return rows.filter(**names, org=self.org, direction=Direction.IN).first()

    def receive(self) -> ExternalTicket:
        """A new one. Raises IntegrityError where another request was faster."""
        self._check_whole()
        system, number = self.name
        with told():
            return receive(_order(self.given), system=system, number=number, org=self.org, by=self.by, at=self.at)

    def _check_whole(self) -> None:
        """A correction might leave out what a new order says."""
        if missing := [name for name in _NEEDED if name not in self.given]:
            raise refusal_at({name: [("required", REQUIRED)] for name in missing})

    def receive_or_find(self) -> tuple[ExternalTicket, bool]:
        """It, and whether it is new."""
        try:
            return self.receive(), True
        except IntegrityError as error:
            row = self.known()
            if row is None:
                raise Problem(status.HTTP_409_CONFLICT, "external_id_taken", TAKEN) from error
            return row, False

    def correct(self, row: ExternalTicket, *, version: int | None) -> None:
        """What stands already is no change, and asks for no version."""
        order = _order(_standing(row) | dict(self.given))
        if version is None and would_change(row, order):
            raise version_required()
        with told():
            correct(row, order, by=self.by, at=self.at, version=version)


def _order(given: Given) -> Order:
    caller = given.get("caller") or {}
    plain = {name: given[name] for name in _PLAIN if name in given}
    return Order(
        **plain,
        caller_name=caller.get("name", ""),
        caller_phone=caller.get("phone", ""),
        their_due_at=given.get("due_at"),
    )


def _standing(row: ExternalTicket) -> dict[str, Any]:
    """As it was sent: what is left out stays."""
    caller = {"name": row.caller_name, "phone": row.caller_phone}
    return {name: getattr(row, name) for name in _PLAIN} | {"caller": caller, "due_at": row.their_due_at}
