"""What speaks for stepping aside (X20): a hint to the handler, never a refusal."""

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.lib.masking import surname
from fedportal.orgs.models import Level


def recusal_hints(row: Petition, user: User) -> list[str]:
    """In words, why this person may have an interest in the matter; empty once she has stepped aside."""
    if row.recusals.filter(user=user).exists():
        return []
    hints = [
        f"您与{party.get_role_display()}同姓" for party in row.parties.kept() if _same_surname(user.name, party.name)
    ]
    if row.place.level == Level.VILLAGE and user.org_id == row.place_id:
        hints.append(f"问题发生在您工作的{row.place.region_name}")
    return hints


def _same_surname(one: str, other: str) -> bool:
    return bool(one and other) and surname(one) == surname(other)
