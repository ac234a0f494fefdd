"""Hotline: the 12338 line, its calls, shifts and call-backs."""
