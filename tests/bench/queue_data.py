"""A million open deadlines by one statement: on every rung of the ordinary ladder, in every county."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from cases.models import Petition
from fedportal.lib.database_roles import as_owner
from tests.bench.scratch import fast_loading

AT = dt.datetime(2026, 6, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
OPEN = 1_000_000
DUE = 100_000

# Each row stands on rung `s`, and its last moment lies so far from its `climb_at` that one climb brings it well
# beyond the bench. The first `due` of `each` rows of a group climb in that group's hour after AT; all others
# later, within two months.
_LOAD = """
WITH county AS (
    SELECT row_number() OVER (ORDER BY c.code) - 1 AS place, c.id, c.code,
           up.id AS above, coalesce(up.parent_id, up.id) AS top
    FROM orgs_organization c JOIN orgs_organization up ON up.id = c.parent_id WHERE c.level = 3
), facts AS (
    SELECT n, chance %% 7 AS s, chance / 7 %% 3600 AS second, chance / 11 %% 58 AS day, chance / 13 AS draw
    FROM generate_series(1, %(rows)s) n, LATERAL (SELECT hashint8(n) & 2147483647) c(chance)
), moments AS (
    SELECT f.*, %(at)s::timestamptz + second * interval '1 second' + CASE
        WHEN n <= %(due)s * %(groups)s THEN (n %% %(groups)s) * interval '1 hour'
        ELSE (day + 2) * interval '1 day' END AS climb
    FROM facts f
), dues AS (
    SELECT m.*, climb + (ARRAY[5, 2, 0, -3, -9, -21, -42])[s + 1] * interval '1 day' AS due FROM moments m
)
INSERT INTO deadlines_deadline (
    content_type_id, object_id, kind, rule_id, ladder_id, org_id, org_code, desk_id, opened_at, due_at, derivation,
    cycle, step, light, next_step, climb_at, awaiting_ack, outcome, quarantine_reason)
SELECT %(content_type)s, n, 'notice', rule.id, ladder.id, county.id, county.code,
       CASE WHEN s >= 6 THEN top WHEN s >= 4 THEN above ELSE county.id END,
       due - interval '15 days 6 hours', due,
       jsonb_build_object(
           'rule', rule.code, 'label', rule.label, 'article', rule.article, 'amount', rule.amount, 'unit', rule.unit,
           'starts', rule.starts, 'start', due - interval '15 days 6 hours', 'due', due,
           'calendar_editions', '[]'::jsonb, 'provisional', false, 'rolled', false),
       0, s - 1, s, s, climb, s >= 4, '', ''
FROM dues
JOIN county ON county.place = draw %% (SELECT count(*) FROM county)
CROSS JOIN (SELECT * FROM deadlines_deadlinerule WHERE code = 'notice' AND org_id IS NULL) rule
CROSS JOIN (SELECT id FROM deadlines_ladder WHERE code = 'ordinary') ladder
"""


@as_owner()
def load_queue(*, groups: int) -> None:
    """OPEN deadlines, of which DUE come due in each of the first `groups` hours after AT; vacuumed and analyzed."""
    params = {
        "rows": OPEN,
        "due": DUE,
        "groups": groups,
        "at": AT,
        "content_type": ContentType.objects.get_for_model(Petition).pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE deadlines_deadline, deadlines_escalation, deadlines_sweeprun CASCADE")
        with fast_loading("deadlines_deadline"):
            cursor.execute(_LOAD, params)


def end_of_group(number: int) -> dt.datetime:
    """The moment at which the groups up to this one have come due, and no other."""
    return AT + dt.timedelta(hours=number + 1, seconds=-1)
