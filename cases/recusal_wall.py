"""Whether the relation wall stands between a matter and a person (art. 28, para 3)."""

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed


def check_no_wall(row: Petition, person: User) -> None:
    """Refuse to give it to somebody who is one of its people, or close to one."""
    if row.walls.filter(user=person).exists():
        raise NotAllowed(f"{person.name}登记的回避信息与本件当事人相符，应当回避，请另选人员（条例第二十八条）。")
