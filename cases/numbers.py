"""Gapless numbers: of petitions (鲁滨城妇信〔2026〕000123) and of papers (鲁滨城妇信告〔2026〕12号)."""

from django.db import connection

from cases.workflow import DocumentKind
from fedportal.orgs.models import Organization

PETITIONS = "妇信"
# The code letters of a paper's number (GB/T 9704-2012: 机关代字 with the kind of matter).
_CODES = {
    DocumentKind.ACCEPTANCE: "妇信告",
    DocumentKind.DIRECTION: "妇信告",
    DocumentKind.REFUSAL: "妇信告",
    DocumentKind.PASSING: "妇信告",
    DocumentKind.EXTENSION: "妇信告",
    DocumentKind.DIVERSION: "妇信告",
    DocumentKind.REPLY: "妇信复",
    DocumentKind.ASSIGNMENT: "妇信交",
    DocumentKind.OPINION: "妇信处",
    DocumentKind.REVIEW: "妇信查",
    DocumentKind.RECHECK: "妇信核",
    DocumentKind.MEDIATION: "妇调",
    DocumentKind.INVESTIGATION: "妇权函",
    DocumentKind.URGING: "妇权督",
    DocumentKind.INSPECTION: "妇权函",
    DocumentKind.INTERVIEW: "妇权函",
    DocumentKind.SUIT_SUPPORT: "妇权诉",
    DocumentKind.CLUE: "妇权移",
    DocumentKind.COMPLAINT_REPLY: "妇信诉",
    DocumentKind.REFERRAL: "妇权转",
    DocumentKind.SUPERVISION: "妇信督",
    DocumentKind.SUGGESTION: "妇信建",
    DocumentKind.PROPOSAL: "妇信议",
    DocumentKind.URGENT_REPORT: "妇信急",
    DocumentKind.BRIEFING: "妇信专报",
    DocumentKind.REPORT: "妇信报",
}

_RESERVE = """
INSERT INTO cases_numberseries (org_id, series, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (org_id, series, year) DO UPDATE SET last = cases_numberseries.last + excluded.last
RETURNING last
"""


def reserve_numbers(org: Organization, year: int, count: int = 1) -> list[str]:
    """The next `count` numbers of petitions of this unit and year.

    The series' row stays locked until the transaction ends: one that fails gives its numbers back.
    """
    last = _reserve(org, PETITIONS, year, count)
    return [f"{org.number_prefix}{PETITIONS}〔{year}〕{n:06d}" for n in range(last - count + 1, last + 1)]


def document_number(org: Organization, kind: str, year: int) -> str:
    """The next number of a paper of this kind; gapless in the same way."""
    return document_numbers(org, kind, year, 1)[0]


def document_numbers(org: Organization, kind: str, year: int, count: int) -> list[str]:
    """The next `count` numbers of papers of this kind."""
    code = _CODES[DocumentKind(kind)]
    last = _reserve(org, code, year, count)
    return [f"{org.number_prefix}{code}〔{year}〕{n}号" for n in range(last - count + 1, last + 1)]


def _reserve(org: Organization, series: str, year: int, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [org.pk, series, year, count])
        (last,) = cursor.fetchone()
    return int(last)
