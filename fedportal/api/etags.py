"""Entity tags of documents: which version they are, and whether anything in them is another than before."""

import hashlib
import re

TAG = r'^(W/)?"[0-9]{1,9}(-[0-9a-f]{16})?"$'
_VERSION = re.compile(r'(?:W/)?"([0-9]{1,9})(?:-[0-9a-f]{16})?"')


def etag(version: int, document: str) -> str:
    """`"7-<digest>"`: the version counts what people did; the digest also tells a duty that climbed by itself, and
    what this reader may see now and could not before."""
    return f'"{version}-{hashlib.sha256(document.encode()).hexdigest()[:16]}"'


def version_of(header: str) -> int | None:
    """The version that an If-Match header names, as `"7"` or as the whole tag; None where it names none."""
    found = _VERSION.fullmatch(header.strip())
    return int(found[1]) if found else None


def is_current(header: str, tag: str) -> bool:
    """Whether an If-None-Match header names this tag."""
    named = {part.strip().removeprefix("W/") for part in header.split(",")}
    return tag in named or "*" in named
