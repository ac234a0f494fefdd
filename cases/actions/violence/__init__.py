"""Verbs of the course of a case of violence at home; what they write hangs on its petition."""
