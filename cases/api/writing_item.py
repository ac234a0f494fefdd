"""One of the many petitions of a batch, from what was sent to what is registered."""

from dataclasses import dataclass
from typing import Any

from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError

from cases.api.writing_external import Name
from cases.api.writing_registering import read_new
from cases.api.writing_shapes import CorrectionShape, ItemShape
from cases.api.writing_typed import Given
from cases.forms.petition_form import PetitionForm
from cases.models import Petition
from fedportal.api.problems import Problem
from fedportal.api.sent_fields import read

MOST = 1_000


@dataclass
class Item:
    """`sent` is as it came; `form` is right, where it is to be registered."""

    index: int
    sent: Any
    name: Name | None = None
    version: int | None = None
    wrong: ValidationError | None = None
    form: PetitionForm | None = None
    earlier: Petition | None = None

    def read(self, *, new: bool) -> Given:
        """Raises ValidationError."""
        if self.wrong is not None:
            raise self.wrong
        return read_new(self.sent) if new else read(CorrectionShape, self.sent, partial=True)

    @property
    def is_plain(self) -> bool:
        """Whether registering it writes nothing but what a line of a ledger does."""
        if self.form is None or self.earlier is not None:
            return False
        intake = self.form.intake()
        return not (intake.accused or intake.wish or intake.taken.report_due_on)


def read_items(data: Any) -> list[Item]:
    """Raises as `sent_items`."""
    return [_item(index, each) for index, each in enumerate(sent_items(data))]


def sent_items(data: Any) -> list[Any]:
    """Raises ValidationError for what is no list, Problem for one that is too long."""
    sent = data.get("items") if isinstance(data, dict) else None
    if not isinstance(sent, list) or not sent:
        raise ValidationError({"items": [ErrorDetail(f"请发送 1 至 {MOST} 条。", "required")]})
    if len(sent) > MOST:
        words = f"一次最多 {MOST} 条，这里有 {len(sent)} 条。"
        raise Problem(status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, "too_many_items", words, most=MOST)
    return sent


def _item(index: int, sent: Any) -> Item:
    try:
        given = read(ItemShape, sent)
    except ValidationError as wrong:
        return Item(index, {}, wrong=wrong)
    outer = given.get("external")
    name = Name(outer["system"], outer["id"]) if outer else None
    return Item(index, given["petition"], name, given.get("version"))
