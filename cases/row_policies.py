"""Who sees the rows of petitions and of all that hangs on them, in the database itself (see lib/row_security).

A petition is seen within the range of codes, an accusation by its readers; what belongs to a petition is seen with it.
"""

from fedportal.lib.row_security import Policy, Question, declare, declare_open

declare_open("cases_numberseries", "cases_documenttemplate", "cases_neutralsender")

_IN_RANGE = "org_code >= portal_code() AND org_code < portal_code_end()"
# As cases.knowing says, whose flags are letters here (accounts/row_scopes). Without a reader all are shown: figures.
# Who has no flags at all has NULL. What her relations have to do with is behind the wall.
_WALLED = "ARRAY(SELECT w.petition_id FROM cases_relationwall w WHERE w.user_id = portal_reader())"
_PETITION = f"""{_IN_RANGE} AND (portal_reader() = 0 OR id <> ALL ({_WALLED}) AND CASE
    WHEN matter_class = 'accusation' THEN cases_reads_accusation(id, org_code)
    WHEN guarded THEN cases_in_line(id, org_code, registered_by_id, handler_id, danger)
    ELSE coalesce(position('p' IN portal_flags()), 0) = 0 OR cases_near(id)
END)"""
_ALL = "portal_code() = 0"  # lib/row_scope.EVERYTHING: spares the look at what the row belongs to
_UNIT = "org_id = portal_org()"
_WRITTEN_IN_RANGE = """EXISTS (
    SELECT FROM orgs_organization o WHERE o.id = org_id AND o.code >= portal_code() AND o.code < portal_code_end()
)"""
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
        portal_reader() = 0
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
        )
        """,
    ),
    # PetitionQuerySet._near
    Question(
        "cases_near",
        "matter bigint",
        """EXISTS (
            SELECT FROM cases_concern WHERE petition_id = matter AND org_id = portal_org()
                AND (reader_id IS NULL OR reader_id = portal_reader() AND until > statement_timestamp())
        )""",
    ),
    # PetitionQuerySet._in_line
    Question(
        "cases_in_line",
        "matter bigint, holder bigint, registrar bigint, handler bigint, danger text",
        """
        EXISTS (
            SELECT FROM cases_namedreader WHERE petition_id = matter AND user_id = portal_reader() AND ended_at IS NULL
        )
        OR EXISTS (
            SELECT FROM cases_breakglass
            WHERE petition_id = matter AND user_id = portal_reader() AND expires_at > statement_timestamp()
        )
        OR CASE WHEN holder = portal_code() THEN
            position('l' IN portal_flags()) > 0 OR registrar = portal_reader() OR handler = portal_reader()
                OR handler IS NULL AND position('d' IN portal_flags()) > 0
        ELSE
            portal_flags() ~ '[ls]' AND (
                danger = 'high' AND position('c' IN portal_flags()) > 0
                OR EXISTS (
                    SELECT FROM cases_concern
                    WHERE petition_id = matter AND org_id = portal_org() AND reader_id IS NULL
                )
            )
        END
        """,
    ),
    Question("cases_shown", "matter bigint", f"EXISTS (SELECT FROM cases_petition WHERE id = matter AND {_PETITION})"),  # nosec B608
    Policy("cases_petition", _PETITION),
)

OF_A_PETITION = (
    "cases_accused",
    "cases_archive",
    "cases_attachment",
    "cases_check",
    "cases_conclusion",
    "cases_contact",
    "cases_dispute",
    "cases_diversion",
    "cases_event",
    "cases_extension",
    "cases_followup",
    "cases_formervalue",
    "cases_handlingstep",
    "cases_hearing",
    "cases_heldcontact",
    "cases_leadercase",
    "cases_legalhold",
    "cases_letter",
    "cases_mediation",
    "cases_namedreader",
    "cases_opinion",
    "cases_party",
    "cases_processingbasis",
    "cases_proposal",
    "cases_questionnaire",
    "cases_rating",
    "cases_ratinglink",
    "cases_recusal",
    "cases_review",
    "cases_rightsrequest",
    "cases_safecontact",
    "cases_searchtext",
    "cases_suggestion",
    "cases_supervisionorder",
    "cases_transfer",
    "cases_urgentreport",
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
    # A paper without a petition, such as a briefing or the answer to a complaint.
    Policy(
        "cases_document", f"{_ALL} OR {_SHOWN.format('petition_id')} OR petition_id IS NULL AND {_WRITTEN_IN_RANGE}"
    ),
    Policy("cases_briefing", f"{_ALL} OR {_UNIT}"),
    Policy("cases_importbatch", f"{_ALL} OR {_UNIT}"),
    Policy("cases_handlingcomplaint", _IN_RANGE),
    Policy("cases_receptionday", _IN_RANGE),
    # One's own, and with the petition what others asked and opened.
    Policy("cases_accessgrant", f"{_ALL} OR asked_by_id = portal_reader() OR {_SHOWN_WITH_IT}"),
    Policy("cases_breakglass", f"{_ALL} OR user_id = portal_reader() OR {_SHOWN_WITH_IT}"),
    Policy("cases_relationwall", f"{_ALL} OR user_id = portal_reader() OR {_SHOWN_WITH_IT}"),
    Policy("cases_concern", f"{_ALL} OR {_UNIT} OR {_SHOWN_WITH_IT}"),
    Policy("cases_staffdigest", f"{_ALL} OR user_id = portal_reader()"),
    # One's own alone.
    Policy("cases_export", f"{_ALL} OR by_id = portal_reader()"),
    Policy("cases_bulkrun", f"{_ALL} OR by_id = portal_reader()"),
    Policy("cases_savedfilter", f"{_ALL} OR user_id = portal_reader()"),
)
