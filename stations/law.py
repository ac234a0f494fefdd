"""Numbers of the stations room, each with its source; POLICY where it is the federation's own."""

# How long after a day its services may still be logged or corrected: what is reported by month stands by the end of
# the next one. POLICY.
LOG_WITHIN_DAYS = 31
# Of the persons of a station the page shows so many; larger teams stand in the register of people. POLICY.
MOST_CONTACTS = 4
MOST_FILES = 60  # of one station. POLICY
MOST_BYTES = 200 * 1024 * 1024  # of one station, in bytes. POLICY
