"""The tables of the stations room."""
