"""Reads the rules as one unit sees them: what the nation says, what it inherits, what it has set itself."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from fedportal.deadlines.ladders import DEMO_FAST
from fedportal.deadlines.models import DeadlineRule
from fedportal.deadlines.rules import RuleBook, rules_on
from fedportal.orgs.models import Organization


@dataclass(frozen=True)
class RuleLine:
    """One rule from the place of one unit, on one day."""

    national: DeadlineRule
    inherited: DeadlineRule
    own: DeadlineRule | None
    binding: DeadlineRule
    coming: DeadlineRule | None  # the unit's own version that starts later
    below: int  # how many units below have set their own

    @property
    def code(self) -> str:
        return self.national.code

    @property
    def own_prevails(self) -> bool:
        return self.own is not None and self.binding.pk == self.own.pk


def rule_lines(org: Organization, on: dt.date) -> list[RuleLine]:
    """Every rule that binds the unit; the rules of the demo only where it runs."""
    in_force = [rule for rule in rules_on(on) if settings.DEMO or rule.ladder_code != DEMO_FAST.code]
    book = RuleBook.of(in_force, on)
    coming = {
        rule.code: rule for rule in DeadlineRule.objects.filter(org=org, valid_from__gt=on).order_by("-valid_from")
    }
    return [_line(book, code, org, coming) for code in book.codes()]


def _line(book: RuleBook, code: str, org: Organization, coming: dict[str, DeadlineRule]) -> RuleLine:
    chain = book.chains[code]
    below = [rule for rule in chain if rule.org and rule.org_id != org.pk and org.covers(rule.org.code)]
    return RuleLine(
        national=chain[0],
        inherited=book.inherited(code, org),
        own=book.own(code, org),
        binding=book.find(code, org),
        coming=coming.get(code),
        below=len(below),
    )


def rule_history(code: str, org: Organization) -> list[DeadlineRule]:
    """All versions that ever bound the unit or one below it, the newest first."""
    above = Q(org=None) | Q(org__code__lte=org.code, org__code_end__gt=org.code)
    below = Q(org__code__gte=org.code, org__code__lt=org.code_end)
    rows = DeadlineRule.objects.filter(above | below, code=code).select_related("org")
    return list(rows.order_by("-valid_from", "-pk"))
