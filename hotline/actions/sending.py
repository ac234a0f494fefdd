"""Work orders that leave for 12345: what is not ours, or what they asked for; no more than they need goes along."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from cases.actions.disclosing import disclose
from cases.actions.letter_guards import WRITABLE
from cases.models import Petition
from cases.safe_contact import FREE, known_of, terms_of
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions import clocks
from hotline.actions.saying import check_said, must_not_call_back
from hotline.actions.story import write, write_on_petition
from hotline.law import PRACTICE
from hotline.models import ExternalTicket
from hotline.workflow import Direction, TicketClass, TicketState


@dataclass(frozen=True)
class Sending:
    """What is asked of 12345. `named`: her name and telephone go along, to which she has agreed (`consent`)."""

    system: str
    ticket_class: str
    title: str
    content: str
    named: bool = False
    consent: bool = False
    caller_name: str = ""  # without a petition
    caller_phone: str = ""


@transaction.atomic
def send_out(
    sending: Sending, *, petition: Petition | None, by: User, at: dt.datetime, origin_key: str | None = None
) -> ExternalTicket:
    """Hand a matter, or a question without one, over to 12345. The petition stays with its unit. Raises NotAllowed."""
    matter = _locked(petition)
    if reason := why_not_send(matter, by=by):
        raise NotAllowed(reason, code="condition")
    _check_naming(sending, matter)
    row = ExternalTicket(
        direction=Direction.OUT,
        state=TicketState.SENT,
        org=by.org,
        org_code=by.org.code,
        system=sending.system,
        received_at=at,
        entered_at=at,
        entered_by=by,
        ticket_class=sending.ticket_class,
        title=sending.title.strip(),
        content=sending.content.strip(),
        petition=matter,
        guarded=bool(matter and matter.is_guarded),
        minor=bool(matter and matter.minor),
        origin_key=origin_key,
        **_caller(sending, matter),
    )
    check_said(row, f"{row.title}\n{row.content}")
    row.no_callback = must_not_call_back(row)
    row.save(force_insert=True)
    clocks.owe_chase(row, at=at)
    write(row, "send", by=by, at=at)
    write_on_petition(row, "send", by=by, at=at, note=f"{row.title}\n{row.content}")
    if matter is not None:
        what = "转 12345 的工单（含姓名、电话）" if sending.named else "转 12345 的工单（不含姓名、电话）"
        disclose(matter, to=f"12345（{row.system}）", what=what, basis=PRACTICE, by=by, at=at)
    return row


def _locked(petition: Petition | None) -> Petition | None:
    if petition is None:
        return None
    return Petition.objects.select_for_update(of=("self",)).select_related("org").get(pk=petition.pk)


def why_not_send(petition: Petition | None, *, by: User) -> str:
    """Why nothing may go to 12345, about this matter or at all; empty if it may. The page asks before its form."""
    if by.speaks_for or not by.can(Can.DECIDE):
        return "您的角色不能转出工单。"
    if petition is None:
        return ""
    if petition.org_id != by.org_id:
        return f"该信访事项现由{petition.org.name}承办，只有承办单位可以转 12345。"
    if petition.is_accusation:
        return "检举控告事项不得转给 12345（条例第三十条）；需要其他机关处理的，请用线索移送函。"
    if petition.status not in WRITABLE:
        return f"该信访事项现为“{petition.get_status_display()}”，不能转 12345。"
    if petition.is_guarded and not by.can(Can.SIGN_LETTERS):
        return "涉及人身安全、未成年人的事项转 12345，应当由权益部负责人或者主席办理。"
    return ""


def _check_naming(sending: Sending, petition: Petition | None) -> None:
    """Name and telephone go along with her consent alone, and never where 12345 ringing her may hurt her."""
    if sending.ticket_class == TicketClass.REPORT:
        raise NotAllowed("检举控告事项不得转给 12345（条例第三十条）。", code="condition")
    if not sending.named:
        return
    if petition is not None and petition.is_guarded:
        raise NotAllowed("涉及人身安全、未成年人的，不得把姓名、电话转给 12345；由本单位联系本人。", code="condition")
    if petition is not None and terms_of(petition, known_of(petition)) != FREE:
        words = "她对怎样联系有要求，12345 不掌握，不能把姓名、电话转给对方；由本单位联系本人。"
        raise NotAllowed(words, code="condition")
    if not sending.consent:
        raise NotAllowed("转出姓名、电话应当征得本人同意，请确认（《个人信息保护法》第二十三条）。")


def _caller(sending: Sending, petition: Petition | None) -> dict[str, object]:
    """Who asks, as far as 12345 is told."""
    if not sending.named:
        return {"anonymous": True}
    if petition is None:
        return {"caller_name": sending.caller_name.strip(), "caller_phone": sending.caller_phone.strip()}
    who = petition.parties.filter(role="petitioner", removed_at=None).get()
    return {"caller_name": who.name, "caller_phone": who.phone}
