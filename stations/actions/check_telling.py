"""Who hears of a check: the station's unit, and whoever has named it if it would not pass the gate now."""

import datetime as dt

from django.utils import timezone

from fedportal.deadlines.limits import Light
from fedportal.notices.actions import tell
from stations.actions.accreditation_story import DESK, tell_unit
from stations.check_law import RECTIFY
from stations.models import Accreditation, StationCheck


def tell_result(row: StationCheck, *, at: dt.datetime) -> None:
    """A station's unit learns what it has to put right; a name that no longer stands on its check is looked at."""
    if row.missing:
        words = f"站点检查：{row.station.name}有 {row.missing} 项没有达标，请在 {RECTIFY.amount} 日内整改。"
        tell(row, org=row.station.org, roles=DESK, text=words[:200], at=at, light=Light.YELLOW)
    if row.passed:
        return
    names = Accreditation.objects.standing(timezone.localdate(at)).filter(station=row.station_id)
    for name in names.select_related("station", "unit", "namer"):
        if name.namer is not None:
            tell_unit(name, name.namer, "检查没有达标，请核查是否撤销命名。", at=at, light=Light.YELLOW)
