"""Stations, posts and people for other systems."""
