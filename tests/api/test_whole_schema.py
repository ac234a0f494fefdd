"""The description is true: whatever may be sent by it is answered as it says, whatever it forbids is refused, and
nothing is an error of ours. All checks of schemathesis, over every operation."""

from collections.abc import Callable

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.python._constants.orchestrator import build_constants_pool

from fedportal.wsgi import application
from tests.api.in_process import one_connection
from tests.api.walking import CONFIG, There, is_taken, refuses_each, standing_there, there

__all__ = ["standing_there", "there"]
schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, config=CONFIG)
every_operation = pytest.mark.parametrize("operation", [found.ok().label for found in schema.get_all_operations()])
EXAMPLES, MANY = 3, 150  # drawn for each operation, beside those that the description and its edges suggest
EVERY = 31  # edge of a long body; `make soak` looks at all
DRAWN = settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


def walk(case: schemathesis.Case, there: There) -> None:
    """One request, from the same beginning as every other."""
    with one_connection(), there.again():
        headers = there.headers(case)
        there.lead(case)
        answer = case.call_and_validate(headers=headers)
        refuses_each(case, answer)


def walk_some(case: schemathesis.Case, there: There) -> None:
    if is_taken(case, every=EVERY):
        walk(case, there)


def walk_through(operation: str, there: There, *, by: Callable[..., None], drawn: settings) -> None:
    """Every request that schemathesis thinks out for that operation.

    It thinks when the operation's turn comes: `schema.parametrize` would do so for all of them in each process that
    collects the tests, and that takes twice as long as to collect every other test.
    """
    build_constants_pool(schema)  # kept for all that is made from `schema`, which else reads our modules anew
    one = schema.exclude(lambda context: context.operation.label != operation)  # `include` adds to those of CONFIG
    (found,) = get_all_tests(schema=one, test_func=by, settings=drawn, given_kwargs=None)
    _, ask = found.ok()
    ask(there=there)


@pytest.mark.django_db
@every_operation
def test_every_operation_answers_as_it_is_described(operation: str, there: There) -> None:
    walk_through(operation, there, by=walk_some, drawn=DRAWN)


@pytest.mark.soak
@pytest.mark.django_db
@every_operation
def test_every_operation_goes_on_answering_so(operation: str, there: There) -> None:
    walk_through(operation, there, by=walk, drawn=settings(DRAWN, max_examples=MANY))
