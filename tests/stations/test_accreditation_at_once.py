"""Two heads who judge the same application at the same moment: one is heard, the other is told that it is done."""

import pytest

from fedportal.accounts.roles import Role
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level
from stations.accreditation_workflow import AccreditationKind, AccreditationState
from stations.actions.accreditations import Application, apply_for
from stations.actions.checklists import load_checklists
from stations.models import Accreditation
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.test_ticket_concurrency import at_once
from tests.stations.checking import applied, checked, moved
from tests.stations.stations import station


@pytest.mark.parametrize("moves", [("name_county", "refuse"), ("name_county", "name_county"), ("return", "refuse")])
def test_of_two_heads_who_press_at_once_one_wins_and_the_other_is_told(
    transactional_db: None, law: None, tree: ProvinceTree, moves: tuple[str, str]
) -> None:
    load_checklists(at=NOW)
    worker = user(tree.beizhen, Role.TOWNSHIP_WORKER)
    heads = [user(tree.bincheng, Role.UNIT_HEAD), user(tree.bincheng, Role.SECTION_HEAD)]
    place = station(tree.beizhen, by=worker)
    checked(place, heads[0])
    row = moved(applied(place, worker, Level.COUNTY), "submit_county", by=worker)

    found = at_once(*[lambda name=name, by=by: moved(row, name, by=by) for name, by in zip(moves, heads, strict=True)])

    (won,) = [one for one in found if isinstance(one, Accreditation)]
    (lost,) = [one for one in found if isinstance(one, NotAllowed)]
    row.refresh_from_db()
    assert row.state == won.state
    assert f"申报现为“{AccreditationState(row.state).label}”" in str(lost)
    assert row.steps.count() == 3  # drafted, handed in, judged once
    assert row.deadlines.filter(kind="accreditation_judge", closed_at=None).count() == 0


def test_of_two_who_apply_for_one_station_at_once_one_does(
    transactional_db: None, law: None, tree: ProvinceTree
) -> None:
    load_checklists(at=NOW)
    workers = [user(tree.beizhen, Role.TOWNSHIP_WORKER) for _ in range(2)]
    place = station(tree.beizhen, by=workers[0])
    asked = Application(AccreditationKind.STATION, Level.COUNTY, "齐备。", station=place)

    found = at_once(*[lambda by=by: apply_for(asked, by=by, at=NOW) for by in workers])

    assert sorted(type(one).__name__ for one in found) == ["Accreditation", "NotAllowed"]
    assert Accreditation.objects.get().steps.count() == 1
