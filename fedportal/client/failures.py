"""Why the client gives up, each with the exit code that tells it to whoever called."""

DIFFERENT = 1  # what was found: the copy differs, or rows of the ledger were refused
USAGE = 2  # argparse's own, too
INTERRUPTED = 130


class GivenUp(Exception):
    """A sentence for the person at the terminal; nothing half-done stays behind."""

    exit_code = USAGE


class Unreachable(GivenUp):
    """The portal did not answer, or not sensibly, for as long as was allowed."""

    exit_code = 3


class AccessRefused(GivenUp):
    """The portal knows us not, or does not allow this."""

    exit_code = 4


class StoreUnfit(GivenUp):
    """The file or database is not a copy of ours, or not of this client."""

    exit_code = 5


class CursorGone(Exception):
    """The feed no longer reaches back to our cursor: the copy has to be made anew."""


class CutShort(Exception):
    """A stream ended before its last line: it has to be asked for again from where it was cut."""


class OvertakenByAnother(Exception):
    """Another process has brought the same store further in the meantime."""
