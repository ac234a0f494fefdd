"""What the portal refuses, as a problem document: a code for programs, and the sentence that the page would show."""

from collections.abc import Iterator
from contextlib import contextmanager

from rest_framework import status

from cases.actions.versions import Outdated
from cases.safe_contact import HeldBack
from fedportal.api.problems import Problem, precondition_failed
from fedportal.calendar.working_days import CalendarEnds
from fedportal.lib.refusals import NotAllowed


@contextmanager
def told() -> Iterator[None]:
    """Inside, a refusal of the verbs becomes a problem."""
    try:
        yield
    except Outdated as outdated:
        raise precondition_failed(outdated.current) from outdated
    except HeldBack as held:
        until = held.answer.until
        more = {"instead": held.answer.instead} | ({"wait_until": until.isoformat()} if until else {})
        problem = _conflict(held, **more)
        problem.stays = True  # the task that the gate leaves (actions.holding_back)
        raise problem from held
    except NotAllowed as refusal:
        raise _conflict(refusal) from refusal
    except CalendarEnds as error:
        raise Problem(status.HTTP_409_CONFLICT, "calendar_ends", f"{error}。") from error


def _conflict(refusal: NotAllowed, **more: str) -> Problem:
    return Problem(status.HTTP_409_CONFLICT, refusal.code, str(refusal), **more)
