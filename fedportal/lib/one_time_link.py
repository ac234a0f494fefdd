"""One-time links for people without an account: a random address, a code told apart from it, five tries, an end.

Only digests are stored. The code is hashed with the token as its key: a reader of the table has no token, so the
million codes cannot be tried. A page answers WRONG and SHUT alike, and takes the same work to find out.
"""

import datetime as dt
import enum
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Protocol

CODE_DIGITS = 6
WRONG_AT_MOST = 5  # wrong codes, then the link is locked
TOKEN_BYTES = 32


class Stored(Protocol):
    """What a row keeps of a link; a model with these fields may be handed to `try_link`."""

    code_digest: str
    expires_at: dt.datetime
    used_at: dt.datetime | None
    wrong_codes: int


@dataclass(frozen=True)
class NewLink:
    """A link at its birth: token and code are shown once and kept nowhere, the digests are stored."""

    token: str
    code: str
    token_digest: str
    code_digest: str


class Attempt(enum.Enum):
    """What a try came to."""

    OPENS = "opens"
    WRONG = "wrong"  # a live link and a wrong code: count it
    SHUT = "shut"  # absent, expired, used or locked


def new_link() -> NewLink:
    """A token for the address, and a code of six digits that travels by another way."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    return NewLink(token, code, token_digest(token), code_digest(token, code))


def token_digest(token: str) -> str:
    """SHA-256 of the token, in hex: by this its row is found."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_digest(token: str, code: str) -> str:
    """The code, as typed, under the token as key; in hex."""
    return hmac.new(token.encode(), plain_code(code).encode(), hashlib.sha256).hexdigest()


def plain_code(typed: str) -> str:
    """What was meant: full-width digits, blanks and hyphens are no mistakes."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed) if not sign.isspace() and sign != "-")


def is_live(stored: Stored, at: dt.datetime) -> bool:
    """Neither used nor expired nor locked."""
    return stored.used_at is None and at < stored.expires_at and stored.wrong_codes < WRONG_AT_MOST


def try_link(stored: Stored | None, *, token: str, code: str, at: dt.datetime) -> Attempt:
    """Whether this code opens the link. Every refusal costs the same hashing and comparing.

    Hand in the row under its lock, and count a WRONG there before the lock ends.
    """
    kept = stored.code_digest if stored else token_digest(token)
    fits = hmac.compare_digest(kept.encode(), code_digest(token, code).encode())
    if stored is None or not is_live(stored, at):
        return Attempt.SHUT
    return Attempt.OPENS if fits else Attempt.WRONG
