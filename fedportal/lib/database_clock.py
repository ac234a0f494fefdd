"""The moment by the database's clock: for what several machines must agree on, such as when a call was answered."""

import datetime as dt

from django.db import connection


def database_now() -> dt.datetime:
    """Now, as the database says; not the beginning of its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
        return moment
