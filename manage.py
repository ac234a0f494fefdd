#!/usr/bin/env python
"""Runs Django's management commands."""

import os
import sys

from django.core.management import execute_from_command_line

from fedportal.lib.row_scope import EVERYTHING, assume

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedportal.settings")
    assume(EVERYTHING)  # who may run commands holds the keys of the database
    execute_from_command_line(sys.argv)
