"""A petition as one reader may see it: how much of it, as cases.knowing says."""

import datetime as dt
from functools import cached_property

from django.utils import timezone

from cases.knowing import Sight, Tie, sight, sight_of_her_own, tie_of
from cases.models import Party, Petition
from cases.secrecy import NEUTRAL
from cases.unmasking import Field, Key, key_for
from cases.workflow import Danger
from fedportal.accounts.models import User
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline
from fedportal.lib.masking import ANONYMOUS, mask_address, mask_id_number, mask_name, mask_phone
from fedportal.lib.redaction import Redaction
from fedportal.orgs.models import Organization

UNKNOWN = "不详"


class ShownPerson:
    """One person of a petition before one reader: whole, or with everything masked that leads to her."""

    def __init__(self, party: Party, *, whole: bool, on: dt.date, contacts: frozenset[Field] = frozenset()) -> None:
        """`whole`: by her name and birth. `contacts` that stand whole, too: on a page none. `on` is the day for which
        the age is told: that of the petition."""
        self.party, self.whole, self.contacts, self.on = party, whole, contacts, on

    @property
    def name(self) -> str:
        return (self.party.name if self.whole else mask_name(self.party.name)) or UNKNOWN

    @property
    def phone(self) -> str:
        return (self.party.phone if Field.PHONE in self.contacts else mask_phone(self.party.phone)) or UNKNOWN

    @property
    def address(self) -> str:
        return (self.party.address if Field.ADDRESS in self.contacts else mask_address(self.party.address)) or UNKNOWN

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
        years = self.party.age_on(self.on)
        return UNKNOWN if years is None else f"{years} 岁"

    @property
    def in_short(self) -> str:
        """丈夫，男，41 岁: what is known, and nothing of what is not."""
        sex = "" if self.party.sex == Party.Sex.UNKNOWN else self.party.get_sex_display()
        known = (self.party.relation, sex, "" if self.age == UNKNOWN else self.age)
        return "，".join(filter(None, known))


def redaction_of(names: set[str], places: set[str]) -> Redaction:
    """Takes the people with these names and addresses out of a text."""
    told = [(name, mask_name(name)) for name in sorted(names) if len(name) > 1 and name != ANONYMOUS]
    return Redaction(told, sorted(places - {""}))


class Shown:
    """One petition before one reader. Needs the rows of `PetitionQuerySet.for_page`."""

    def __init__(
        self, petition: Petition, user: User, *, turn: Organization | None = None, contacts: bool = False
    ) -> None:
        """`turn` is the unit that has to decide something about it now, such as a review: it sees the whole file.
        `contacts`: for the unit's own ledger, which is taken out with a reason; pages show each one asked for."""
        self.petition, self.user, self.contacts = petition, user, contacts
        self.tie = self._tie(turn)

    def _tie(self, turn: Organization | None) -> Tie:
        row, unit = self.petition, self.user.org_id
        holds, decides = row.org_id == unit, turn is not None and turn.pk == unit
        return tie_of(
            holds=holds,
            decides=decides,
            close=not (holds or decides) and row.is_close_to(self.user),
            danger=row.danger == Danger.HIGH,
            striking=row.is_group or row.is_repeated,
        )

    @cached_property
    def sight(self) -> Sight:
        seen = sight(self.petition.kind, self.user.org.level, self.tie)
        if seen is not Sight.NOTHING:
            return seen
        return sight_of_her_own(opened=self.petition.urgent_accesses.current().filter(user=self.user).exists())

    @property
    def holds(self) -> bool:
        """Whether her unit holds it, or has to decide on it now: it works on the file."""
        return self.tie in (Tie.HOLDS, Tie.DECIDES)

    @property
    def whole(self) -> bool:
        return self.sight is Sight.WHOLE

    @property
    def masked(self) -> bool:
        """Whether nobody may be recognised by what is shown."""
        return self.sight is Sight.MASKED

    def say(self, text: str) -> str:
        """A free text of the file as this reader may read it."""
        return self._redaction(text) if self.masked and text else text

    @cached_property
    def _redaction(self) -> Redaction:
        """By what the people of the file could be told: all their names and addresses, former ones included."""
        former = [(row.field, row.value) for row in self.petition.former_values.all()]
        people = list(self.petition.parties.all())
        names = {row.name for row in people} | {value for field, value in former if field == "name"}
        places = {row.address for row in people} | {value for field, value in former if field == "address"}
        return redaction_of(names, places)

    @property
    def request(self) -> str:
        return self.say(self.petition.request)

    @property
    def facts(self) -> str:
        return self.say(self.petition.facts)

    @property
    def earlier_handling(self) -> str:
        return self.say(self.petition.earlier_handling)

    @property
    def earlier_litigation(self) -> str:
        return self.say(self.petition.earlier_litigation)

    @cached_property
    def people(self) -> list[Party]:
        """All who belong to it now, in the order in which they were named."""
        rows = [row for row in self.petition.parties.all() if row.removed_at is None]
        return sorted(rows, key=lambda row: row.pk)

    @cached_property
    def party(self) -> Party:
        """The petitioner; one without any data where a petition has none."""
        rows = [row for row in self.people if row.is_petitioner]
        return rows[0] if rows else Party(sex=Party.Sex.UNKNOWN)

    @cached_property
    def person(self) -> ShownPerson:
        return self._person(self.party)

    def others(self) -> list[ShownPerson]:
        """Everyone beside the petitioner."""
        return [self._person(party) for party in self.people if not party.is_petitioner]

    def _person(self, party: Party) -> ShownPerson:
        day = timezone.localdate(self.petition.received_at)
        return ShownPerson(party, whole=self.whole, on=day, contacts=self._contacts_of(party))

    def _contacts_of(self, party: Party) -> frozenset[Field]:
        """Those that whoever works on the file may take out without a second person."""
        if not (self.contacts and self.holds):
            return frozenset()
        party.petition, on = self.petition, timezone.localdate()
        asked = (Field.PHONE, Field.ADDRESS)
        return frozenset(field for field in asked if key_for(party, field, whole=True, on=on) is Key.AT_ONCE)

    @cached_property
    def name(self) -> str:
        return self.person.name

    @property
    def name_in_list(self) -> str:
        """Lists lie open on desks: a name whole for who works on the file alone, an accusation's for nobody."""
        if self.petition.is_accusation:
            return NEUTRAL
        return self.name if self.holds else mask_name(self.party.name) or UNKNOWN

    @property
    def title(self) -> str:
        """What the matter is called on pages; masked for everyone, since titles stay in histories."""
        if self.petition.is_accusation:
            return f"{self.petition.number} {NEUTRAL}"
        return f"{self.petition.number} {mask_name(self.party.name)} {self.petition.category_label}"

    @property
    def phone(self) -> str:
        return self.person.phone

    @property
    def address(self) -> str:
        return self.person.address

    @property
    def id_number(self) -> str:
        return self.person.id_number

    @property
    def birth(self) -> str:
        return self.person.birth

    @property
    def age(self) -> str:
        return self.person.age

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
