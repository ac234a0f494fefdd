"""Asks ClamAV about a file, where the portal is told of one (CLAMD_ADDRESS)."""

import io
from urllib.parse import urlsplit

import clamd
from django.conf import settings


class Infected(ValueError):
    """The scanner knows this file as harmful."""


class ScannerSilent(RuntimeError):
    """A scanner is configured and does not answer; nothing is kept unscanned."""


def scan(content: bytes) -> None:
    """Return if the file is clean, or if no scanner is configured; else raise Infected or ScannerSilent."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _daemon(settings.CLAMD_ADDRESS).instream(io.BytesIO(content))
    except (clamd.ClamdError, OSError) as error:
        raise ScannerSilent from error
    state, _ = answer["stream"]
    if state != "OK":
        raise Infected


def _daemon(address: str) -> clamd.ClamdNetworkSocket:
    """tcp://host:3310 or unix:///run/clamav/clamd.sock."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        return clamd.ClamdUnixSocket(path=parts.path, timeout=30)
    return clamd.ClamdNetworkSocket(host=parts.hostname, port=parts.port or 3310, timeout=30)
