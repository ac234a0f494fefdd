"""Stations and their services over the interface: read and written at the same addresses."""

from stations.api.onward import SERVICE_ONWARD, STATION_ONWARD
from stations.api.reading import ServiceReading, StationReading
from stations.api.shapes import StationServiceShape, StationShape
from stations.api.station_examples import SENT_SERVICE, SENT_STATION
from stations.api.station_sent import STATION, STATION_SERVICE
from stations.api.writing import Writing
from stations.api.writing_schema import Described


@Described(
    "stations",
    "Station",
    "个站点",
    ("stations",),
    StationShape,
    STATION_ONWARD,
    SENT_STATION,
    {"hours": "周一至周日 8:30—17:30"},
    {"closed_on": "2026-11-23", "reason": "并入新兴街道妇女维权服务站"},
    "close 撤销（closed_on、reason，不能恢复）；links 登记三融三联（links）；"
    "open_day 今天开门（duty）；close_day 今天关门（visitors、note），同一天再次关门是更正。"
    "检查、示范创建在页面上办理。",
    "服务的单位是本单位或者下级。",
).of(STATION)
class Stations(StationReading, Writing):
    """Which method does what stands in `urls`."""

    writes = STATION


@Described(
    "station_services",
    "StationService",
    "条服务记录",
    ("stations",),
    StationServiceShape,
    SERVICE_ONWARD,
    SENT_SERVICE,
    {"people": 4, "reason": "漏记一人"},
    {"reason": "重复登记"},
    "strike 划去（reason）：不再计入，保留记录。",
    "只登记服务类别和人次，不写求助妇女的姓名、电话、住址、证件号。由站点服务的单位或者它的上一级登记。",
).of(STATION_SERVICE)
class StationServices(ServiceReading, Writing):
    """The same."""

    writes = STATION_SERVICE
