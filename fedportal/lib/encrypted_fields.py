"""Columns that hold their texts enciphered: plain in Python and in forms, `v1:<key id>:…` in the database.

Nobody looks rows up by them, for equal texts are enciphered differently each time: what has to be found has a blind
index beside it (`fedportal.lib.blind_index`). The empty text stays empty, so that one may ask whether there is any.

A value is bound to its table and column. Who renames either has to encipher its values anew.
"""

import json
from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.lookups import Exact, Lookup

from fedportal.lib.ciphers import seal, unseal

REFUSED = "is enciphered: one may ask whether it is empty, and nothing else. Look its blind index up instead."


class EmptyOnly(Exact):
    """Whether there is no text."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs is not None and not (isinstance(rhs, str) and rhs == ""):
            raise FieldError(f"{lhs.output_field} {REFUSED}")
        super().__init__(lhs, rhs)


class EncryptedField(models.Field):
    """What the enciphered kinds have in common."""

    def get_internal_type(self) -> str:
        """A text without limit: what is enciphered is longer than what it says."""
        return "TextField"

    @property
    def place(self) -> str:
        """Where its values stand, which is authenticated with each."""
        return f"{self.model._meta.db_table}.{self.column}"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = list(super().check(**kwargs))
        if self.unique or getattr(self, "db_index", False):
            found.append(checks.Error(f"{self} {REFUSED}", obj=self, id="encrypted.E001"))
        return found

    def from_db_value(self, value: str | None, _expression: Expression, _connection: BaseDatabaseWrapper) -> Any:
        return None if value is None else self.read(unseal(value, self.place))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if not prepared:
            value = self.get_prep_value(value)
        return None if value is None else seal(self.written(value), self.place)

    def read(self, text: str) -> Any:
        return text

    def written(self, value: Any) -> str:
        """The text that is enciphered. Raises ValueError where it is too long, as the database would."""
        text = str(value)
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueError(f"{self} holds {self.max_length} characters at most; {len(text)} were given.")
        return text

    def get_lookup(self, lookup_name: str) -> type[Lookup] | None:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name == "exact":
            return EmptyOnly
        raise FieldError(f"{self} {REFUSED}")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self} {REFUSED}")


class EncryptedCharField(EncryptedField, models.CharField):
    """A line of text; `max_length` counts what it says."""


class EncryptedTextField(EncryptedField, models.TextField):
    """Text of several lines."""


class EncryptedJSONField(EncryptedField, models.JSONField):
    """Anything that JSON says, enciphered as one text; never empty, so nothing can be asked of it but NULL."""

    def read(self, text: str) -> Any:
        return json.loads(text, cls=self.decoder)

    def written(self, value: Any) -> str:
        return json.dumps(value, cls=self.encoder, ensure_ascii=False)
