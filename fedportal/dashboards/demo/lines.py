"""Lines of 12338 in the demo provinces: every city has one, and all counties but a few."""

import datetime as dt

from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import PROVINCE_SHARES, SEATS
from fedportal.orgs.codes import code_end
from fedportal.orgs.models import Level, Organization
from hotline.actions.lines import LineFacts, open_line
from hotline.line_facts import CLOSING, GREETING, Service, Staffing

COVERED = 0.86  # of the counties; the seats of the demo always
OFFICE = (dt.time(8, 30), dt.time(11, 30), dt.time(14, 30), dt.time(17, 30))


def open_some(hands: Hands) -> None:
    """By the real verb; opened over the years before the demo begins."""
    for province in PROVINCE_SHARES:
        units = Organization.objects.filter(code__gte=province, code__lt=code_end(province), valid_to=None)
        for org in units.filter(level__lte=Level.COUNTY).order_by("code"):
            if org.level < Level.COUNTY or org.code in SEATS or hands.random.random() < COVERED:
                open_line(_facts(hands, org), by=hands.of(org, Can.RUN_HOTLINE), at=hands.at)


def _facts(hands: Hands, org: Organization) -> LineFacts:
    random = hands.random
    area = 530 + org.code // 10**8 % 100  # invented: the code of the city that it lies in
    round_the_clock = org.level < Level.COUNTY or (random.random() < 0.15 and org.code not in SEATS)
    begins, rests_from, rests_until, ends = OFFICE
    services = [name for name in Service.values if random.random() < 0.75] or [Service.RECEPTION]
    return LineFacts(
        number=f"0{area}-12338",
        opened_on=hands.ago(random.randrange(450, 3000)).date(),
        staffing=Staffing.ROUND_THE_CLOCK if round_the_clock else Staffing.OFFICE,
        greeting=GREETING,
        closing=CLOSING,
        days=(1, 2, 3, 4, 5),
        begins=begins,
        rests_from=rests_from,
        rests_until=rests_until,
        ends=ends,
        in_centre=random.random() < 0.6,
        unified_sign=random.random() < 0.7,
        services=tuple(services),
    )
