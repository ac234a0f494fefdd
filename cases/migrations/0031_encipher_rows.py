"""Enciphers what the columns hold already, page by page and each page for good: started again it goes on.

Some thousands of people a second, so minutes for a million. What it replaces lies in the tables' files until they are
vacuumed, in the write-ahead log until that is gone, and in every older backup: see docs/operations.md.
"""

from django.db import migrations

from fedportal.lib.reciphering import DECIPHER, ENCIPHER, Columns, rewrite_whole

COLUMNS = (
    Columns("cases_party", "id", ("id_number", "phone", "address")),
    Columns("cases_formervalue", "id", ("value",)),
    Columns("cases_handlingcomplaint", "id", ("contact",)),
    Columns("cases_importbatch", "id", ("layout",)),
    Columns("cases_importrow", "id", ("remarks", "cells")),
    Columns("cases_savedfilter", "id", ("query",)),
    Columns("cases_archive", "id", ("manifest",)),
)


def encipher(apps, schema_editor):
    for columns in COLUMNS:
        if rewrite_whole(columns, ENCIPHER):
            schema_editor.execute(f"ANALYZE {columns.table}")  # its statistics hold values that stood there


def decipher(apps, schema_editor):
    for columns in COLUMNS:
        schema_editor.execute(f"ALTER TABLE {columns.table} DISABLE TRIGGER USER")
        try:
            rewrite_whole(columns, DECIPHER)
        finally:
            schema_editor.execute(f"ALTER TABLE {columns.table} ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("cases", "0030_encrypted_columns"),
    ]

    operations = [
        migrations.RunPython(encipher, decipher),
    ]
