"""Who sees the rows of work orders that come of calls, as CallTicketQuerySet.visible_to says; for row_policies."""

from fedportal.lib.row_security import Policy, Question

_RANGE = " OR ".join(
    f"{column} >= portal_code() AND {column} < portal_code_end()" for column in ("org_code", "holder_code")
)
_NEAR = "org_code = portal_code() OR holder_code = portal_code() OR asked_id = portal_org()"
_WALLED = "petition_id IS NOT NULL AND petition_id = ANY ((SELECT cases_walled())::bigint[])"
_SHOWN = "portal_code() = 0 OR EXISTS (SELECT FROM hotline_callticket t WHERE t.id = ticket_id)"

OF_CALL_TICKETS: tuple[Policy | Question, ...] = (
    Question(
        "hotline_call_ticket_climbed",
        "ticket bigint",
        """
        RETURN EXISTS (
            SELECT FROM deadlines_deadline d JOIN django_content_type t ON t.id = d.content_type_id
            JOIN deadlines_escalation e ON e.deadline_id = d.id
            WHERE t.app_label = 'hotline' AND t.model = 'callticket' AND d.object_id = ticket
              AND e.to_desk_id = portal_org() AND d.org_id <> portal_org()
        );
        """,
    ),
    Question(
        "hotline_call_ticket_worked_on",
        "ticket bigint",
        "RETURN EXISTS (SELECT FROM hotline_callticketevent e WHERE e.ticket_id = ticket "
        "AND e.actor_id = portal_reader());",
    ),
    Policy(
        "hotline_callticket",
        f"""
        CASE
            WHEN portal_reader() = 0 THEN true
            WHEN {_WALLED} THEN false
            WHEN NOT guarded AND position('p' IN portal_flags()) = 0 THEN true
            WHEN {_NEAR} THEN
                NOT guarded OR agent_id = portal_reader() OR position('l' IN portal_flags()) > 0
                OR accepted_by_id IS NULL AND holder_code = portal_code() AND position('d' IN portal_flags()) > 0
                OR hotline_call_ticket_worked_on(id)
            ELSE (NOT guarded OR portal_flags() ~ '[ls]') AND hotline_call_ticket_climbed(id)
        END
        """,
        within=f"{_RANGE} OR asked_id = portal_org()",
    ),
    Policy("hotline_callticketevent", _SHOWN),
    Policy("hotline_callticketreferral", _SHOWN, grants="SELECT, INSERT, UPDATE"),
)
