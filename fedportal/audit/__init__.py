"""Audit: who did or read what, written once and never changed."""
