"""`manage.py call_stream`: opens calls on agents' screens as they ring (hotline.stream)."""

import asyncio
import os
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hotline.stream.server import CallStream


class Command(BaseCommand):
    """Until it is told to end: it holds nothing that is not in the database."""

    help = "Serves the stream of calls to agents' screens."

    def add_arguments(self, parser: CommandParser) -> None:
        bind = os.environ.get("STREAM_BIND", "127.0.0.1:8001")
        parser.add_argument("--bind", default=bind, help="address:port (STREAM_BIND)")

    def handle(self, *args: Any, bind: str, **options: Any) -> None:
        host, _, port = bind.rpartition(":")
        if not host or not port.isdecimal():
            raise CommandError(f"{bind} is no address:port.")
        with suppress(KeyboardInterrupt):
            asyncio.run(CallStream().serve(host.strip("[]"), int(port)))
