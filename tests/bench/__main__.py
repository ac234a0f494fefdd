"""`python -m tests.bench [NAME]`: measures the portal against references, one JSON object a line on stdout."""

import argparse
import importlib
import os
import signal
import sys
from base64 import b64encode
from pathlib import Path

import django

HERE = Path(__file__).parent
NAMES = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, help="one of them; all if left out")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the scratch database is dropped
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedportal.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("FIELD_KEYS", f"bench:{b64encode(os.urandom(32)).decode()}")
    os.environ.setdefault("BLIND_INDEX_KEY", "of the bench")
    django.setup()
    _run([asked.name] if asked.name else NAMES)
    return 0


def _run(names: list[str]) -> None:
    scratch = importlib.import_module("tests.bench.scratch")  # needs Django to be set up
    with scratch.scratch_database():
        for name in names:
            for figure in importlib.import_module(f"tests.bench.bench_{name}").run():
                print(figure.as_line(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
