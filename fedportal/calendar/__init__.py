"""Calendar: statutory working days, the same in Python and in SQL."""
