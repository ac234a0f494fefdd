"""Who sees the rows of checklists, checks and applications: lists everybody, the rest whoever works in their range."""

from fedportal.lib.row_security import Policy, declare_open

_IN_RANGE = "org_code >= portal_code() AND org_code < portal_code_end()"
declare_open("stations_checklist", "stations_checklistitem")
OF_CHECKS = (
    # One that is not finished is its maker's.
    Policy(
        "stations_stationcheck",
        "done_at IS NOT NULL OR portal_reader() = 0 OR by_id = portal_reader()",
        within=_IN_RANGE,
        grants="SELECT, INSERT, UPDATE",
    ),
    Policy(
        "stations_checkanswer",
        "portal_code() = 0 OR EXISTS (SELECT FROM stations_stationcheck c WHERE c.id = of_id)",
        grants="SELECT, INSERT, UPDATE",
    ),
    Policy(
        "stations_checkphoto",
        "portal_code() = 0 OR EXISTS (SELECT FROM stations_checkanswer a WHERE a.id = answer_id)",
        grants="SELECT, INSERT, DELETE",
    ),
    # Figures need each household's row; what its village calls it is before that village and the township right above.
    Policy("stations_household", within=_IN_RANGE, grants="SELECT, INSERT, UPDATE"),
    Policy(
        "stations_peacecheck",
        "portal_code() = 0 OR EXISTS (SELECT FROM stations_household h WHERE h.id = household_id)",
        grants="SELECT, INSERT",
    ),
    Policy(
        "stations_homelabel",
        """
        portal_code() = 0 OR EXISTS (
            SELECT FROM stations_household h JOIN orgs_organization o ON o.id = h.org_id
            WHERE h.id = household_id AND portal_org() IN (o.id, o.parent_id)
        )
        """,
        grants="SELECT, INSERT, DELETE",
    ),
    Policy(
        "stations_accreditation",
        "state <> 'draft' OR portal_reader() = 0 OR applicant_id = portal_org()",
        within=_IN_RANGE,
        grants="SELECT, INSERT, UPDATE",
    ),
    Policy(
        "stations_accreditationstep",
        "portal_code() = 0 OR EXISTS (SELECT FROM stations_accreditation a WHERE a.id = of_id)",
        grants="SELECT, INSERT",
    ),
)
