"""The people of a petition in its document, and what of them has to be taken out of its texts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.api.document_sql import OF_THE_KNOWN
from cases.categories import VIOLENT
from cases.models import FormerValue, Party
from cases.models.party import age_on
from cases.safe_contact import CAREFUL, FREE
from cases.safe_contact import Terms as SafeTerms
from cases.shown import redaction_of
from cases.unmasking import Field, Key, key_of
from cases.workflow.contacting import Way
from fedportal.lib.ciphers import unseal
from fedportal.lib.json_texts import dumped, quoted
from fedportal.lib.masking import mask_id_number, mask_name
from fedportal.lib.redaction import Redaction

_PLACES = {name: f"{Party._meta.db_table}.{name}" for name in ("id_number", "phone", "address")}
_FORMER = f"{FormerValue._meta.db_table}.value"


def _unasked(terms: SafeTerms) -> str:
    ways = [way for way in Way if way in terms.ways]
    said = {"ways": ways, "no_message": terms.no_message, "number_shared": terms.number_shared, "windows": []}
    return dumped({"asked": False, **said})


_CAREFUL, _FREE = _unasked(CAREFUL), _unasked(FREE)
_NOTHING_MORE = ",".join(f'"{name}":null' for name in (*OF_THE_KNOWN, "id_number", "phone", "address"))


class Person(NamedTuple):
    """One row of document_sql.PEOPLE."""

    petition: int
    kept: bool
    role: str
    name: str
    birth_on: dt.date | None
    birth_year: int | None
    id_number: str  # enciphered, as the next two
    phone: str
    address: str
    plain: str  # JSON of what anyone may know
    known: str  # JSON of what is known of her with her name

    def opened(self, name: str) -> str:
        return unseal(getattr(self, name), _PLACES[name])


@dataclass
class People:
    """All who belong to one petition or did, as they are and as they were called before."""

    persons: list[Person] = field(default_factory=list)
    former: list[tuple[str, str]] = field(default_factory=list)  # field, enciphered value

    def redaction(self) -> Redaction:
        """As `shown.Shown` takes them out of texts."""
        before = [(name, unseal(value, _FORMER)) for name, value in self.former]
        names = {person.name for person in self.persons} | {value for name, value in before if name == "name"}
        places = {person.opened("address") for person in self.persons if person.address}
        return redaction_of(names, places | {value for name, value in before if name == "address"})

    def written(self, terms: "Terms") -> str:
        """The array of those who belong to it now."""
        return "[" + ",".join(terms.written(person) for person in self.persons if person.kept) + "]"


class Terms(NamedTuple):
    """On which terms one petition's people stand before the reader: by name (`clear`), and with what leads to them
    (`reached`), as far as one person may take it out alone.

    `on` is the day of the petition: a child of then is not given out when she has grown up, so that nothing in a
    document changes by the passing of time.
    """

    clear: bool
    reached: bool
    on: dt.date
    of_minors: bool
    category: str

    def reach(self, said: str | None) -> str:
        """On which terms the petitioner may be reached: as she has said, else the gate's own (cases.safe_contact).
        Whoever is given her telephone has to keep to them."""
        if not (self.clear and self.reached):
            return "null"
        return said or (_CAREFUL if self.of_minors or self.category in VIOLENT else _FREE)

    def written(self, person: Person) -> str:
        return self._clear(person) if self.clear else self._masked(person)

    def _clear(self, person: Person) -> str:
        phone = person.opened("phone") if self._gives(Field.PHONE, person) else ""
        address = person.opened("address") if self._gives(Field.ADDRESS, person) else ""
        number = mask_id_number(person.opened("id_number")) if person.id_number else ""
        held = (
            ("id_number", bool(number)),
            ("phone", person.phone and not phone),
            ("address", person.address and not address),
        )
        return (
            f'{{"name":{quoted(person.name)},{person.plain[1:-1]},{person.known[1:-1]},"id_number":{_or_null(number)},'
            f'"phone":{_or_null(phone)},"address":{_or_null(address)},"withheld":{_listed(held)}}}'
        )

    def _masked(self, person: Person) -> str:
        name = mask_name(person.name)
        held = (
            ("name", name != person.name),
            ("birth_on", person.birth_on),
            ("id_number", person.id_number),
            ("phone", person.phone),
            ("address", person.address),
        )
        return f'{{"name":{quoted(name)},{person.plain[1:-1]},{_NOTHING_MORE},"withheld":{_listed(held)}}}'

    def _gives(self, one: Field, person: Person) -> bool:
        """Whether that way to reach her may be taken out at once by whoever works on the file."""
        if not (self.reached and getattr(person, one)):
            return False
        age, violent = age_on(self.on, person.birth_on, person.birth_year), self.category in VIOLENT
        needed = key_of(one, role=person.role, age=age, whole=True, of_minors=self.of_minors, violent=violent)
        return needed is Key.AT_ONCE


def _or_null(text: str) -> str:
    return quoted(text) if text else "null"


def _listed(held: Iterable[tuple[str, object]]) -> str:
    """The fields that say something and are withheld."""
    return "[" + ",".join([f'"{name}"' for name, is_held in held if is_held]) + "]"
