"""Says in plain words what this Python lacks to make the portal's .venv."""

import importlib.util
import sys

version = ".".join(str(part) for part in sys.version_info[:2])
if sys.version_info < (3, 11):  # noqa: UP036  (the portal needs it; this script must run on older ones)
    sys.exit(f"Python 3.11 or newer is needed, this is {version}: name another one with PYTHON=python3.x")
if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
    sys.exit("This Python has no venv: apt-get install python3-venv")
