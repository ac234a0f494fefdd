"""She came again: a further contact of a known matter, by the page's form and verb."""

import datetime as dt
import uuid

from cases.actions.contacts import add_contact
from cases.api.writing_refusals import told
from cases.api.writing_shapes import OpeningShape
from cases.api.writing_typed import Given, complaints, typed_value
from cases.forms.contact_form import ContactForm
from cases.models import Channel, Petition
from fedportal.accounts.models import User
from fedportal.api.sent_fields import MomentField, Number, choice, text


class SentContactShape(OpeningShape):
    """One more visit, letter or call."""

    received_at = MomentField()
    channel = choice(Channel.choices)
    head_count = Number(min_value=1, max_value=9_999, required=False)
    note = text(20_000, help_text="新的情况")
    incident = text(2_000, help_text="来访的现场情况（条例第二十六条）")


def take_contact(row: Petition, given: Given, *, by: User, at: dt.datetime) -> None:
    """The matter stays one, its contacts count. Raises ValidationError, or Problem where it is not allowed."""
    typed = {name: typed_value(value) for name, value in given.items()}
    form = ContactForm({"head_count": "1", "submission": str(uuid.uuid4())} | typed, channel="", at=at)
    if not form.is_valid():
        raise complaints(form, {})
    moment, times = form.cleaned_data["received_at"], form.cleaned_data["head_count"]
    with told():
        add_contact(row, form.taken(), channel=given["channel"], received_at=moment, head_count=times, by=by, at=at)
