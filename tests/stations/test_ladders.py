"""Who is told where a township or a village owes the duty: its workers, the township's, and once late the county."""

import pytest

from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.deadlines.models import Rung
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from tests.deadlines.duties import duty, local
from tests.factories import ProvinceTree

LATER = local("2030-06-01T08:00:00")
CODES = ("station_rectify", "accreditation_supplement", "network_training", "post_review")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["village", "beizhen", "bincheng"])
def test_somebody_who_is_there_is_told_at_every_rung(tree: ProvinceTree, law: None, name: str, code: str) -> None:
    row = duty(getattr(tree, name), code)
    engine.sweep(LATER)

    tell_escalations(LATER)

    told: dict[int, set[tuple[str, str]]] = {}
    for step, *whom in Notice.objects.values_list("escalation__step", "org__region_name", "role"):
        told.setdefault(step, set()).add((whom[0], whom[1]))
    rungs = Rung.objects.filter(ladder=row.ladder)
    assert set(told) == set(rungs.values_list("step", flat=True))
    in_township = {step for step, whom in told.items() if ("北镇街道", Role.TOWNSHIP_WORKER) in whom}
    assert in_township == (set() if name == "bincheng" else set(told))
    late = set(rungs.filter(amount__gte=0).values_list("step", flat=True))
    assert {step for step, whom in told.items() if ("滨城区", Role.UNIT_HEAD) in whom} == late
    elsewhere = {place for whom in told.values() for place, _ in whom} - {"新兴社区", "北镇街道", "滨城区", "滨州市"}
    assert elsewhere == set()
