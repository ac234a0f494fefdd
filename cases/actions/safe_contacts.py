"""Writing down how a person may be reached safely, and under which name a unit shows itself outside."""

import datetime as dt

from django.db import transaction

from cases.actions.handling_steps import check_holds, locked
from cases.models import Event, NeutralSender, Party, SafeContact
from cases.neutral_wording import Sender, telling_words
from cases.wishes import Wish, check_wish, write_wish
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed


@transaction.atomic
def set_safe_contact(party: Party, wish: Wish, *, by: User, at: dt.datetime) -> SafeContact:
    """Keep what she said; what held before ends and stays, with who wrote it. Nothing changed: nothing written.

    Raises NotAllowed for another unit, a locked file, someone who was removed, or a wish that contradicts itself.
    """
    row = locked(party.petition)
    check_holds(row, by, "登记安全联系要求")
    if not by.can(Can.REGISTER):
        raise NotAllowed("您的角色不能登记安全联系要求。")
    kept = Party.objects.select_for_update().get(pk=party.pk)
    if kept.removed_at is not None:
        raise NotAllowed("该当事人已经移除。")
    check_wish(wish)
    before = SafeContact.objects.current().filter(party=kept).first()
    if before is not None and not wish.differs_from(before):
        return before
    if before is not None:
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    made = write_wish(kept, row, wish, by=by, at=at)
    data = {"party_role": kept.role}
    Event.objects.create(petition=row, verb="contact.safe", at=at, actor=by, org=by.org, data=data)
    record("contact.safe", made, by=by, at=at, petition=row.pk, changed=before is not None)
    return made


@transaction.atomic
def set_sender(sender: Sender, *, by: User, at: dt.datetime) -> NeutralSender:
    """Name the unit's neutral sender. Raises NotAllowed where a word of it would give the unit away."""
    if not by.can(Can.EDIT_TEMPLATES):
        raise NotAllowed("只有主席（分管副主席）可以更改对外署名。")
    if not sender.name.strip():
        raise NotAllowed("请填写对外署名。")
    if words := telling_words(f"{sender.name} {sender.return_address}"):
        raise NotAllowed(f"对外署名和回信地址不能出现“{'”“'.join(words)}”等能看出来意的字样。")
    facts = {"name": sender.name.strip(), "callback": sender.callback, "return_address": sender.return_address}
    made, _ = NeutralSender.objects.update_or_create(org=by.org, defaults={**facts, "at": at, "by": by})
    record("contact.sender", made, by=by, at=at)
    return made
