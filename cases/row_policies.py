"""Who sees the rows of petitions and of all that hangs on them, in the database itself (see lib/row_security).

A petition is seen within the range of codes, an accusation by its readers; what belongs to a petition is seen with it.
"""

from fedportal.lib.row_security import Policy, Question, declare, declare_open

declare_open("cases_numberseries", "cases_documenttemplate", "cases_neutralsender")

_IN_RANGE = "org_code >= portal_code() AND org_code < portal_code_end()"
# As cases.knowing says, whose flags are letters here (accounts/row_scopes): the first that fits answers. Without a
# reader all of the range are shown: figures. Without a scope nothing is. What her relations have to do with is walled.
_RULE = (
    ("{outside}", "false"),
    ("{nobody}", "true"),
    ("{walled}", "false"),
    ("matter_class = 'accusation'", "cases_reads_accusation({id}, org_code)"),
    ("NOT guarded AND {below_province}", "true"),
    ("guarded AND {opened}", "true"),
    (
        "guarded AND org_code = {here}",
        "position('l' IN portal_flags()) > 0 OR registered_by_id = portal_reader() OR handler_id = portal_reader() "
        "OR handler_id IS NULL AND position('d' IN portal_flags()) > 0",
    ),
    ("guarded AND {leads_nothing}", "false"),
    ("guarded AND danger = 'high' AND position('c' IN portal_flags()) > 0", "true"),
    ("true", "{near}"),
)
_READER = {
    "here": "portal_code()",
    "end": "portal_code_end()",
    "nobody": "portal_reader() = 0",
    "below_province": "coalesce(position('p' IN portal_flags()), 0) = 0",
    "leads_nothing": "(portal_flags() ~ '[ls]') IS NOT TRUE",
}
# Keys of what she or her unit has to do with, and how the table that says so is asked.
_TIES = {
    "walled": "SELECT petition_id FROM cases_relationwall WHERE user_id = portal_reader()",
    "opened": """SELECT petition_id FROM cases_namedreader WHERE user_id = portal_reader() AND ended_at IS NULL
        UNION ALL
        SELECT petition_id FROM cases_breakglass
        WHERE user_id = portal_reader() AND expires_at > statement_timestamp()""",
    "near": """SELECT petition_id FROM cases_concern WHERE org_id = portal_org()
        AND (reader_id IS NULL OR reader_id = portal_reader() AND until > statement_timestamp())""",
}
# Of many matters all is asked once a statement: what came to a unit may be thousands, and is hashed. Of one matter it
# is asked in the order of the rule, as far as that has to go.
_OUTSIDE = "(org_code >= {here} AND org_code < {end}) IS NOT TRUE"
_ASKED_ONCE = {name: f"(SELECT {asked})" for name, asked in _READER.items()}
_OF_MANY = {
    "id": "id",
    **_ASKED_ONCE,
    "outside": _OUTSIDE.format(**_ASKED_ONCE),
    "walled": "id = ANY ((SELECT cases_walled())::bigint[])",
    "opened": "id = ANY ((SELECT cases_opened())::bigint[])",
    "near": "id IN (SELECT cases_near())",
}
_OF_ONE = {
    "id": "matter",
    **_READER,
    "outside": _OUTSIDE.format(**_READER),
    **{name: f"EXISTS (SELECT FROM ({rows}) t WHERE t.petition_id = matter)" for name, rows in _TIES.items()},  # nosec B608
}
_KNOWN = " ".join(f"WHEN {fits} THEN {answer}" for fits, answer in _RULE).format(**_OF_MANY)
_STEPS = " ".join(f"IF {fits} THEN RETURN {answer}; END IF;" for fits, answer in _RULE)
# What the rule asks of one matter is looked up at once.
_VARIABLES = (
    "org_code bigint; matter_class text; guarded boolean; registered_by_id bigint; handler_id bigint; danger text; "
    "walled boolean;"
)
_LOOK_UP = f"""
    SELECT p.org_code, p.matter_class, p.guarded, p.registered_by_id, p.handler_id, p.danger, {_OF_ONE["walled"]}
    INTO org_code, matter_class, guarded, registered_by_id, handler_id, danger, walled
    FROM cases_petition p WHERE p.id = matter;
"""  # our own text  # noqa: S608  # nosec B608
_LOOKED_UP = _OF_ONE | {"walled": "walled"}
_ALL = "portal_code() = 0"  # lib/row_scope.EVERYTHING: spares the look at what the row belongs to
_UNIT = "org_id = portal_org()"
_WRITTEN_IN_RANGE = """EXISTS (
    SELECT FROM orgs_organization o WHERE o.id = org_id AND o.code >= portal_code() AND o.code < portal_code_end()
)"""
_NOT_OF_OTHERS = """(
    kind <> 'complaint_reply' OR portal_reader() = 0
    OR EXISTS (SELECT FROM cases_handlingcomplaint c WHERE c.document_id = cases_document.id)
)"""  # nosec B608
# As a question, and not as a subquery with a policy of its own: that would be planned anew with every statement.
_SHOWN = "cases_shown({})"
_SHOWN_WITH_IT = _SHOWN.format("petition_id")


def _belongs(table: str, **to: str) -> Policy:
    """Rows that are seen with the row of another table to which one of these columns points."""
    seen = (
        _SHOWN.format(column)
        if other == "cases_petition"
        else f"EXISTS (SELECT FROM {other} o WHERE o.id = {table}.{column})"  # our own names  # nosec B608
        for column, other in to.items()
    )
    return Policy(table, " OR ".join([_ALL, *seen]))


# Named, or by her office the head of a unit that has to do with it: PetitionQuerySet._may_read.
declare(
    Question(
        "cases_reads_accusation",
        "matter bigint, holder bigint",
        """
        RETURN portal_reader() = 0
        OR EXISTS (
            SELECT FROM cases_namedreader WHERE petition_id = matter AND user_id = portal_reader() AND ended_at IS NULL
        )
        OR position('h' IN portal_flags()) > 0 AND (
            holder = portal_code()
            OR EXISTS (
                SELECT FROM deadlines_deadline d JOIN django_content_type t ON t.id = d.content_type_id
                WHERE t.app_label = 'cases' AND t.model = 'petition' AND d.object_id = matter
                  AND d.closed_at IS NULL AND (d.org_code = portal_code() OR d.desk_id = portal_org())
            )
        );
        """,
    ),
    Question("cases_walled", "", f"RETURN ARRAY({_TIES['walled']});", returns="bigint[]"),
    Question("cases_opened", "", f"RETURN ARRAY({_TIES['opened']});", returns="bigint[]"),
    Question("cases_near", "", f"RETURN QUERY {_TIES['near']};", returns="SETOF bigint"),
    Question(
        "cases_shown",
        "matter bigint",
        f"{_LOOK_UP} IF NOT FOUND THEN RETURN false; END IF; {_STEPS.format(**_LOOKED_UP)}",
        variables=_VARIABLES,
    ),
    # HandlingComplaintQuerySet.for_reader: to the head nothing but the wall closes what was brought before her unit.
    Question(
        "cases_open_before",
        "matter bigint",
        f"""
        {_LOOK_UP}
        IF NOT FOUND OR walled THEN RETURN false; END IF;
        IF position('h' IN portal_flags()) > 0 THEN RETURN true; END IF;
        {_STEPS.format(**_LOOKED_UP | {"outside": "false", "nobody": "false", "below_province": "true"})}
        """,
        variables=_VARIABLES,
    ),
    Question(
        "cases_hears",
        "complaint bigint, matter bigint, hearer bigint",
        """
        RETURN position('k' IN portal_flags()) > 0 AND (
            cases_shown(matter)
            OR cases_open_before(matter) AND (
                hearer = portal_org()
                OR EXISTS (
                    SELECT FROM deadlines_deadline d JOIN django_content_type t ON t.id = d.content_type_id
                    JOIN deadlines_escalation e ON e.deadline_id = d.id
                    WHERE t.app_label = 'cases' AND t.model = 'handlingcomplaint' AND d.object_id = complaint
                      AND e.to_desk_id = portal_org()
                )
            )
        );
        """,
    ),
    Policy("cases_petition", f"CASE {_KNOWN} END"),
)

OF_A_PETITION = (
    "cases_accused",
    "cases_archive",
    "cases_attachment",
    "cases_check",
    "cases_conclusion",
    "cases_contact",
    "cases_dangerassessment",
    "cases_dispute",
    "cases_diversion",
    "cases_event",
    "cases_extension",
    "cases_externalid",
    "cases_followup",
    "cases_formervalue",
    "cases_handlingstep",
    "cases_hearing",
    "cases_heldcontact",
    "cases_leadercase",
    "cases_legalhold",
    "cases_letter",
    "cases_mandatoryreport",
    "cases_mediation",
    "cases_namedreader",
    "cases_opinion",
    "cases_orderbreach",
    "cases_orderextension",
    "cases_party",
    "cases_policereport",
    "cases_processingbasis",
    "cases_proposal",
    "cases_protectionorder",
    "cases_questionnaire",
    "cases_rating",
    "cases_ratinglink",
    "cases_recusal",
    "cases_review",
    "cases_rightsrequest",
    "cases_safecontact",
    "cases_safetyplan",
    "cases_searchtext",
    "cases_suggestion",
    "cases_supervisionorder",
    "cases_transfer",
    "cases_urgentreport",
    "cases_violencecase",
    "cases_warningletter",
    "cases_warningvisit",
)
declare(*(_belongs(table, petition_id="cases_petition") for table in OF_A_PETITION))
declare(
    _belongs("cases_merger", petition_id="cases_petition", survivor_id="cases_petition"),
    _belongs("cases_replylink", letter_id="cases_letter"),
    _belongs("cases_callwindow", contact_id="cases_safecontact"),
    # Of an export, which names no single matter, the unit that exported.
    Policy("cases_disclosure", f"{_ALL} OR {_SHOWN_WITH_IT} OR petition_id IS NULL AND {_UNIT}", "SELECT, INSERT"),
    _belongs("cases_supervisionreply", order_id="cases_supervisionorder"),
    _belongs("cases_receiver", document_id="cases_document"),
    _belongs("cases_briefingadoption", briefing_id="cases_briefing"),
    _belongs("cases_briefing_cases", briefing_id="cases_briefing"),
    _belongs("cases_receptionday_petitions", petition_id="cases_petition"),
    _belongs("cases_importrow", batch_id="cases_importbatch"),
    # A paper without a petition, such as a briefing; the answer to a complaint is seen with the complaint.
    Policy(
        "cases_document",
        f"{_ALL} OR {_SHOWN_WITH_IT} OR petition_id IS NULL AND {_WRITTEN_IN_RANGE} AND {_NOT_OF_OTHERS}",
    ),
    Policy("cases_briefing", f"{_ALL} OR {_UNIT}"),
    Policy("cases_importbatch", f"{_ALL} OR {_UNIT}"),
    Policy("cases_handlingcomplaint", "portal_reader() = 0 OR cases_hears(id, petition_id, org_id)", within=_IN_RANGE),
    Policy("cases_receptionday", within=_IN_RANGE),
    # One's own, and with the petition what others asked and opened.
    Policy("cases_accessgrant", f"{_ALL} OR asked_by_id = portal_reader() OR {_SHOWN_WITH_IT}"),
    Policy("cases_breakglass", f"user_id = portal_reader() OR {_ALL} OR {_SHOWN_WITH_IT}"),
    Policy("cases_relationwall", f"user_id = portal_reader() OR {_ALL} OR {_SHOWN_WITH_IT}"),
    Policy("cases_concern", f"org_id = (SELECT portal_org()) OR {_ALL} OR {_SHOWN_WITH_IT}"),  # of a unit, thousands
    Policy("cases_staffdigest", f"{_ALL} OR user_id = portal_reader()"),
    # One's own alone.
    Policy("cases_export", f"{_ALL} OR by_id = portal_reader()"),
    Policy("cases_bulkrun", f"{_ALL} OR by_id = portal_reader()"),
    Policy("cases_savedfilter", f"{_ALL} OR user_id = portal_reader()"),
)
