"""Duties are seen by those in whose range they are owed, and by the unit on whose desk their lateness lies."""

from fedportal.lib.row_security import Policy, declare, declare_open

declare_open(
    "deadlines_lawedition", "deadlines_ladder", "deadlines_rung", "deadlines_deadlinerule", "deadlines_sweeprun"
)
declare(
    Policy(
        "deadlines_deadline",
        within="org_code >= portal_code() AND org_code < portal_code_end() OR desk_id = portal_org()",
    ),
    Policy(
        "deadlines_escalation",
        "portal_code() = 0 OR EXISTS (SELECT FROM deadlines_deadline d WHERE d.id = deadline_id)",
    ),
)
