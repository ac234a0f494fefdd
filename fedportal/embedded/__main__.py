"""The command `python -m fedportal.embedded start|stop|status|run|wipe`."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from fedportal.embedded import database_url, keeper, owner_url, redis_url
from fedportal.embedded.place import EmbeddedError, find_place


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fedportal.embedded", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "status", "run", "wipe"])
    parser.add_argument("--while-held", action="store_true", help="run: end when the last user has gone")
    asked = parser.parse_args()
    var = Path(os.environ.get("VAR_DIR") or keeper.PROJECT / "var").resolve()
    try:
        return _obey(asked.verb, var, while_held=asked.while_held)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


def _obey(verb: str, var: Path, *, while_held: bool) -> int:
    if verb == "run":
        return keeper.run(var, while_held=while_held)
    if verb == "start":
        keeper.start(var)
    elif verb in {"stop", "wipe"}:
        keeper.stop(var)
    if verb == "wipe":
        wipe(var)
    runs = _report(var)
    return 0 if runs or verb != "status" else 1


def wipe(var: Path) -> None:
    """Remove the servers' data and sockets for good."""
    place = find_place(var)
    folders = {place.postgres, place.redis, place.sockets}
    if place.home != var:
        folders.add(place.home)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _report(var: Path) -> bool:
    pid = keeper.keeper_pid(var)
    if pid is None:
        print("The embedded servers are stopped.")
        return False
    print(f"The embedded servers run (keeper: process {pid}).")
    print(f"DATABASE_URL={database_url(var)}")
    print(f"DATABASE_OWNER_URL={owner_url(var)}")
    print(f"REDIS_URL={redis_url(var)}")
    return True


if __name__ == "__main__":
    sys.exit(main())
