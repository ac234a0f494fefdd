"""What hangs on an accusation: repeats, complaints, orders, visits and figures tell nobody of it (art. 30)."""

import pytest

from cases.actions import register
from cases.actions.joining import why_not_accept
from cases.models import Accused, Event, MatterClass, Party, Petition
from cases.registering import Intake
from fedportal.accounts.models import User
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, Line, make_line
from tests.cases.samples import ABOUT, NOW, READ_BACK, WHAT, WHO, accusation, petition


@pytest.fixture
def line(tree: object, law: None) -> Line:
    return make_line(tree)


def intake(by: User, against: str = "") -> Intake:
    """A matter as it is typed: an accusation where somebody is accused."""
    what = ABOUT | {"matter_class": MatterClass.ACCUSATION} if against else {}
    matter = Petition(**WHAT | what, received_at=NOW, place=by.org)
    accused = (Accused(kind="person", name=against),) if against else ()
    return Intake(matter, Party(role=Party.Role.PETITIONER, **WHO), READ_BACK, accused)


# --- repeats ------------------------------------------------------------------------------------------------------


def test_an_accusation_is_no_repeat_of_an_ordinary_matter_and_tells_nobody_of_itself(line: Line) -> None:
    earlier = petition(line.county.clerk)

    made = register(intake(line.city.clerk, "孙建国"), by=line.city.clerk, at=NOW + DAY, same_as=earlier)

    assert made.same_as is None
    assert not Event.objects.filter(petition=earlier, verb="petition.repeat").exists()
    assert not Notice.objects.filter(org=line.tree.bincheng, text__contains="同一事项").exists()


def test_who_is_accused_is_not_told_that_she_came_again(line: Line) -> None:
    earlier = accusation(line.county.clerk)
    again = intake(line.city.clerk, "孙建国")
    again.accused[0].org = line.tree.bincheng

    made = register(again, by=line.city.clerk, at=NOW + DAY, same_as=earlier)

    assert made.same_as is None
    assert not Event.objects.filter(petition=earlier, verb="petition.repeat").exists()


def test_an_ordinary_matter_is_no_repeat_of_an_accusation(line: Line) -> None:
    secret = accusation(line.county.clerk)

    made = register(intake(line.city.clerk), by=line.city.clerk, at=NOW + DAY, same_as=secret)

    assert made.same_as is None
    assert not Event.objects.filter(petition=secret, verb="petition.repeat").exists()


def test_what_became_an_accusation_says_nothing_to_its_repeats(line: Line) -> None:
    earlier = petition(line.county.clerk)
    repeat = register(intake(line.county.clerk), by=line.county.clerk, at=NOW, same_as=earlier)
    assert why_not_accept(repeat, line.county.clerk, NOW)
    Petition.objects.filter(pk=earlier.pk).update(matter_class=MatterClass.ACCUSATION)

    assert why_not_accept(Petition.objects.get(pk=repeat.pk), line.county.clerk, NOW) == ""
