"""Stations from a ledger: the columns, reading a row, and bringing all good rows in at once."""
