"""Who sees the rows of lines, calls and work orders, there: as their `visible_to` says (lib/row_security)."""

from fedportal.lib.row_security import Policy, Question, declare
from hotline.call_ticket_policies import OF_CALL_TICKETS

_IN_RANGE = "org_code >= portal_code() AND org_code < portal_code_end()"
_ALL = "portal_code() = 0"
_KNOWN_TO_LINE = f"""
    {_IN_RANGE} OR EXISTS (
        SELECT FROM orgs_organization o
        WHERE o.id = org_id AND o.code <= portal_code() AND o.code_end > portal_code()
    )
"""  # our own names  # nosec B608
_WALLED = "petition_id IS NOT NULL AND petition_id = ANY ((SELECT cases_walled())::bigint[])"
declare(
    Question(
        "hotline_climbed",
        "ticket bigint",
        """
        RETURN EXISTS (
            SELECT FROM deadlines_deadline d JOIN django_content_type t ON t.id = d.content_type_id
            JOIN deadlines_escalation e ON e.deadline_id = d.id
            WHERE t.app_label = 'hotline' AND t.model = 'externalticket' AND d.object_id = ticket
              AND e.to_desk_id = portal_org() AND d.org_id <> portal_org()
        );
        """,
    ),
    # Whether the reader is the client of that very system, whichever of its clients brought the order.
    Question(
        "hotline_exchanges",
        "told text",
        "RETURN EXISTS (SELECT FROM api_apiclient c WHERE c.user_id = portal_reader() AND c.system = told);",
    ),
    Policy(
        "hotline_externalticket",
        f"""
        CASE
            WHEN portal_reader() = 0 THEN true
            WHEN {_WALLED} THEN false
            WHEN entered_by_id = portal_reader() OR accepted_by_id = portal_reader() THEN true
            WHEN org_code = portal_code() THEN NOT guarded OR position('l' IN portal_flags()) > 0
                OR accepted_by_id IS NULL AND position('d' IN portal_flags()) > 0
                OR hotline_exchanges(system)
            WHEN NOT guarded AND position('p' IN portal_flags()) = 0 THEN true
            ELSE (NOT guarded OR portal_flags() ~ '[ls]') AND hotline_climbed(id) OR hotline_exchanges(system)
        END
        """,
        within=_IN_RANGE,
    ),
    Policy(
        "hotline_ticketevent",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_externalticket t WHERE t.id = ticket_id)",  # our own names  # nosec B608
    ),
    # Calls are read in their own unit alone: CallQuerySet.visible_to.
    Policy(
        "hotline_call",
        f"""
        CASE
            WHEN portal_reader() = 0 THEN true
            WHEN {_WALLED} THEN false
            WHEN org_code <> portal_code() THEN false
            ELSE agent_id = portal_reader() OR NOT guarded OR position('l' IN portal_flags()) > 0
        END
        """,
        within=_IN_RANGE,
    ),
    Policy(
        "hotline_callevent",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_call c WHERE c.id = call_id)",  # our own names  # nosec B608
    ),
    Policy(
        "hotline_callattempt",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_call c WHERE c.id = call_id)",  # our own names  # nosec B608
        grants="SELECT, INSERT",
    ),
    # What telephones told, and by which key, the portal alone reads; of a call's facts, who reads the call.
    Policy("hotline_phoneevent", _ALL),
    Policy(
        "hotline_switchcall",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_call c WHERE c.id = call_id)",  # our own names  # nosec B608
    ),
    Policy("hotline_phoneswitch", within=_IN_RANGE),
    Policy("hotline_seat", "portal_reader() = 0 OR org_code = portal_code()", within=_IN_RANGE),
    Policy("hotline_callsignal", f"{_ALL} OR agent_id = portal_reader()"),
    *OF_CALL_TICKETS,
    # Numbers and hours of a line are published: whoever works in its range may know of it.
    Policy("hotline_hotlineline", within=_IN_RANGE),
    Policy(
        "hotline_lineevent",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_hotlineline l WHERE l.id = line_id)",  # our own names  # nosec B608
        grants="SELECT, INSERT",
    ),
    # What is told to callers: by one's own unit, those above and those below (EntryQuerySet, PhraseQuerySet).
    Policy(
        "hotline_knowledgeentry",
        "portal_reader() = 0 OR state <> 'draft' OR org_code = portal_code()",
        within=_KNOWN_TO_LINE,
    ),
    Policy("hotline_forbiddenphrase", within=_KNOWN_TO_LINE),
    Policy(
        "hotline_knowledgeversion",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_knowledgeentry k WHERE k.id = entry_id)",  # our own names  # nosec B608
        grants="SELECT, INSERT",
    ),
    Policy(
        "hotline_knowledgereview",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_knowledgeversion v WHERE v.id = version_id)",  # our own names  # nosec B608
        grants="SELECT, INSERT",
    ),
    Policy(
        "hotline_knowledgeuse",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_call c WHERE c.id = call_id)",  # our own names  # nosec B608
        grants="SELECT, INSERT",
    ),
    # The rota is the unit's own; those above know where nobody answers (ShiftQuerySet).
    Policy(
        "hotline_shift",
        "portal_reader() = 0 OR org_code = portal_code() OR agent_id IS NULL",
        within=_IN_RANGE,
    ),
    Policy(
        "hotline_handover",
        """
        portal_code() = 0 OR EXISTS (SELECT FROM hotline_shift s WHERE s.id = shift_id AND s.org_code = portal_code())
            AND (call_id IS NULL OR EXISTS (SELECT FROM hotline_call c WHERE c.id = call_id))
        """,
        grants="SELECT, INSERT, UPDATE",
    ),
    Policy("hotline_redirection", within=_IN_RANGE),
    Policy("hotline_answeringday", within=_IN_RANGE),
    Policy(
        "hotline_callbackslot",
        """
        portal_code() = 0 OR EXISTS (SELECT FROM hotline_shift s WHERE s.id = shift_id AND s.org_code = portal_code())
        """,
    ),
    Policy(
        "hotline_callbackbooking",
        f"{_ALL} OR EXISTS (SELECT FROM hotline_call c WHERE c.id = call_id)",  # our own names  # nosec B608
        grants="SELECT, INSERT, UPDATE",
    ),
    Policy("hotline_qualityform", within=_KNOWN_TO_LINE, grants="SELECT, INSERT"),
    # What was found in her calls an agent reads; who leads the unit reads it all, and a system that was granted it
    # what was found (QualityReviewQuerySet).
    Question(
        "hotline_reads_quality",
        "told text",
        "RETURN EXISTS (SELECT FROM api_apiclient c WHERE c.user_id = portal_reader() AND told = ANY(c.scopes));",
    ),
    Policy(
        "hotline_qualityreview",
        """
        CASE
            WHEN portal_reader() = 0 THEN true
            WHEN org_code <> portal_code() THEN false
            ELSE position('l' IN portal_flags()) > 0
                OR at IS NOT NULL AND (agent_id = portal_reader() OR hotline_reads_quality('quality'))
        END
        """,
        within=_IN_RANGE,
    ),
)
