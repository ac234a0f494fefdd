"""What registration is given, for tests of rooms that register by it."""

from cases.models import Accused, MatterClass, Party, Petition
from cases.registering import Intake, Taken
from fedportal.accounts.models import User
from tests.cases.samples import NOW, WHAT, WHO


def intake(by: User, **fields: object) -> Intake:
    """One matter as received, without its rows."""
    matter = Petition(**WHAT | {"received_at": NOW, "place": by.org} | fields)
    accused = matter.matter_class == MatterClass.ACCUSATION
    about = (Accused(kind=Accused.Kind.PERSON, name="孙建国"),) if accused else ()
    return Intake(matter, Party(role=Party.Role.PETITIONER, **WHO), Taken(read_back=True), about)
