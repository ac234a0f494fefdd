"""States, answers and moves of a petition as plain data (domain.md 3.2)."""

from cases.workflow.advice import Adoption, Measure, ProposalOutcome, SuggestionKind
from cases.workflow.choices import (
    LATER,
    TELLING,
    WITHDRAWN_HOW,
    BriefingUse,
    Confirmation,
    Danger,
    Litigation,
    MediationKind,
    Outcome,
    Performance,
    Procedure,
    Refusal,
    Remedy,
    ReportStage,
    Result,
    Retention,
    Route,
    ToldHow,
)
from cases.workflow.move import Doer, Move
from cases.workflow.moves import ENDED_BY_MOVES, MOVES, leads_to, moves_from
from cases.workflow.papers import DocumentKind
from cases.workflow.states import ENDED, OPEN, Status
from cases.workflow.supervision import ORDER_MOVES, Cause, OrderMove, OrderState, Side, SuperviseMethod

__all__ = [
    "ENDED",
    "ENDED_BY_MOVES",
    "LATER",
    "MOVES",
    "OPEN",
    "ORDER_MOVES",
    "TELLING",
    "WITHDRAWN_HOW",
    "Adoption",
    "BriefingUse",
    "Cause",
    "Confirmation",
    "Danger",
    "DocumentKind",
    "Doer",
    "Litigation",
    "Measure",
    "MediationKind",
    "Move",
    "OrderMove",
    "OrderState",
    "Outcome",
    "Performance",
    "Procedure",
    "ProposalOutcome",
    "Refusal",
    "Remedy",
    "ReportStage",
    "Result",
    "Retention",
    "Route",
    "Side",
    "Status",
    "SuggestionKind",
    "SuperviseMethod",
    "ToldHow",
    "leads_to",
    "moves_from",
]
