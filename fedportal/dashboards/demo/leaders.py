"""Matters of the demo province that a leader answers for in person (包案)."""

from cases.workflow.states import OPEN
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Organization

OF_A_COUNTY = 4  # the last of them has ended, the one before it is the city's
WHY = (
    "多次反映、长期未解决，请承办科室每半月报告一次进展。",
    "涉及人数较多，请会同乡镇党委、政府一并研究化解。",
    "家庭矛盾有激化可能，请落实专人稳控并协调公安、民政。",
)
OUTCOME = "已召集有关单位会商，落实帮扶措施，信访人表示认可，后续由承办科室跟进。"


def take_some(hands: Hands) -> None:
    """In each main county the most often repeated of what is open."""
    for code in SEATS:
        county = Organization.objects.select_related("parent").get(code=code, valid_to=None)
        assert county.parent is not None  # a county has a city
        rows = hands.quiet(county, days=21, status__in=OPEN).order_by("-repeat_count", "pk")[:OF_A_COUNTY]
        for n, row in enumerate(rows):
            unit = county.parent if n == OF_A_COUNTY - 2 else county
            leader, why = hands.staff.head_of(unit.pk), WHY[n % len(WHY)]
            hands.move(row, "take_in_person", unit, days_ago=20 - n, note=why, leader=leader)
            if n == OF_A_COUNTY - 1:
                hands.move(row, "end_in_person", unit, days_ago=3, note=OUTCOME)
