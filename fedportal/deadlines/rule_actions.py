"""The verbs of rules: load the nation's from law and policy, set a region's own, take it back."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.deadlines.limits import LadderPlan, Limit, Step
from fedportal.deadlines.models import DeadlineRule, Ladder, Rung
from fedportal.deadlines.rules import RuleBook, why_not_amount
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization

# The first version of a rule or ladder reaches back, so that a matter from an old ledger finds its limit.
FIRST_VALID = dt.date(2000, 1, 1)


@transaction.atomic
def sync_rules(limits: Iterable[Limit], ladders: Iterable[LadderPlan], *, on: dt.date) -> list[str]:
    """Make the national rules and the ladders what the code says, from that day on. Idempotent.

    What has changed gets a new version; open deadlines keep the one they started on. Returns the changed codes.
    """
    changed = [limit.code for limit in limits if _sync_limit(limit, on)]
    changed += [plan.code for plan in ladders if _sync_ladder(plan, on)]
    if changed:
        midnight = timezone.make_aware(dt.datetime.combine(on, dt.time.min))
        record("rule.sync", by=None, at=midnight, changed=changed)
    return changed


def _sync_limit(limit: Limit, on: dt.date) -> bool:
    wanted = {
        "kind": limit.kind,
        "label": limit.label,
        "amount": limit.amount,
        "unit": str(limit.unit),
        "article": limit.article,
        "starts": limit.starts,
        "policy": limit.policy,
        "ladder_code": limit.ladder,
    }
    current = _versions(limit.code, None).last()
    if current and all(getattr(current, name) == value for name, value in wanted.items()):
        return False
    if current and current.valid_from >= on:  # changed twice in one day: the day's version is corrected
        DeadlineRule.objects.filter(pk=current.pk).update(**wanted)
        return True
    _begin(DeadlineRule(code=limit.code, valid_from=on if current else FIRST_VALID, **wanted), after=current)
    return True


def _sync_ladder(plan: LadderPlan, on: dt.date) -> bool:
    head = {
        "label": plan.label,
        "base": str(plan.base),
        "remind_amount": plan.remind_amount,
        "remind_unit": str(plan.remind_unit),
    }
    rungs = [_rung_values(step) for step in plan.steps]
    current = Ladder.objects.select_for_update().filter(code=plan.code).order_by("valid_from").last()
    if current and (head, rungs) == _as_stored(current, head):
        return False
    valid_from = on if current else FIRST_VALID
    ladder, _ = Ladder.objects.update_or_create(code=plan.code, valid_from=valid_from, defaults=head)
    ladder.rungs.all().delete()
    Rung.objects.bulk_create(Rung(ladder=ladder, **values) for values in rungs)
    return True


def _as_stored(ladder: Ladder, head: dict[str, object]) -> tuple[dict[str, object], list[dict[str, object]]]:
    fields = [field.name for field in Rung._meta.concrete_fields if field.name not in {"id", "ladder"}]
    return {name: getattr(ladder, name) for name in head}, list(ladder.rungs.order_by("step").values(*fields))


def _rung_values(step: Step) -> dict[str, object]:
    return {
        "step": step.step,
        "amount": step.amount,
        "unit": str(step.unit),
        "share": step.share,
        "light": int(step.light),
        "desk_level": None if step.desk_level is None else int(step.desk_level),
        "unless_acknowledged": step.unless_acknowledged,
        "demand": step.demand,
        "tells": [[str(whose), role] for whose, role in step.tells],
    }


@transaction.atomic
def override_rule(
    code: str, org: Organization, *, amount: int, article: str, valid_from: dt.date, by: User, at: dt.datetime
) -> DeadlineRule:
    """Set a region's own limit from a day on: stricter than the inherited one, or a province's own policy."""
    inherited, own = _lock_rule(code, org, valid_from, by=by, at=at)
    rule = DeadlineRule(
        code=code,
        kind=inherited.kind,
        label=inherited.label,
        amount=amount,
        unit=inherited.unit,
        article=article,
        starts=inherited.starts,
        policy=inherited.policy,
        ladder_code=inherited.ladder_code,
        org=org,
        valid_from=valid_from,
    )
    if wrong := why_not_amount(amount, inherited, org):
        raise NotAllowed(wrong)
    _begin(rule, after=own)
    record(
        "rule.override",
        rule,
        by=by,
        at=at,
        code=code,
        amount=amount,
        inherited=inherited.amount,
        valid_from=valid_from.isoformat(),
    )
    return rule


@transaction.atomic
def withdraw_rule(code: str, org: Organization, *, valid_to: dt.date, by: User, at: dt.datetime) -> DeadlineRule:
    """End a region's own limit: from that day the inherited one binds again."""
    _, own = _lock_rule(code, org, valid_to, by=by, at=at)
    if own is None or own.valid_to is not None:
        raise NotAllowed("本单位没有正在使用的自定时限。")
    own.valid_to = valid_to
    own.save(update_fields=["valid_to"])
    record("rule.withdraw", own, by=by, at=at, code=code, amount=own.amount, valid_to=valid_to.isoformat())
    return own


def _lock_rule(
    code: str, org: Organization, on: dt.date, *, by: User, at: dt.datetime
) -> tuple[DeadlineRule, DeadlineRule | None]:
    """The inherited rule on that day and the unit's own last version, held against other editors."""
    if by.org_id != org.pk:
        raise NotAllowed("只能设定本单位的时限规则。")
    if on < timezone.localdate(at):
        raise NotAllowed("启用日期不能早于今天。")
    rules = DeadlineRule.objects.select_for_update(of=("self",)).filter(code=code).select_related("org")
    in_force = [rule for rule in rules.order_by("pk") if rule.valid_from <= on and not _ended(rule, on)]
    own = _versions(code, org).last()
    if own is not None and own.valid_from >= on:
        raise NotAllowed(f"本单位已有自 {own.valid_from} 起使用的规定，启用日期须晚于该日。")
    return RuleBook.of(in_force, on).inherited(code, org), own


def _ended(rule: DeadlineRule, on: dt.date) -> bool:
    return rule.valid_to is not None and rule.valid_to <= on


def _versions(code: str, org: Organization | None) -> QuerySet[DeadlineRule]:
    place = Q(org__isnull=True) if org is None else Q(org=org)
    return DeadlineRule.objects.select_for_update().filter(place, code=code).order_by("valid_from")


def _begin(rule: DeadlineRule, *, after: DeadlineRule | None) -> None:
    """Put a version in force, and end the one before it on the same day."""
    if after is not None and not _ended(after, rule.valid_from):
        after.valid_to = rule.valid_from
        after.save(update_fields=["valid_to"])
    rule.save(force_insert=True)
