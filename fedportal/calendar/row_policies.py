"""The calendar is public."""

from fedportal.lib.row_security import declare_open

declare_open("calendar_calendaredition", "calendar_workday")
