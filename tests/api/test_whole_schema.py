"""The description is true: whatever may be sent by it is answered as it says, whatever it forbids is refused, and
nothing is an error of ours. All checks of schemathesis, over every operation."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from fedportal.wsgi import application
from tests.api.in_process import one_connection
from tests.api.walking import CONFIG, There, is_taken, refuses_each, there

__all__ = ["there"]
schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, config=CONFIG)
EXAMPLES, MANY = 5, 150  # drawn for each operation, beside those that the description and its edges suggest
EVERY = 7  # edge of a long body; `make soak` looks at all
DRAWN = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True, "database": None}


def walk(case: schemathesis.Case, there: There) -> None:
    """One request, from the same beginning as every other."""
    with one_connection(), there.again():
        headers = there.headers(case)
        there.lead(case)
        answer = case.call_and_validate(headers=headers)
        refuses_each(case, answer)


@pytest.mark.django_db
@schema.parametrize()
@settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate], **DRAWN)
def test_every_operation_answers_as_it_is_described(case: schemathesis.Case, there: There) -> None:
    if is_taken(case, every=EVERY):
        walk(case, there)


@pytest.mark.soak
@pytest.mark.django_db
@schema.parametrize()
@settings(max_examples=MANY, phases=[Phase.explicit, Phase.generate], **DRAWN)
def test_every_operation_goes_on_answering_so(case: schemathesis.Case, there: There) -> None:
    walk(case, there)
