"""A petition as one reader may see it: names and contacts are whole only within the unit that holds it."""

from functools import cached_property

from django.utils import timezone

from cases.models import Party, Petition
from cases.secrecy import NEUTRAL
from cases.workflow import Danger
from fedportal.accounts.models import User
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.lib.masking import mask_address, mask_id_number, mask_name, mask_phone
from fedportal.orgs.models import Organization

UNKNOWN = "不详"


class Shown:
    """One petition before one reader. Needs the rows of `PetitionQuerySet.for_page`."""

    def __init__(self, petition: Petition, user: User, *, turn: Organization | None = None) -> None:
        """`turn` is the unit that has to decide something about it now, such as a review: it sees the whole file."""
        self.petition = petition
        self.whole = user.org_id in {petition.org_id, turn.pk if turn else None}

    @cached_property
    def party(self) -> Party:
        """The petitioner; one without any data where a petition has none."""
        rows = [row for row in self.petition.parties.all() if row.role == Party.Role.PETITIONER]
        return rows[0] if rows else Party(sex=Party.Sex.UNKNOWN)

    @cached_property
    def name(self) -> str:
        return (self.party.name if self.whole else mask_name(self.party.name)) or UNKNOWN

    @property
    def name_in_list(self) -> str:
        """Lists lie open on desks: an accusation's name nobody."""
        return NEUTRAL if self.petition.is_accusation else self.name

    @property
    def title(self) -> str:
        """What the matter is called on pages; masked for everyone, since titles stay in histories."""
        if self.petition.is_accusation:
            return f"{self.petition.number} {NEUTRAL}"
        return f"{self.petition.number} {mask_name(self.party.name)} {self.petition.category_label}"

    @property
    def phone(self) -> str:
        return (self.party.phone if self.whole else mask_phone(self.party.phone)) or UNKNOWN

    @property
    def address(self) -> str:
        return (self.party.address if self.whole else mask_address(self.party.address)) or UNKNOWN

    @property
    def id_number(self) -> str:
        return mask_id_number(self.party.id_number) or UNKNOWN

    @property
    def birth(self) -> str:
        """The day of birth for those who see all, else the year."""
        if self.party.birth_on:
            return self.party.birth_on.isoformat() if self.whole else f"{self.party.birth_on.year} 年"
        return f"{self.party.birth_year} 年" if self.party.birth_year else UNKNOWN

    @property
    def age(self) -> str:
        """At the time of the petition."""
        years = self.party.age_on(timezone.localdate(self.petition.received_at))
        return UNKNOWN if years is None else f"{years} 岁"

    @property
    def clocks(self) -> list[Deadline]:
        """The open duties, the nearest first."""
        return self.petition.open_deadlines  # type: ignore[attr-defined]  # set by for_page

    @property
    def next_clock(self) -> Deadline | None:
        return self.clocks[0] if self.clocks else None

    @property
    def light(self) -> Light | None:
        """The worst light of the open duties; none where nothing is owed."""
        return Light(max(clock.light for clock in self.clocks)) if self.clocks else None

    def flags(self) -> list[str]:
        """What makes this matter special, in words."""
        row = self.petition
        flags = ["重大紧急"] if row.urgent else []
        flags += row.skip_causes()
        flags += ["高度危险"] if row.danger == Danger.HIGH else []
        return [*flags, "姓名、住址不清"] if row.identity_unclear else flags


def short(name: str) -> str:
    """The federation as colleagues write it: 滨城区妇女联合会 → 滨城区妇联."""
    return name.replace("妇女联合会", "妇联")
