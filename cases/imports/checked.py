"""A row of a ledger once it is read: what it says, and what is to be said about it."""

from dataclasses import dataclass, field
from typing import Any

from cases.imports.reading import Row
from cases.models import Party, Petition
from cases.models.contact import ORAL
from cases.registering import Intake, Taken

UNRECORDED = "台账未记载"  # whether what came by mouth was read back


@dataclass(frozen=True)
class Defaults:
    """What the ledger's rows are where the ledger does not say."""

    channel: str
    matter_class: str
    category: str


@dataclass(frozen=True)
class Remark:
    """What is to be said about one cell; with a fatal one the row stays out."""

    column: str
    words: str
    fatal: bool = True


@dataclass
class Checked:
    """One row, read. `known_as` is the number of the petition that was made of it before."""

    row: Row
    remarks: list[Remark] = field(default_factory=list)
    petition: dict[str, Any] = field(default_factory=dict)
    party: dict[str, Any] = field(default_factory=dict)
    external_id: str = ""
    key: str = ""
    known_as: str = ""
    secret: bool = False  # its content is kept from whoever opens the ledger's page

    @property
    def is_bad(self) -> bool:
        return any(remark.fatal for remark in self.remarks)

    @property
    def is_good(self) -> bool:
        return not self.is_bad and not self.known_as

    def intake(self) -> Intake:
        """The row for registering, as the page would hand it over."""
        return Intake(
            Petition(**self.petition, origin_key=self.key),
            Party(role=Party.Role.PETITIONER, **self.party),
            Taken(unread_reason=UNRECORDED if self.petition["channel"] in ORAL else ""),
        )
