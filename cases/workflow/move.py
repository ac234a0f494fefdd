"""What a move is: a transition exists only as one of these."""

import enum
from dataclasses import dataclass

from cases.workflow.papers import DocumentKind
from cases.workflow.states import Status
from fedportal.accounts.roles import Can
from fedportal.deadlines.limits import Limit


class Doer(enum.Enum):
    """Whose people make a move."""

    ACTING = "acting"  # the unit whose turn it is: the holder; the sender, decider or reviewer where one is asked
    HOLDER = "holder"  # the unit that holds the matter, whoever's turn it is
    LINE = "line"  # the holder, or a unit above it
    ABOVE = "above"  # a unit above the holder that may supervise it


@dataclass(frozen=True)
class Move:
    """One step of the workflow: from where to where, who may, which clocks it stops and starts, what must be said."""

    name: str
    label: str  # what the button says
    source: frozenset[Status]
    # Where it may lead. One: there. None: the state stays. Several: the verb's effect decides.
    becomes: tuple[Status, ...]
    needs: Can
    doer: Doer = Doer.ACTING
    meets: tuple[str, ...] = ()  # kinds of deadline that it meets at once
    own: bool = False  # meets only what the doer's own unit owes
    paper: DocumentKind | None = None  # written for the petitioner
    serving_meets: tuple[str, ...] = ()  # kinds of deadline that are met once that paper is served
    opens: tuple[Limit, ...] = ()  # clocks that it starts for the holder, where Petition.owes says so
    asks: tuple[str, ...] = ()  # further fields that the cadre fills in, where Petition.is_asked says so
    may_say: tuple[str, ...] = ()  # further fields that may stay empty
    note_required: bool = False
    note_label: str = "说明"
    final: bool = False  # cannot be undone: asks before it happens
    consequence: str = ""  # what will happen, in one sentence, before the button is pressed
    answers: str = ""  # the move whose request this one decides: its words stand on the page
    rare: bool = False  # stands below the others on the page

    @property
    def ends(self) -> tuple[str, ...]:
        """The kinds of deadline that this move works towards, for the limit beside its button."""
        return self.meets + self.serving_meets
