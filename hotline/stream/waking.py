"""Wakes the stream at the moment at which a signal is committed: PostgreSQL's own LISTEN and NOTIFY.

Redis would tell as fast, but could tell before the commit, and be away; this is told by the commit itself, to whoever
is connected to the database that the signals are read from.
"""

import asyncio
import logging
from typing import Any

import psycopg2
from django.db import connection

CHANNEL = "hotline_call_signal"
AGAIN = 2  # seconds until a lost connection is made anew; the stream looks by itself meanwhile

log = logging.getLogger(__name__)


async def wake_on_notify(wake: asyncio.Event) -> None:
    """For ever."""
    while True:
        try:
            await _listen(wake)
        except psycopg2.Error as error:
            log.warning("The database's notices are away: %s", type(error).__name__)
        await asyncio.sleep(AGAIN)


async def _listen(wake: asyncio.Event) -> None:
    listening = await asyncio.to_thread(_connected)
    loop, lost = asyncio.get_running_loop(), asyncio.Event()

    def heard() -> None:
        try:
            listening.poll()
        except psycopg2.Error:
            lost.set()
        listening.notifies.clear()
        wake.set()

    number = listening.fileno()
    loop.add_reader(number, heard)
    try:
        wake.set()  # what was told while nobody listened
        await lost.wait()
    finally:
        loop.remove_reader(number)
        listening.close()


def _connected() -> Any:
    params = connection.get_connection_params()
    params.pop("cursor_factory", None)
    made = psycopg2.connect(**params)
    made.autocommit = True
    with made.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    return made
