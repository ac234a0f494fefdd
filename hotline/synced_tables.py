"""What other systems hold a copy of: work orders of 12345, calls of 12338 and their work orders, with their clocks and
their story."""

from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part, declare
from fedportal.changes.objects import duties_of, keys_above, placed
from hotline.api.call_document import call_documents
from hotline.api.call_ticket_document import call_ticket_documents
from hotline.api.document import ticket_documents
from hotline.desk_synced import OF_THE_DESK
from hotline.models import KIND, Call, CallTicket, ExternalTicket
from hotline.models.call import KIND as CALL
from hotline.models.call_ticket import KIND as CALL_TICKET

_TICKET_ID = "SELECT ticket_id FROM {rows}"
_CALL_ID = "SELECT call_id FROM {rows} WHERE call_id IS NOT NULL"
# What decides before whom a petition is, whose number stands in a document only before those.
_MATTER = ("org_code", "matter_class", "guarded", "handler_id", "registered_by_id", "danger")


def _climbs(model: str) -> Part:
    """To whom it climbs, sees it from then on."""
    return Part(
        "deadlines_escalation",
        f"""
        SELECT d.object_id FROM {{rows}} r JOIN deadlines_deadline d ON d.id = r.deadline_id
        JOIN django_content_type t ON t.id = d.content_type_id
        WHERE t.app_label = 'hotline' AND t.model = '{model}'
        """,  # our own names  # noqa: S608  # nosec B608
    )


def _of_its_petition(table: str) -> tuple[Part, ...]:
    """The matter that a row has become: whom that is before, and whom the wall keeps it from."""
    its = f"SELECT m.id FROM {table} m WHERE m.petition_id IN (SELECT {{key}} FROM {{{{rows}}}})"  # our own names  # noqa: S608  # nosec B608
    of_it = its.format(key="petition_id")
    return (
        Part("cases_petition", its.format(key="id"), told=_MATTER),
        Part("cases_concern", of_it),
        Part("cases_namedreader", of_it),
        Part("cases_relationwall", of_it, bars=True),
    )


def _named_in(*columns: tuple[str, str, str]) -> Part:
    """A colleague stands in a document by her name of today: in this column of that table, whose object is that."""
    named = "SELECT {2} FROM {0} WHERE {1} IN (SELECT id FROM {{rows}})"
    return Part("accounts_user", " UNION ".join(named.format(*column) for column in columns), told=("name",))


declare(
    Kind(
        KIND,
        "hotline_externalticket",
        ticket_documents,
        all_keys=keys_above(ExternalTicket),
        placed=placed(ExternalTicket, "received_at"),
        code="org_code",
        sight=("guarded", "accepted_by_id"),
        parts=(
            Part("hotline_ticketevent", _TICKET_ID),
            duties_of("hotline", "externalticket"),
            _climbs("externalticket"),
            _named_in(("hotline_ticketevent", "actor_id", "ticket_id")),
            *_of_its_petition("hotline_externalticket"),
        ),
        shared=True,
    )
)
declare(
    Kind(
        CALL,
        "hotline_call",
        call_documents,
        all_keys=keys_above(Call),
        placed=placed(Call, "rang_at"),
        code="org_code",
        sight=("guarded", "agent_id", "petition_id"),
        parts=(
            Part("hotline_callevent", _CALL_ID),
            Part("hotline_callattempt", _CALL_ID),
            Part("hotline_switchcall", _CALL_ID),
            duties_of("hotline", "call"),
            Part(
                "hotline_hotlineline",
                "SELECT id FROM hotline_call WHERE line_id IN (SELECT id FROM {rows})",
                told=("number",),
            ),
            _named_in(
                ("hotline_call", "agent_id", "id"),
                ("hotline_callevent", "actor_id", "call_id"),
                ("hotline_callattempt", "by_id", "call_id"),
            ),
            *_of_its_petition("hotline_call"),
        ),
        scope=Scope.CALLS,
    )
)
declare(
    Kind(
        CALL_TICKET,
        "hotline_callticket",
        call_ticket_documents,
        all_keys=keys_above(CallTicket),
        placed=placed(CallTicket, "registered_at"),
        code="org_code",
        also="holder_code",
        sight=("guarded", "agent_id", "accepted_by_id", "asked_id", "petition_id"),
        parts=(
            Part("hotline_callticketevent", _TICKET_ID),
            Part("hotline_callticketreferral", _TICKET_ID),
            duties_of("hotline", "callticket"),
            _climbs("callticket"),
            # whether the call that it came from is before its reader
            Part(
                "hotline_call",
                "SELECT id FROM hotline_callticket WHERE call_id IN (SELECT id FROM {rows})",
                told=("org_code", "guarded", "agent_id", "petition_id"),
            ),
            Part(
                "orgs_agency",
                "SELECT ticket_id FROM hotline_callticketreferral WHERE agency_id IN (SELECT id FROM {rows})",
                told=("name",),
            ),
            _named_in(
                ("hotline_callticket", "agent_id", "id"),
                ("hotline_callticketevent", "actor_id", "ticket_id"),
            ),
            *_of_its_petition("hotline_callticket"),
        ),
        scope=Scope.CALLS,
    )
)
for kind in OF_THE_DESK:
    declare(kind)
