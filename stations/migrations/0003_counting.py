"""Services are counted by station and month, and stations by township, as they are written.

Months are sums: each statement adds what it brings and takes what it removes, and two that meet in one row wait for
each other there. Townships are counted anew: whoever changes something in one first locks its row and then counts, in
a statement of its own that sees what others have committed meanwhile (READ COMMITTED). So both equal a plain count at
any time.

Their statements are planned anew each time: a plan that a connection has kept from a handful of rows, or from one
township, goes through whole tables when a province comes in.
"""

from django.db import migrations

COUNT = """
CREATE FUNCTION stations_count_town(changed bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $function$
DECLARE
    concerned bigint[];
BEGIN
    SELECT array_agg(DISTINCT code / 1000 * 1000 ORDER BY code / 1000 * 1000) INTO concerned
    FROM unnest(changed) code WHERE code % 1000000 <> 0;  -- counties and above are counted below themselves
    IF concerned IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO stations_towncoverage (town, towns, towns_live, villages, villages_live)
    SELECT town, 0, 0, 0, 0 FROM unnest(concerned) town ORDER BY town ON CONFLICT (town) DO NOTHING;
    PERFORM FROM stations_towncoverage WHERE town = ANY(concerned) ORDER BY town FOR UPDATE;

    WITH unit AS (
        SELECT o.code / 1000 * 1000 AS town, o.level,
               EXISTS (SELECT FROM stations_station s WHERE s.org_id = o.id AND s.closed_on IS NULL) AS live
        FROM unnest(concerned) t JOIN orgs_organization o
            ON o.code / 1000 * 1000 = t AND o.code >= t AND o.code < t + 1000
        WHERE o.level IN (4, 5) AND o.valid_to IS NULL
    ), counted AS (
        SELECT t AS town, count(*) FILTER (WHERE unit.level = 4) AS towns,
               count(*) FILTER (WHERE unit.level = 4 AND unit.live) AS towns_live,
               count(*) FILTER (WHERE unit.level = 5) AS villages,
               count(*) FILTER (WHERE unit.level = 5 AND unit.live) AS villages_live
        FROM unnest(concerned) t LEFT JOIN unit ON unit.town = t GROUP BY t
    )
    UPDATE stations_towncoverage c
    SET towns = n.towns, towns_live = n.towns_live, villages = n.villages, villages_live = n.villages_live
    FROM counted n WHERE c.town = n.town
      AND (c.towns, c.towns_live, c.villages, c.villages_live)
          IS DISTINCT FROM (n.towns, n.towns_live, n.villages, n.villages_live);

    -- What no longer served stands at nought; what did is written again.
    UPDATE stations_townserved SET towns = 0, villages = 0
    WHERE town = ANY(concerned) AND (towns > 0 OR villages > 0);
    WITH served AS (
        SELECT o.code / 1000 * 1000 AS town, o.level, o.id, date_trunc('quarter', m.month)::date AS quarter
        FROM unnest(concerned) t JOIN orgs_organization o
            ON o.code / 1000 * 1000 = t AND o.code >= t AND o.code < t + 1000
        JOIN stations_station s ON s.org_id = o.id AND s.closed_on IS NULL
        JOIN stations_stationmonth m ON m.station_id = s.id AND m.entries > 0
        WHERE o.level IN (4, 5) AND o.valid_to IS NULL
        GROUP BY 1, 2, 3, 4
    )
    INSERT INTO stations_townserved (town, quarter, towns, villages)
    SELECT town, quarter, count(*) FILTER (WHERE level = 4), count(*) FILTER (WHERE level = 5)
    FROM served GROUP BY town, quarter ORDER BY town, quarter
    ON CONFLICT (town, quarter) DO UPDATE SET towns = EXCLUDED.towns, villages = EXCLUDED.villages;
END $function$;
REVOKE EXECUTE ON FUNCTION stations_count_town(bigint[]) FROM PUBLIC;
"""

# Which townships a statement concerns; of a table whose rows mostly change otherwise, only what counts here.
TRIGGERS = """
CREATE FUNCTION stations_station_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM stations_count_town((SELECT array_agg(DISTINCT org_code) FROM added));
    ELSE
        PERFORM stations_count_town((
            SELECT array_agg(DISTINCT code) FROM (
                SELECT unnest(ARRAY[a.org_code, w.org_code]) AS code FROM added a JOIN was w ON w.id = a.id
                WHERE (a.org_id, a.closed_on) IS DISTINCT FROM (w.org_id, w.closed_on)
            ) changed
        ));
    END IF;
    RETURN NULL;
END $function$;
CREATE TRIGGER counted_inserted AFTER INSERT ON stations_station
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION stations_station_counted();
CREATE TRIGGER counted_updated AFTER UPDATE ON stations_station
    REFERENCING OLD TABLE AS was NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION stations_station_counted();

CREATE FUNCTION stations_unit_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM stations_count_town((SELECT array_agg(DISTINCT code / 1000 * 1000) FROM added WHERE level IN (4, 5)));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM stations_count_town((SELECT array_agg(DISTINCT code / 1000 * 1000) FROM was WHERE level IN (4, 5)));
    ELSE
        PERFORM stations_count_town((
            SELECT array_agg(DISTINCT code) FROM (
                SELECT unnest(ARRAY[a.code, w.code]) / 1000 * 1000 AS code FROM added a JOIN was w ON w.id = a.id
                WHERE (a.level IN (4, 5) OR w.level IN (4, 5))
                  AND (a.code, a.level, a.valid_to) IS DISTINCT FROM (w.code, w.level, w.valid_to)
            ) changed
        ));
    END IF;
    RETURN NULL;
END $function$;
CREATE TRIGGER stations_counted_inserted AFTER INSERT ON orgs_organization
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION stations_unit_counted();
CREATE TRIGGER stations_counted_updated AFTER UPDATE ON orgs_organization
    REFERENCING OLD TABLE AS was NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION stations_unit_counted();
CREATE TRIGGER stations_counted_deleted AFTER DELETE ON orgs_organization
    REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION stations_unit_counted();

CREATE TYPE stations_step AS (station_id bigint, month date, service text, entries integer, people integer);
CREATE FUNCTION stations_add_to_months(steps stations_step[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $function$
DECLARE
    turned bigint[];
BEGIN
    IF steps IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO stations_stationmonth
        (station_id, month, entries, complaint, legal, education, governance, needs, hardship)
    SELECT DISTINCT station_id, month, 0, 0, 0, 0, 0, 0, 0 FROM unnest(steps) ORDER BY station_id, month
    ON CONFLICT (station_id, month) DO NOTHING;
    PERFORM FROM stations_stationmonth
    WHERE (station_id, month) IN (SELECT station_id, month FROM unnest(steps))
    ORDER BY station_id, month FOR UPDATE;
    WITH step AS (
        SELECT station_id, month, sum(entries) AS entries,
               coalesce(sum(people) FILTER (WHERE service = 'complaint'), 0) AS complaint,
               coalesce(sum(people) FILTER (WHERE service = 'legal'), 0) AS legal,
               coalesce(sum(people) FILTER (WHERE service = 'education'), 0) AS education,
               coalesce(sum(people) FILTER (WHERE service = 'governance'), 0) AS governance,
               coalesce(sum(people) FILTER (WHERE service = 'needs'), 0) AS needs,
               coalesce(sum(people) FILTER (WHERE service = 'hardship'), 0) AS hardship
        FROM unnest(steps) GROUP BY station_id, month
    ), added AS (
        UPDATE stations_stationmonth m
        SET entries = m.entries + step.entries, complaint = m.complaint + step.complaint,
            legal = m.legal + step.legal, education = m.education + step.education,
            governance = m.governance + step.governance, needs = m.needs + step.needs,
            hardship = m.hardship + step.hardship
        FROM step WHERE m.station_id = step.station_id AND m.month = step.month
        RETURNING m.station_id, m.entries AS now, m.entries - step.entries AS before
    )
    SELECT array_agg(DISTINCT s.org_code) INTO turned
    FROM added JOIN stations_station s ON s.id = added.station_id WHERE (now = 0) <> (before = 0);
    PERFORM stations_count_town(turned);
END $function$;
REVOKE EXECUTE ON FUNCTION stations_add_to_months(stations_step[]) FROM PUBLIC;

CREATE FUNCTION stations_entry_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM stations_add_to_months((
            SELECT array_agg(ROW(station_id, date_trunc('month', day)::date, service, entries, people)::stations_step)
            FROM (
                SELECT station_id, day, service, count(*)::integer AS entries, sum(people)::integer AS people
                FROM added WHERE struck_at IS NULL GROUP BY station_id, day, service
            ) e
        ));
    ELSE
        PERFORM stations_add_to_months((
            SELECT array_agg(ROW(station_id, date_trunc('month', day)::date, service, sign, sign * people)::stations_step)
            FROM (
                SELECT station_id, day, service, 1 AS sign, people FROM added WHERE struck_at IS NULL
                UNION ALL
                SELECT station_id, day, service, -1, people FROM was WHERE struck_at IS NULL
            ) e
        ));
    END IF;
    RETURN NULL;
END $function$;
CREATE TRIGGER counted_inserted AFTER INSERT ON stations_serviceentry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION stations_entry_counted();
CREATE TRIGGER counted_updated AFTER UPDATE ON stations_serviceentry
    REFERENCING OLD TABLE AS was NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION stations_entry_counted();
"""
# Units that are older than the triggers.
SO_FAR = "SELECT stations_count_town((SELECT array_agg(DISTINCT code / 1000 * 1000) FROM orgs_organization WHERE level IN (4, 5)));"
BACK = """
DROP TRIGGER counted_inserted ON stations_serviceentry;
DROP TRIGGER counted_updated ON stations_serviceentry;
DROP TRIGGER stations_counted_inserted ON orgs_organization;
DROP TRIGGER stations_counted_updated ON orgs_organization;
DROP TRIGGER stations_counted_deleted ON orgs_organization;
DROP TRIGGER counted_inserted ON stations_station;
DROP TRIGGER counted_updated ON stations_station;
DROP FUNCTION stations_entry_counted(), stations_unit_counted(), stations_station_counted();
DROP FUNCTION stations_add_to_months(stations_step[]);
DROP TYPE stations_step;
DROP FUNCTION stations_count_town(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("stations", "0002_log_and_links"),
        ("orgs", "0003_responsible"),
    ]

    operations = [migrations.RunSQL(COUNT, ""), migrations.RunSQL(TRIGGERS, BACK), migrations.RunSQL(SO_FAR, "")]
