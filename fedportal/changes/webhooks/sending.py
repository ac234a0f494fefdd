"""Sends messages, all at once, and says how each went; whatever the other side does, it is over in ten seconds."""

import asyncio
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import httpx
from django.conf import settings

from fedportal.changes.webhooks.addresses import Forbidden, Unresolved, resolved
from fedportal.changes.webhooks.models import DeliveryAttempt

PATIENCE = 10  # seconds for everything: looking the name up, connecting, sending, and the first line of the answer
Error = DeliveryAttempt.Error


@dataclass(frozen=True)
class Message:
    """What is sent for one delivery, and which attempt this is."""

    delivery: int
    attempt: int
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """How it went: an answer's status, or an error, or both."""

    status: int | None
    error: str
    milliseconds: int

    @property
    def is_good(self) -> bool:
        return not self.error

    @property
    def tells_of_the_server(self) -> bool:
        """Whether the next message would fare no better: nobody answers, or it is too much for the other side."""
        return self.error != Error.STATUS or (self.status or 0) >= 500 or self.status in {408, 429}


def send_all(messages: Sequence[Message]) -> list[Outcome]:
    """In the order of the messages. Raises nothing that the other side could bring about."""
    return asyncio.run(_send_all(messages))


async def _send_all(messages: Sequence[Message]) -> list[Outcome]:
    # No proxy from the environment, no redirects: the connection goes where it was looked at.
    tls = _tls(settings.WEBHOOK_CA_FILE)
    async with httpx.AsyncClient(verify=tls, trust_env=False, follow_redirects=False, timeout=PATIENCE) as client:
        return await asyncio.gather(*(_send(client, message) for message in messages))


async def _send(client: httpx.AsyncClient, message: Message) -> Outcome:
    begun = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE):
            status, error = await _answer(client, message)
    except (TimeoutError, httpx.TimeoutException):
        status, error = None, Error.TIMEOUT
    return Outcome(status, str(error), round((time.monotonic() - begun) * 1000))


async def _answer(client: httpx.AsyncClient, message: Message) -> tuple[int | None, str]:
    """The status of the answer; its body is left unread."""
    try:
        target = await resolved(message.url)
        request = client.build_request(
            "POST",
            target.pinned,
            headers=message.headers | {"Host": target.host_header},
            content=message.body,
            extensions={"sni_hostname": target.name},
        )
        answer = await client.send(request, stream=True)
        await answer.aclose()
    except Forbidden:
        return None, Error.FORBIDDEN
    except Unresolved:
        return None, Error.UNRESOLVED
    except httpx.TimeoutException:
        raise
    except httpx.ConnectError as error:
        return None, Error.TLS if _is_tls(error) else Error.CONNECT
    except httpx.HTTPError:
        return None, Error.CLOSED
    return answer.status_code, _error_of(answer.status_code)


def _error_of(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return Error.REDIRECT if 300 <= status < 400 else Error.STATUS


def _is_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


@lru_cache(maxsize=1)
def _tls(own: str) -> ssl.SSLContext:
    """Who may vouch for a receiver: the public authorities, or those of SSL_CERT_FILE in their place, and beside them
    those of a file of our own, as cities have for their networks."""
    context = httpx.create_ssl_context()
    if own:
        context.load_verify_locations(cafile=own)
    return context
