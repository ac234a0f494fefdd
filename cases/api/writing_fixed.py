"""What registration writes down once: how the first contact was taken, against whom, which earlier matter.

Sent again as it stands it is let pass, so that a whole petition may be sent again; another is refused, for nobody
would write it down.
"""

from typing import Any

from cases.api.writing_typed import Given, refusal_at
from cases.models import Contact, MatterClass, Petition

WORDS = "登记后不能这样更正，请在页面上办理。"
OF_CONTACT = ("read_back", "unread_reason", "companions", "source_organ", "source_number", "report_due_on")


def check_fixed(row: Petition, given: Given, *, changed: list[str]) -> None:
    """Raises ValidationError naming each that differs. Who becomes an accusation only now names the accused."""
    wrong = [f"contact.{name}" for name in _of_contact(row, given.get("contact") or {})]
    if "same_as" in given and given["same_as"] != _earlier(row):
        wrong.append("same_as")
    if given.get("accused") and "matter_class" not in changed and not _accused(row, given["accused"]):
        wrong.append("accused")
    if wrong:
        raise refusal_at({path: [("not_correctable", WORDS)] for path in wrong})


def _of_contact(row: Petition, sent: Given) -> list[str]:
    first = row.contacts.order_by("pk").first() if sent else None
    return [name for name in OF_CONTACT if name in sent and first and not _same(first, name, sent[name])]


def _same(first: Contact, name: str, value: Any) -> bool:
    """A reason for not reading back falls away where it was read back."""
    stands = getattr(first, name)
    return stands == value or (name == "unread_reason" and first.read_back) or not (stands or value)


def _earlier(row: Petition) -> str | None:
    """Its number, as far as the account may see it."""
    return Petition.objects.filter(repeats=row).values_list("number", flat=True).first()


def _accused(row: Petition, sent: Given) -> bool:
    """Whether exactly this one stands among the accused."""
    if row.matter_class != MatterClass.ACCUSATION:
        return False
    facts = {name: sent[name] for name in ("kind", "name", "unit", "relation") if name in sent}
    if sent.get("org"):
        facts["org__code"] = int(sent["org"])
    return row.accused.filter(**facts).exists()
