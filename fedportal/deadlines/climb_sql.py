"""The one statement of a batch: claim, plan the next rung, move the desk, write the escalation.

`due` returns the claimed rows themselves: the statement's snapshot may still show a row as it stood before a
colleague's or another worker's change that was committed while we claimed it. Escalations come from what the
update returned, so that neither is ever written without the other.

The moment of the following rung is computed as in clock.rung_moment (a test holds the two together); working-day
rungs join the calendar's running number. After the last rung a deadline stays where it is, in its own reminder
cycle, measured from this sweep. A row whose rung is missing, or whose next working day lies beyond the calendar,
is quarantined in the same statement. A duty that should rise and has nobody above it raises the alarm; a rung that
brings a township's before its county (level 3) asks that of nobody else.
"""

CLIMB = """
WITH due AS MATERIALIZED (
    SELECT id, ladder_id, org_id, desk_id, opened_at, due_at, next_step, climb_at, cycle
    FROM deadlines_deadline
    WHERE closed_at IS NULL AND quarantined_at IS NULL AND climb_at <= %(at)s
      AND (climb_at, id) > (%(after_at)s, %(after_id)s) AND (%(only)s IS NULL OR id = %(only)s)
    ORDER BY climb_at, id LIMIT %(batch)s
    FOR NO KEY UPDATE SKIP LOCKED
), rungs AS MATERIALIZED (
    SELECT r.ladder_id, r.step, r.light, r.desk_level, l.base,
           lead(r.step) OVER w AS after_step, lead(r.share) OVER w AS after_share,
           lead(r.unless_acknowledged, 1, false) OVER w AS after_waits,
           coalesce(lead(r.unit) OVER w, l.remind_unit) AS after_unit,
           coalesce(lead(r.amount) OVER w, l.remind_amount) AS after_amount
    FROM deadlines_rung r JOIN deadlines_ladder l ON l.id = r.ladder_id
    WINDOW w AS (PARTITION BY r.ladder_id ORDER BY r.step)
), facts AS MATERIALIZED (
    SELECT d.id, d.next_step, d.org_id, d.desk_id AS from_desk, d.climb_at, d.opened_at, d.due_at, d.cycle,
           r.step, r.light, r.after_step, r.after_share, r.after_waits, r.after_unit, r.after_amount,
           coalesce(r.desk_level < 3, false) AND o.parent_id IS NULL AS alarm,
           CASE
               WHEN r.desk_level IS NULL THEN d.desk_id
               WHEN o.level <= r.desk_level OR o.parent_id IS NULL THEN o.id
               WHEN p1.level <= r.desk_level OR p1.parent_id IS NULL THEN p1.id
               WHEN p2.level <= r.desk_level OR p2.parent_id IS NULL THEN p2.id
               WHEN p3.level <= r.desk_level OR p3.parent_id IS NULL THEN p3.id
               ELSE p3.parent_id
           END AS to_desk,
           CASE
               WHEN r.after_step IS NULL THEN %(at)s
               WHEN r.base = 'due' THEN d.due_at
               ELSE d.opened_at
           END AS base
    FROM due d
    JOIN orgs_organization o ON o.id = d.org_id
    LEFT JOIN orgs_organization p1 ON p1.id = o.parent_id
    LEFT JOIN orgs_organization p2 ON p2.id = p1.parent_id
    LEFT JOIN orgs_organization p3 ON p3.id = p2.parent_id
    LEFT JOIN rungs r ON r.ladder_id = d.ladder_id AND r.step = d.next_step
), plan AS MATERIALIZED (
    SELECT f.*, CASE
        WHEN m.moment IS NULL THEN NULL  -- greatest() would pass over it
        WHEN f.after_share IS NULL THEN greatest(f.opened_at, m.moment)
        ELSE greatest(f.opened_at, least(
            f.opened_at + f.after_share::float8 * (f.due_at - f.opened_at), m.moment))
    END AS next_at
    FROM facts f
    LEFT JOIN calendar_workday w0
        ON f.after_unit = 'working_day' AND f.after_amount <> 0
       AND w0.day = (f.base AT TIME ZONE %(tz)s)::date
    LEFT JOIN calendar_workday w1 ON w1.is_working AND w1.number = w0.number + f.after_amount
    CROSS JOIN LATERAL (SELECT CASE f.after_unit
        WHEN 'second' THEN f.base + f.after_amount * interval '1 second'
        WHEN 'minute' THEN f.base + f.after_amount * interval '1 minute'
        WHEN 'hour' THEN f.base + f.after_amount * interval '1 hour'
        WHEN 'day' THEN f.base + f.after_amount * interval '1 day'
        WHEN 'working_day' THEN CASE
            WHEN f.after_amount = 0 THEN f.base
            ELSE (w1.day + (f.base AT TIME ZONE %(tz)s)::time) AT TIME ZONE %(tz)s
        END
    END AS moment) m
), moved AS (
    UPDATE deadlines_deadline d
    SET desk_id = p.to_desk,
        step = p.step,
        light = greatest(d.light, p.light),
        cycle = p.cycle + (p.after_step IS NULL)::int,
        next_step = coalesce(p.after_step, p.step),
        climb_at = coalesce(p.next_at, p.climb_at),
        awaiting_ack = p.to_desk <> p.org_id OR p.after_waits,
        quarantined_at = CASE WHEN p.next_at IS NULL THEN %(at)s END,
        quarantine_reason = CASE WHEN p.next_at IS NULL THEN '工作日历未覆盖下一级时刻' ELSE '' END
    FROM plan p
    WHERE d.id = p.id AND p.step IS NOT NULL
    RETURNING p.id, p.cycle, p.step, p.from_desk, p.to_desk, p.climb_at, p.alarm
), strays AS (
    UPDATE deadlines_deadline d
    SET quarantined_at = %(at)s, quarantine_reason = '阶梯中没有第 ' || p.next_step || ' 级'
    FROM plan p
    WHERE d.id = p.id AND p.step IS NULL
), written AS (
    INSERT INTO deadlines_escalation (deadline_id, cycle, step, from_desk_id, to_desk_id, planned_at, at, alarm)
    SELECT id, cycle, step, from_desk, to_desk, climb_at, %(at)s, alarm FROM moved
)
SELECT count(*), count(step), count(*) FILTER (WHERE next_at IS NULL OR step IS NULL), min(climb_at),
       (SELECT climb_at FROM due ORDER BY climb_at DESC, id DESC LIMIT 1),
       (SELECT id FROM due ORDER BY climb_at DESC, id DESC LIMIT 1)
FROM plan
"""
