"""Who sees the rows of stations: whoever works in their range, for where they are and when they serve is no secret."""

from fedportal.lib.row_security import Policy

_IN_RANGE = "org_code >= portal_code() AND org_code < portal_code_end()"
_TOWN_IN_RANGE = "town >= portal_code() AND town < portal_code_end()"
_WITH_ITS_STATION = """
    portal_code() = 0 OR EXISTS (SELECT FROM stations_station s WHERE s.id = station_id)
"""
OF_STATIONS = (
    Policy("stations_station", within=_IN_RANGE, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_stationcontact", _WITH_ITS_STATION),
    Policy("stations_stationevent", _WITH_ITS_STATION, grants="SELECT, INSERT"),
    Policy("stations_stationlink", _WITH_ITS_STATION),
    Policy("stations_stationfile", _WITH_ITS_STATION, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_stationday", _WITH_ITS_STATION, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_serviceentry", _WITH_ITS_STATION, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_logevent", _WITH_ITS_STATION, grants="SELECT, INSERT"),
    # One's own unit's: working material, and no stations yet.
    Policy("stations_stationimport", "portal_code() = 0 OR org_id = portal_org()"),
    Policy(
        "stations_stationimportrow",
        "portal_code() = 0 OR EXISTS (SELECT FROM stations_stationimport i WHERE i.id = batch_id)",
    ),
    # Triggers count, as the owner of the tables: the portal's role reads.
    Policy("stations_stationmonth", _WITH_ITS_STATION, grants="SELECT"),
    Policy("stations_towncoverage", within=_TOWN_IN_RANGE, grants="SELECT"),
    Policy("stations_townserved", within=_TOWN_IN_RANGE, grants="SELECT"),
)
