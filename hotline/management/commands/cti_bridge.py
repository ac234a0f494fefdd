"""`manage.py cti_bridge`: brings the calls of an Asterisk into the portal (docs/telephony.md)."""

import asyncio
import os
import uuid
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hotline.ami.bridge import Bridge, Login
from hotline.ami.handing_in import into_database, open_calls, over_http
from hotline.ami.meaning import Meaning

NAMES = ("AMI_HOST", "AMI_USERNAME", "AMI_SECRET", "CTI_SWITCH", "CTI_LINES")


class Command(BaseCommand):
    """Until it is told to end. Everything comes from the environment, for two of its words are secrets."""

    help = "Listens to Asterisk's manager interface and tells the portal of calls."

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: os.environ.get(name, "") for name in NAMES}
        if missing := [name for name, text in given.items() if not text]:
            raise CommandError(f"Not set: {', '.join(missing)}. See docs/telephony.md.")
        ref = _switch(given["CTI_SWITCH"])
        url, key = os.environ.get("CTI_URL", ""), os.environ.get("CTI_KEY", "")
        if url and not key:
            raise CommandError("CTI_URL is set, and CTI_KEY is not.")
        login = Login(
            given["AMI_HOST"],
            int(os.environ.get("AMI_PORT", "5038")),
            given["AMI_USERNAME"],
            given["AMI_SECRET"],
            plain=os.environ.get("AMI_PLAIN") == "1",
        )
        meaning = Meaning(_lines(given["CTI_LINES"]), {} if url else open_calls(ref))
        bridge = over_http(url, ref, key) if url else into_database(ref)
        with suppress(KeyboardInterrupt):
            asyncio.run(_run(login, meaning, bridge))


async def _run(login: Login, meaning: Meaning, hand_in: Any) -> None:
    await Bridge(login, meaning, hand_in).run()


def _switch(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise CommandError("CTI_SWITCH is the number of the telephone system, as its page shows it.") from error


def _lines(text: str) -> dict[str, str]:
    """`12338=0543-12338,3330000=0543-12338`: what is dialled in Asterisk, and which line that is here."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not all(dialled.strip() and number.strip() for dialled, _, number in pairs):
        raise CommandError("CTI_LINES is written as 12338=0543-12338, with commas between.")
    return {dialled.strip(): number.strip() for dialled, _, number in pairs}
