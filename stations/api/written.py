"""What there is to write of each object of this room: how it is sent, which form judges it, which verbs write it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import IntegrityError, transaction

from cases.api.writing_external import Name
from cases.api.writing_refusals import told
from cases.api.writing_typed import Given
from fedportal.accounts.models import User
from fedportal.api.preconditions import version_required
from fedportal.api.problems import precondition_failed
from fedportal.api.rows import Rows
from fedportal.api.sent_fields import Shape
from stations.api.writing_forms import judged
from stations.api.writing_names import known_as, name_row, taken


@dataclass(frozen=True)
class Step:
    """One act on what stands: the page's form, made of what was typed; the verb, which gets the row and the form; what
    may be sent; and where the inputs of the form stand in it, if they are called otherwise."""

    form: Callable[[Any, Any], forms.BaseForm]
    do: Callable[..., Any]
    typed: Callable[[Given, Any], dict[str, Any]]
    asks: frozenset[str]
    paths: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """`which` is its name among those of other systems, `kind` as it is told; `form` is the page's, filled with what
    stands and what was sent; `make` and `change` are the verbs."""

    which: str
    kind: str
    rows: Rows
    shape: type[Shape]
    form: Callable[[Given, Any, User, dt.datetime], forms.BaseForm]
    make: Callable[..., Any]
    change: Callable[..., Any]
    paths: Mapping[str, str] = field(default_factory=dict)
    move_shape: type[Shape] = Shape
    steps: Mapping[str, Step] = field(default_factory=dict)
    hold_first: Callable[[Any], object] | None = None  # what the verbs lock before the row itself

    def made(self, given: Given, *, by: User, at: dt.datetime) -> Any:
        """A new one."""
        form = judged(self.form(given, None, by, at), self.paths)
        with told():
            return self.make(form, by=by, at=at)

    def changed(self, row: Any, given: Given, *, version: int | None, by: User, at: dt.datetime) -> None:
        """What stands already is no change, and asks for no version."""
        held = self.held(row, version)
        form = judged(self.form(given, row, by, at), self.paths)
        with told():
            self.change(row, form, by=by, at=at)
        row.refresh_from_db(fields=["version"])
        if version is None and row.version != held:
            raise version_required()

    def held(self, row: Any, version: int | None) -> int:
        """Its version, which nobody changes until this is over. Raises Problem where it is another than was read."""
        if self.hold_first is not None:
            self.hold_first(row)
        rows = self.rows.model.objects.select_for_update(of=("self",)).filter(pk=row.pk)
        stands: int = rows.values_list("version", flat=True).get()
        if version not in (None, stands):
            raise precondition_failed(stands)
        return stands

    def known(self, name: Name, by: User) -> Any | None:
        """What the writer's unit has under that number, if this account sees it."""
        key = known_as(self.which, name, by)
        return None if key is None else self.rows.model.objects.visible_to(by).unopened().filter(pk=key).first()

    def named(self, given: Given, name: Name, *, by: User, at: dt.datetime) -> tuple[Any, bool]:
        """A new one under that number, or that of a request that was faster, and whether it is new."""
        try:
            with transaction.atomic():
                row = self.made(given, by=by, at=at)
                name_row(self.which, row, name, by=by, at=at)
        except IntegrityError as error:
            row = self.known(name, by)
            if row is None:
                raise taken(error) from error
            return row, False
        return row, True
