"""What a step is sent: nothing beside what it asks for, and all that it needs."""

from collections.abc import Collection

from cases.api.writing_moves import NOT_ASKED
from cases.api.writing_typed import Given, refusal_at
from fedportal.api.sent_fields import REQUIRED


def check_given(given: Given, asked: Collection[str], wanted: Collection[str]) -> None:
    """Raises ValidationError, by fields."""
    wrong = {name: [("not_asked", NOT_ASKED)] for name, value in given.items() if value and name not in asked}
    wrong |= {name: [("required", REQUIRED)] for name in wanted if not given.get(name)}
    if wrong:
        raise refusal_at(wrong)
