"""Rows of petitions, one module a noun."""

from cases.models.document import Document, DocumentKind
from cases.models.event import Event
from cases.models.ledger_import import ImportBatch, ImportRow
from cases.models.party import Party
from cases.models.petition import Channel, MatterClass, NumberSeries, Petition

__all__ = [
    "Channel",
    "Document",
    "DocumentKind",
    "Event",
    "ImportBatch",
    "ImportRow",
    "MatterClass",
    "NumberSeries",
    "Party",
    "Petition",
]
