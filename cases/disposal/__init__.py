"""The end of a matter's personal data: whose time is over, what is erased, and the worker that does it."""
