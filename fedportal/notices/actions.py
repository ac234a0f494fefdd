"""Tells organizations what was escalated and what others did that concerns them; notes what they have read."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Model

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines.limits import Light
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.models import Notice
from fedportal.orgs.models import Organization

BATCH = 2_000  # escalations

# Claims untold escalations, writes one notice for each (organization, role) that their rung names, and marks them
# told in the same statement: a drain that dies has told nobody and marked nothing. The organization of a level
# is the nearest federation at or above it, that of a township none but one; roles that two levels share in one
# organization get one notice.
_DRAIN = """
WITH untold AS MATERIALIZED (
    SELECT id, deadline_id, step FROM deadlines_escalation WHERE told_at IS NULL
    ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), addressed AS MATERIALIZED (
    SELECT DISTINCT u.id AS escalation_id, d.content_type_id, d.object_id, r.light, r.demand, tell ->> 1 AS role,
        CASE tell ->> 0
            WHEN 'own' THEN o.id
            WHEN 'township' THEN CASE WHEN o.level = 4 THEN o.id WHEN o.level = 5 AND p1.level = 4 THEN p1.id END
            WHEN 'county' THEN CASE
                WHEN o.level <= 3 OR o.parent_id IS NULL THEN o.id
                WHEN p1.level <= 3 OR p1.parent_id IS NULL THEN p1.id
                ELSE p1.parent_id END
            WHEN 'city' THEN CASE
                WHEN o.level <= 2 OR o.parent_id IS NULL THEN o.id
                WHEN p1.level <= 2 OR p1.parent_id IS NULL THEN p1.id
                WHEN p2.level <= 2 OR p2.parent_id IS NULL THEN p2.id
                ELSE p2.parent_id END
            WHEN 'province' THEN coalesce(p4.id, p3.id, p2.id, p1.id, o.id)
        END AS org_id
    FROM untold u
    JOIN deadlines_deadline d ON d.id = u.deadline_id
    JOIN deadlines_rung r ON r.ladder_id = d.ladder_id AND r.step = u.step
    CROSS JOIN LATERAL jsonb_array_elements(r.tells) tell
    JOIN orgs_organization o ON o.id = d.org_id
    LEFT JOIN orgs_organization p1 ON p1.id = o.parent_id
    LEFT JOIN orgs_organization p2 ON p2.id = p1.parent_id
    LEFT JOIN orgs_organization p3 ON p3.id = p2.parent_id
    LEFT JOIN orgs_organization p4 ON p4.id = p3.parent_id
), written AS (
    INSERT INTO notices_notice (escalation_id, content_type_id, object_id, org_id, role, light, text, at)
    SELECT escalation_id, content_type_id, object_id, org_id, role, light, demand, %(at)s FROM addressed
    WHERE org_id IS NOT NULL
    ON CONFLICT (escalation_id, org_id, role) DO NOTHING
)
UPDATE deadlines_escalation e SET told_at = %(at)s FROM untold WHERE e.id = untold.id
"""


def tell_escalations(at: dt.datetime, *, batch: int = BATCH) -> int:
    """Drain the outbox of escalations into inboxes; returns how many escalations were told."""
    told = 0
    while count := _drain(at, batch):
        told += count
    return told


def _drain(at: dt.datetime, batch: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DRAIN, {"at": at, "batch": batch})
        return cursor.rowcount


@beyond_readers("the unit that is told may stand above its teller")
def tell(
    subject: Model,
    *,
    org: Organization,
    roles: Iterable[Role],
    text: str,
    at: dt.datetime,
    light: Light = Light.BLUE,
) -> None:
    """Leave a notice about an act in an organization's inbox, one for each role; part of the act's transaction.

    `text` names no person: whoever may, reads the rest on the page of the subject.
    """
    rows = [Notice(org=org, role=role, subject=subject, light=light, text=text, at=at) for role in roles]
    Notice.objects.bulk_create(rows)


def mark_read(notice: Notice, *, by: User, at: dt.datetime) -> None:
    """One person of the role has read it; it leaves the bell's count for all of them."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at, read_by=by)


def mark_all_read(*, by: User, at: dt.datetime) -> int:
    """Everything that this user sees unread is read."""
    return Notice.objects.visible_to(by).unread().update(read_at=at, read_by=by)
