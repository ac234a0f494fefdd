"""Matters whose time is over, made by the real verbs, and lists of them."""

import datetime as dt

from cases.actions.disposals import confirm, draw_up
from cases.disposal.running import run_next
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.privacy.models import DisposalBatch
from tests.cases.lives import Line, replied_by
from tests.cases.samples import NOW, moved
from tests.factories import user

LATER = NOW.replace(year=NOW.year + 10) + dt.timedelta(days=1)  # ten years after the archiving, and a day


def archived(line: Line, *, at: dt.datetime = NOW, retention: str = "10y", **fields: object) -> Petition:
    """A matter of the county that was answered, closed and archived at once."""
    row = replied_by(line.county, at=at, **fields)
    row = moved(row, "close", by=line.county.clerk, at=at)
    return moved(row, "archive", by=line.county.clerk, at=at, retention=retention)


def second(line: Line) -> User:
    """Another head of the section."""
    return user(line.tree.bincheng, Role.SECTION_HEAD)


def drawn(line: Line, *, at: dt.datetime = LATER) -> DisposalBatch:
    return draw_up(by=line.county.clerk, at=at)


def disposed(line: Line, *, at: dt.datetime = LATER) -> DisposalBatch:
    """Everything of the county that is due, drawn up, confirmed and worked off."""
    batch = confirm(drawn(line, at=at), by=second(line), at=at)
    while run_next(at):
        pass
    batch.refresh_from_db()
    return batch
