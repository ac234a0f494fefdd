"""What can be said of the packages without a network: they are installed as locked, and their licences are known.

Known weaknesses need the public lists: `make audit`.
"""

import json
import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
# Licences under which a public body may run, change and hand on the portal.
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|LGPL|Lesser|Zlib|HPND|Unlicense|Public Domain|CC0|0BSD|"
    r"BlueOak|Artistic|WTFPL|MIT-CMU|PostgreSQL",
    re.IGNORECASE,
)
# Tools of development that are never handed on with the portal.
TOOLS = {"djlint"}


def locked() -> dict[str, set[str]]:
    """Versions by name; there may be one for each edition of Python."""
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in LOCKED.findall((PROJECT / lock).read_text("utf-8")):
            versions.setdefault(_name(name), set()).add(version)
    return versions


def licence(package: Distribution) -> str:
    meta = package.metadata
    told = [
        meta.get("License-Expression") or "",
        *(meta.get_all("Classifier") or []),
        (meta.get("License") or "")[:200],
    ]
    return " ".join(line for line in told if line and ("License" in line or "::" not in line))


def npm_licences() -> dict[str, str]:
    packages = json.loads((PROJECT / "package-lock.json").read_text("utf-8"))["packages"]
    return {name: str(package.get("license", "")) for name, package in packages.items() if name}


def main() -> None:
    """Exit with a line for each fault."""
    wanted = locked()
    here = {_name(package.metadata["Name"]): package for package in distributions()}
    faults = [
        f"{name} {here[name].version} is installed, {' or '.join(sorted(versions))} is locked"
        for name, versions in sorted(wanted.items())
        if name in here and here[name].version not in versions
    ]
    faults += [
        f"{name} is in no lock file" for name in sorted(here.keys() - wanted.keys() - {"pip", "setuptools", "wheel"})
    ]
    faults += [
        f"{name}: licence unknown or not free: {licence(package)[:80]!r}"
        for name, package in sorted(here.items())
        if name not in TOOLS and name in wanted and not FREE.search(licence(package))
    ]
    faults += [
        f"{name}: licence {words!r}" for name, words in sorted(npm_licences().items()) if not FREE.search(words)
    ]
    sys.exit("\n".join(faults) or None)


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


if __name__ == "__main__":
    main()
