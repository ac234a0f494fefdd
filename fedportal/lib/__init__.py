"""Helpers that know no app, each module named for the one thing it does."""
