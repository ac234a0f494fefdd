"""Which limit binds whom on a day: the national rule, or a region's own where it may prevail."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from fedportal.deadlines.models import DeadlineRule
from fedportal.orgs.models import Level, Organization


class RuleMissing(LookupError):
    """No rule of that code was in force on that day."""

    def __init__(self, code: str, on: dt.date) -> None:
        super().__init__(f"时限规则“{code}”在 {on} 没有有效版本")


@dataclass(frozen=True)
class RuleBook:
    """The rules in force on one day, by code, each list from the nation down to the villages."""

    on: dt.date
    chains: dict[str, list[DeadlineRule]]

    @classmethod
    def load(cls, on: dt.date) -> "RuleBook":
        return cls.of(rules_on(on), on)

    @classmethod
    def of(cls, rules: Iterable[DeadlineRule], on: dt.date) -> "RuleBook":
        chains: dict[str, list[DeadlineRule]] = defaultdict(list)
        for rule in sorted(rules, key=_depth):
            chains[rule.code].append(rule)
        return cls(on, dict(chains))

    def find(self, code: str, org: Organization) -> DeadlineRule:
        """The rule that binds this unit: the most specific one that covers it and prevails over those above."""
        return self._prevailing(code, self._covering(code, org))

    def inherited(self, code: str, org: Organization) -> DeadlineRule:
        """The rule that would bind this unit if it had none of its own."""
        return self._prevailing(code, [rule for rule in self._covering(code, org) if rule.org_id != org.pk])

    def own(self, code: str, org: Organization) -> DeadlineRule | None:
        """The unit's own rule, whether or not it prevails."""
        return next((rule for rule in self._covering(code, org) if rule.org_id == org.pk), None)

    def codes(self) -> list[str]:
        return list(self.chains)

    def _covering(self, code: str, org: Organization) -> list[DeadlineRule]:
        return [rule for rule in self.chains.get(code, []) if rule.org is None or rule.org.covers(org.code)]

    def _prevailing(self, code: str, rules: list[DeadlineRule]) -> DeadlineRule:
        """Down the chain, a rule prevails where it may: a superior that tightened later is not undercut."""
        if not rules or rules[0].org_id is not None:
            raise RuleMissing(code, self.on)
        best = rules[0]
        for rule in rules[1:]:
            if may_follow(rule, best):
                best = rule
        return best


def rules_on(on: dt.date) -> Iterable[DeadlineRule]:
    """Every version in force on that day."""
    in_force = DeadlineRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return in_force.select_related("org").order_by("kind", "code")


def may_follow(rule: DeadlineRule, inherited: DeadlineRule) -> bool:
    """Whether a region's rule may stand in for the inherited one: stricter, or a policy set by a province."""
    return rule.unit == inherited.unit and not why_not_amount(rule.amount, inherited, rule.org)


def why_not_amount(amount: int, inherited: DeadlineRule, org: Organization | None) -> str:
    """Why a region may not set this number; empty if it may."""
    if amount < inherited.amount or may_loosen(inherited, org):
        return ""
    length = f"{inherited.amount} {inherited.get_unit_display()}"
    return f"本地时限只能严于上级规定的 {length}，请填写小于 {inherited.amount} 的数。"


def may_loosen(inherited: DeadlineRule, org: Organization | None) -> bool:
    """Law only ever gets stricter; what is policy a province may set either way."""
    return inherited.policy and org is not None and org.level == Level.PROVINCE


def _depth(rule: DeadlineRule) -> int:
    return rule.org.level if rule.org else 0
