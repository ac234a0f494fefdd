"""Deadlines: every duty with its clock, and the one engine that escalates them all."""
