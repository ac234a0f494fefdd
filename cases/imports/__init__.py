"""Importing a ledger: from a file that somebody kept elsewhere to petitions as if typed."""
