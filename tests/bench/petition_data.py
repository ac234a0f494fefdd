"""A million petitions with their parties and deadlines, by three statements."""

import datetime as dt
import os
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from cases.categories import CATEGORIES
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.lib.ciphers import seal
from fedportal.lib.database_roles import as_owner
from fedportal.orgs.codes import code_end
from tests.bench.scratch import fast_loading

PETITIONS = int(os.environ.get("BENCH_PETITIONS", "1000000"))
TABLES = ("cases_petition", "cases_party", "deadlines_deadline")

# Spread over all counties and two years; one in four is still open.
_PETITIONS = """
WITH county AS (SELECT row_number() OVER (ORDER BY code) - 1 AS nth, id, code FROM orgs_organization
                WHERE level = 3 AND code >= %(low)s AND code < %(high)s),
facts AS (
    SELECT n, chance,
           %(at)s::timestamptz - chance %% 730 * interval '1 day' - n %% 86400 * interval '1 second' AS received,
           CASE WHEN n %% 4 > 0 THEN 'closed' WHEN n %% 8 = 0 THEN 'accepted' ELSE 'registered' END AS status
    FROM generate_series(1, %(rows)s) n, LATERAL (SELECT hashint8(n) & 2147483647) c(chance)
)
INSERT INTO cases_petition (
    id, number, org_id, org_code, registered_org_id, registered_by_id, registered_at, received_at, channel,
    matter_class, category, place_id, request, facts, head_count, repeat_count, urgent, minor, trafficking,
    serious_harm, media, identity_unclear, status, route, competent_organ, closed_at)
SELECT n, '测妇信〔2026〕' || lpad(n::text, 7, '0'), county.id, county.code, county.id, %(user)s, received, received,
       (ARRAY['visit', 'letter', 'call', 'web', 'hotline_12338'])[1 + n %% 5],
       'redress', (%(categories)s)[1 + chance / 7 %% 4], county.id,
       '要求处理丈夫的家庭暴力，并协助申请人身安全保护令。', repeat('丈夫酒后多次殴打，已报警。', 8),
       1, 1, false, false, false, false, false, false, status, '', '',
       CASE WHEN status = 'closed' THEN received + interval '12 days' END
FROM facts JOIN county ON county.nth = chance / 11 %% (SELECT count(*) FROM county)
"""
_PARTIES = """
INSERT INTO cases_party (petition_id, role, name, sex, birth_year, marital, id_number, phone, address)
SELECT id, 'petitioner', '王小芳', 'female', 1985, 'married', '', %(phone)s, %(address)s FROM cases_petition
"""
_DEADLINES = """
INSERT INTO deadlines_deadline (
    content_type_id, object_id, kind, rule_id, ladder_id, org_id, org_code, desk_id, opened_at, due_at, derivation,
    cycle, step, light, next_step, climb_at, awaiting_ack, closed_at, outcome, quarantine_reason)
SELECT %(content_type)s, p.id, rule.kind, rule.id, ladder.id, p.org_id, p.org_code, p.org_id, p.received_at,
       p.received_at + interval '15 days',
       jsonb_build_object(
           'rule', rule.code, 'label', rule.label, 'article', rule.article, 'amount', rule.amount, 'unit', rule.unit,
           'starts', rule.starts, 'start', p.received_at, 'due', p.received_at + interval '15 days',
           'calendar_editions', '[]'::jsonb, 'provisional', false, 'rolled', false),
       0, 2, 3, 3, %(at)s::timestamptz + interval '30 days', false, p.closed_at,
       CASE WHEN p.closed_at IS NULL THEN '' ELSE 'met' END, ''
FROM cases_petition p
CROSS JOIN (SELECT * FROM deadlines_deadlinerule WHERE code = 'notice' AND org_id IS NULL) rule
CROSS JOIN (SELECT id FROM deadlines_ladder WHERE code = 'ordinary') ladder
"""
# One in twenty has come up to its province, which sees no others.
_RISEN = """
INSERT INTO cases_concern (petition_id, org_id)
SELECT p.id, province.id FROM cases_petition p
JOIN orgs_organization province
    ON province.level = 1 AND p.org_code >= province.code AND p.org_code < province.code_end
WHERE p.id % 20 = 0
ON CONFLICT DO NOTHING
"""


@as_owner()
def load_petitions(*, by: User, under: int | None = None) -> None:
    """PETITIONS matters in all counties, or in those of one province; vacuumed and analyzed."""
    params = {
        "rows": PETITIONS,
        "at": dt.datetime.now(ZoneInfo("Asia/Shanghai")),
        "user": by.pk,
        "low": under or 0,
        "high": code_end(under) if under else 10**12,
        "categories": list(CATEGORIES)[::10],
        "content_type": ContentType.objects.get_for_model(Petition).pk,
        "phone": seal("13854312345", "cases_party.phone"),
        "address": seal("黄河五路 385 号", "cases_party.address"),
    }
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_petition, deadlines_deadline CASCADE")
        with fast_loading(*TABLES):
            for statement in (_PETITIONS, _PARTIES, _DEADLINES):
                cursor.execute(statement, params)
            cursor.execute(_RISEN)
        cursor.execute("VACUUM ANALYZE cases_concern")
