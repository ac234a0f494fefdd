"""Every move of a petition (domain.md 3.2), in the order in which a page offers them."""

from cases.workflow.move import Move
from cases.workflow.moves.ending import ENDING
from cases.workflow.moves.handling import HANDLING
from cases.workflow.moves.intake import INTAKE
from cases.workflow.moves.joining import JOINING
from cases.workflow.moves.leading import LEADING
from cases.workflow.moves.objecting import OBJECTING
from cases.workflow.moves.reviewing import REVIEWING

ALL = (*INTAKE, *OBJECTING, *HANDLING, *REVIEWING, *ENDING, *LEADING, *JOINING)
MOVES: dict[str, Move] = {move.name: move for move in ALL}
ENDED_BY_MOVES = frozenset(kind for move in ALL for kind in move.ends)  # the other duties have pages of their own


def moves_from(status: str) -> tuple[Move, ...]:
    """The moves that this state allows, whoever asks."""
    return tuple(move for move in MOVES.values() if status in move.source)


def leads_to(move: Move, kind: str) -> bool:
    """Whether this move ends duties of that kind, or brings the matter to a state from which another one does."""
    states = [state for state in move.becomes if state not in move.source]
    return kind in move.ends or any(kind in after.ends for state in states for after in moves_from(state))
