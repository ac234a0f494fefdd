"""Drafts of supervision orders that the machine makes where a duty has climbed far; a person issues them.

The engine's escalations are the outbox. Each batch is one statement in one transaction: it claims escalations with
SKIP LOCKED, so that any number of workers may draft at once and a killed one leaves nothing; it passes over petitions
that somebody is working on, which wait for the next run; and `escalation` is unique, so that none makes two drafts.
While an order of the same unit to the same unit about the matter is under way, there is none beside it.
"""

import datetime as dt
import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from cases.actions.turns import LOWEST_SUPERVISOR
from cases.law import LEGAL_AID_ASSIGNMENT
from cases.models import Petition, SupervisionOrder
from cases.supervision_law import DRAFTS_ORDER_AT
from cases.supervision_wording import CAUSES, DEMANDS
from cases.workflow import Cause
from cases.workflow.letters import REPLY_KINDS
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.limits import Light
from fedportal.notices.models import Notice

BATCH = 200  # escalations
# An order answers the lapse of a federation (art. 40; domain.md 3.7, X34). These clocks wait for an authority outside.
OTHERS_LATENESS = (*REPLY_KINDS, LEGAL_AID_ASSIGNMENT.kind)

_DRAFT = """
WITH due AS MATERIALIZED (
    SELECT e.id, d.object_id AS petition_id, d.org_id AS receiver_id, d.org_code AS receiver_code,
           i.id AS issuer_id, i.code AS issuer_code, i.level,
           coalesce(%(causes)s::jsonb ->> d.kind, %(otherwise)s) AS cause
    FROM deadlines_deadline d
    JOIN deadlines_ladder l ON l.id = d.ladder_id
    JOIN deadlines_escalation e ON e.deadline_id = d.id
    JOIN cases_petition p ON p.id = d.object_id
    JOIN orgs_organization t ON t.id = e.to_desk_id
    JOIN orgs_organization i ON i.id = coalesce(t.successor_id, t.id)
    WHERE d.closed_at IS NULL AND d.step >= 4 AND d.content_type_id = %(petitions)s
      AND (l.code, e.step) IN (SELECT ladder, step FROM unnest(%(ladders)s::text[], %(steps)s::int[]) s(ladder, step))
      AND d.kind <> ALL(%(others)s) AND i.id <> d.org_id AND i.level <= %(lowest)s AND i.valid_to IS NULL
      AND p.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM cases_supervisionorder o WHERE o.escalation_id = e.id)
      AND NOT EXISTS (
          SELECT FROM cases_supervisionorder o
          WHERE o.petition_id = p.id AND o.issuer_id = i.id AND o.receiver_id = d.org_id AND o.ended_at IS NULL
      )
    ORDER BY e.id LIMIT %(batch)s
    FOR NO KEY UPDATE OF e SKIP LOCKED FOR SHARE OF p SKIP LOCKED
)
INSERT INTO cases_supervisionorder (
    petition_id, state, cause, level, method, issuer_id, issuer_code, receiver_id, receiver_code,
    demand, drafted_at, escalation_id, ended_note
)
SELECT petition_id, 'drafted', cause, level, 'online', issuer_id, issuer_code, receiver_id, receiver_code,
       %(demands)s::jsonb ->> cause, %(at)s, id, ''
FROM due ORDER BY id
ON CONFLICT DO NOTHING
RETURNING id
"""


def draft_orders(at: dt.datetime, *, batch: int = BATCH) -> int:
    """Draft until nothing is left to draft; returns how many orders were drafted."""
    drafted = 0
    while count := _draft(at, batch):
        drafted += count
    return drafted


@transaction.atomic
def _draft(at: dt.datetime, batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_DRAFT, _parameters(at, batch))
        made = [pk for (pk,) in cursor.fetchall()]
    _tell_and_record(list(SupervisionOrder.objects.filter(pk__in=made).order_by("pk")), at)
    return len(made)


def _tell_and_record(orders: list[SupervisionOrder], at: dt.datetime) -> None:
    """A notice to who issues each, and one line of the audit trail each, as `tell` and `record` would write."""
    kinds = ContentType.objects.get_for_models(Petition, SupervisionOrder)
    Notice.objects.bulk_create(
        Notice(
            org_id=order.issuer_id,
            role=Role.SUPERVISOR,
            content_type=kinds[Petition],
            object_id=order.petition_id,
            light=Light.RED,
            text=f"已拟好督办单（{order.get_cause_display()}），请审核签发。",
            at=at,
        )
        for order in orders
    )
    kind = kinds[SupervisionOrder]
    AccessEvent.objects.bulk_create(
        AccessEvent(
            verb="supervision.draft", at=at, content_type=kind, object_id=order.pk, detail={"cause": order.cause}
        )
        for order in orders
    )


def _parameters(at: dt.datetime, batch: int) -> dict[str, Any]:
    rungs = [(ladder, step) for ladder, steps in DRAFTS_ORDER_AT.items() for step in steps]
    return {
        "at": at,
        "batch": batch,
        "petitions": ContentType.objects.get_for_model(Petition).pk,
        "ladders": [ladder for ladder, _ in rungs],
        "steps": [step for _, step in rungs],
        "others": list(OTHERS_LATENESS),
        "lowest": LOWEST_SUPERVISOR,
        "causes": json.dumps(CAUSES),
        "otherwise": Cause.HANDLING,
        "demands": json.dumps(DEMANDS),
    }
