"""The tables of the stations room."""

from stations.models.station import Station, StationContact, StationEvent

__all__ = ["Station", "StationContact", "StationEvent"]
