"""Checks of the main counties' stations, what was put right, and demonstration stations at every stage."""

import io
from dataclasses import dataclass
from itertools import count

from django.utils import timezone
from PIL import Image, ImageDraw

from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.lib.file_types import BY_EXTENSION
from fedportal.orgs.models import Level, Organization
from stations.accreditation_workflow import MOVES, AccreditationKind
from stations.actions.accreditations import Application, advance_accreditation, apply_for
from stations.actions.check_clocks import plan_checks
from stations.actions.station_checks import Found, Picture, begin_check, finish_check, keep_answers, rectify
from stations.check_facts import CheckKind
from stations.models import Accreditation, Station, StationCheck

BEFORE = 160  # days: they had opened by then
LOOKED_AT = 12  # stations of each main county
MISSING = ("sign", "line", "files", "goals")
# What becomes of the first stations: how far each has come on the way up.
FATES = (
    ("submit_county", "recommend_county_city", "recommend_city_province", "name_province"),
    ("submit_county", "recommend_county_city"),
    ("submit_county", "recommend_county_city", "name_city", "withdraw"),
    ("submit_county", "return"),
    ("submit_county",),
    ("submit_county", "name_county"),
    (),
)
AIMS = (Level.PROVINCE, Level.PROVINCE, Level.CITY, Level.CITY, Level.COUNTY, Level.COUNTY, Level.COUNTY)
STATEMENT = "四有、五个一齐备，五项制度上墙；有专人值班，全年接待服务 {n} 人次，调解婚姻家庭纠纷 {m} 件。"
_tint = count(1)


def check_some(hands: Hands) -> None:
    """The round of the last months; two stations in three are in order."""
    for unit in Organization.objects.filter(code__in=SEATS, valid_to=None).order_by("code"):
        within = {"org_code__gt": unit.code, "org_code__lt": unit.code_end}
        opened_on = timezone.localdate(hands.ago(BEFORE))
        rows = Station.objects.live().filter(**within, org__level=Level.TOWNSHIP, opened_on__lt=opened_on)
        stations = list(rows.select_related("org__parent__parent__parent").order_by("org_code", "pk")[:LOOKED_AT])
        for place, row in enumerate(stations):
            _Story(hands, unit, row, place).tell()
    plan_checks(at=hands.at)


def _photo() -> Picture:
    """A plain picture with a number, another each time."""
    number, made = next(_tint), io.BytesIO()
    image = Image.new("RGB", (320, 240), (236, 226 - number % 40, 236))
    ImageDraw.Draw(image).text((120, 110), f"DEMO {number}", fill=(115, 64, 122))
    image.save(made, "PNG")
    return Picture(made.getvalue(), BY_EXTENSION["png"])


@dataclass(frozen=True)
class _Story:
    """Of one station of a main county."""

    hands: Hands
    county: Organization
    station: Station
    place: int

    def tell(self) -> None:
        days = 150 - 10 * self.place
        good = self.place < len(FATES) or self.place % 3 == 0
        found = self._check(CheckKind.YEARLY, days, () if good else (MISSING[self.place % len(MISSING)],))
        if found.missing and self.place % 2:
            by = self.hands.of(self.station.org, Can.LOG_SERVICES)
            rectify(found, words="已按要求整改，请复查。", by=by, at=self.hands.ago(days - 9))
        if self.place < len(FATES):
            self._apply(days - 5)

    def _check(self, kind: CheckKind, days: int, missing: tuple[str, ...]) -> StationCheck:
        at = self.hands.ago(days)
        own = kind is CheckKind.SELF
        by = self.hands.of(self.station.org if own else self.county, Can.KEEP_STATIONS if own else Can.ACCREDIT)
        joint = [] if own else ["governance"]
        row = begin_check(self.station, kind, checked_on=timezone.localdate(at), joint=joint, by=by, at=at)
        said = {}
        for answer in row.answers.in_order():
            item, there = answer.item, answer.item.code not in missing
            pictures = [_photo()] if there and item.evidence else []
            said[answer.pk] = Found(item.points * there, "" if there else "现场没有。", pictures)
        return finish_check(keep_answers(row, said, note="", by=by, at=at), by=by, at=at)

    def _apply(self, days: int) -> None:
        self._check(CheckKind.SELF, days, ())
        random = self.hands.random
        words = STATEMENT.format(n=random.randrange(80, 600), m=random.randrange(5, 60))
        by = self.hands.of(self.station.org, Can.KEEP_STATIONS)
        asked = Application(AccreditationKind.STATION, AIMS[self.place], words, station=self.station)
        row = apply_for(asked, by=by, at=self.hands.ago(days))
        for step, name in enumerate(FATES[self.place], 1):
            row = self._move(row, name, days - 6 * step)

    def _move(self, row: Accreditation, name: str, days: int) -> Accreditation:
        move = MOVES[name]
        unit = {"withdraw": row.namer}.get(name) or self._judge(row)
        by = self.hands.of(unit, move.needs)
        at, note = (
            self.hands.ago(max(days, 0)),
            "材料齐全、属实。" if name != "return" else "请补充活动照片和制度文本。",
        )
        return advance_accreditation(row, move, by=by, at=at, note=note, ground="failed_check")

    def _judge(self, row: Accreditation) -> Organization:
        return next((unit for unit in self.station.org.line if unit.level == row.judged_at), row.applicant)
