"""The verbs of petitions: each locks, checks, changes and records in one transaction."""

from cases.actions.advance import Overtaken, advance, check_may
from cases.actions.register import register
from cases.actions.steps import MISSING, Answers

__all__ = ["MISSING", "Answers", "Overtaken", "advance", "check_may", "register"]
