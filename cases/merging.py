"""Two people change the same words: what each of them changed is told from digests of what the page had shown."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import salted_hmac

from fedportal.lib.refusals import NotAllowed

LENGTH = 12  # of a digest, in hex digits: enough to tell a change, too little to guess a value from

Values = Mapping[str, Any]


def plain(value: object) -> str:
    """A value in one spelling: browsers turn line ends, and pages know minutes."""
    if value is None or value is False:
        return ""
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}"
    if isinstance(value, Model):
        return str(value.pk)
    return str(value).replace("\r\n", "\n").strip()


def _digest(value: object) -> str:
    return salted_hmac("cases.merging", plain(value)).hexdigest()[:LENGTH]


@dataclass(frozen=True)
class Seen:
    """What a page showed when it was opened: each value's digest, and the last line of the timeline.

    It travels with the form and with its draft, and tells nobody the values.
    """

    digests: Mapping[str, str]
    event: int

    @classmethod
    def of(cls, values: Values, *, event: int | None) -> "Seen":
        return cls({name: _digest(value) for name, value in values.items()}, event or 0)

    def sealed(self, subject: Model) -> str:
        return signing.dumps([dict(self.digests), self.event], salt=_salt(subject), compress=True)

    @classmethod
    def opened(cls, text: str, subject: Model) -> "Seen":
        """What was sealed about this subject; nothing was seen where it is not."""
        try:
            digests, event = signing.loads(text, salt=_salt(subject))
        except (signing.BadSignature, ValueError):
            return cls({}, 0)
        return cls(digests, event)

    def differs(self, name: str, value: object) -> bool:
        return self.digests.get(name) != _digest(value)


def _salt(subject: Model) -> str:
    return f"seen.{subject._meta.label_lower}.{subject.pk}"


@dataclass(frozen=True)
class Merged:
    """What becomes of two people's changes."""

    changes: dict[str, Any]  # to be written: what she changed, and nobody else did
    clashes: list[str]  # both changed it, to different values
    kept: list[str]  # others changed it, she did not


def merge(seen: Seen, *, mine: Values, theirs: Values) -> Merged:
    """Lay her values over those that stand now, by what she had seen."""
    differing = [name for name in mine if plain(mine[name]) != plain(theirs[name])]
    hers = [name for name in differing if seen.differs(name, mine[name])]
    clashes = [name for name in hers if seen.differs(name, theirs[name])]
    changes = {name: mine[name] for name in hers if name not in clashes}
    return Merged(changes, clashes, [name for name in differing if name not in hers])


class Clash(NotAllowed):
    """Someone else changed the same values meanwhile (`names`), and perhaps others (`kept`): nothing was written."""

    code = "clash"

    def __init__(self, merged: Merged) -> None:
        super().__init__("您填写期间，有人修改了同样的内容，本次没有保存。请逐项核对后再保存。")
        self.names, self.kept = merged.clashes, merged.kept


def checked(seen: Seen, *, mine: Values, theirs: Values) -> Merged:
    """As `merge`; raises Clash where both changed the same value."""
    merged = merge(seen, mine=mine, theirs=theirs)
    if merged.clashes:
        raise Clash(merged)
    return merged
