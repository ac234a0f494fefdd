"""The links of the description lead on: what is registered is read, moved, corrected and read in parts, by the numbers
and versions that the answers before said; each answer is as described, and nothing is an error of ours."""

from collections import Counter
from contextlib import ExitStack
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.transport import Response
from schemathesis.generation.stateful.state_machine import APIStateMachine, StepInput, StepOutput

from fedportal.wsgi import application
from tests.api.in_process import one_connection
from tests.api.walking import CONFIG, There, refuses_each, standing_there, there

__all__ = ["standing_there", "there"]
schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, config=CONFIG)
SHORT, FEW = 12, 5  # stories, and the steps of each
LONG, MANY = 100, 10
Told = Counter[tuple[str, int]]


def drawn(stories: int, *, steps: int) -> settings:
    """The same ones each time."""
    return settings(
        max_examples=stories,
        stateful_step_count=steps,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )


def stories(there: There, told: Told) -> type[APIStateMachine]:
    """Each from the same beginning; `told` counts where links led, and what was answered there."""

    class Story(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            self.begun = ExitStack()
            self.begun.enter_context(one_connection())
            self.begun.enter_context(there.again())

        def teardown(self) -> None:
            self.begun.close()

        def step(self, input: StepInput) -> StepOutput:
            case, self.is_led = input.case, input.transition is not None and input.is_applied
            self.headers = there.headers(case)
            (there.go_on if self.is_led else there.lead)(case)
            return super().step(input)  # type: ignore[no-any-return]

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": self.headers}

        def after_call(self, response: Response, case: schemathesis.Case) -> None:
            super().after_call(response, case)
            if self.is_led:
                told[case.operation.definition.raw["operationId"], response.status_code] += 1
            refuses_each(case, response)

    return Story


@pytest.mark.django_db
def test_what_was_registered_is_found_again_and_goes_on(there: There) -> None:
    """Which stories are drawn depends on the constants of all modules that are loaded: where none of the short ones
    has gone on, longer ones have to."""
    told: Told = Counter()

    for steps in range(FEW, MANY):
        stories(there, told).run(settings=drawn(SHORT, steps=steps))
        if any(status < 300 for _, status in told):
            return

    raise AssertionError(told)


@pytest.mark.soak
@pytest.mark.django_db
def test_long_stories_go_on_so(there: There) -> None:
    told: Told = Counter()

    stories(there, told).run(settings=drawn(LONG, steps=MANY))

    print(dict(told))
    led = {operation for operation, status in told if status < 300}
    assert led >= {"petitions_retrieve", "petitions_part", "petitions_move", "tickets_retrieve", "tickets_move"}
