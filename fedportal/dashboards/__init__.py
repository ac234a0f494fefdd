"""Dashboards: the overview of a range across all fields of work, and the demo province."""
