"""Stations: service stations, rights posts and shelters, the places that serve women."""
