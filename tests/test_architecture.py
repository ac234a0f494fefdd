"""The house holds: layers, docstrings, small modules, lock files, and one set of commands for demo and production."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from fedportal.demo.services import COMMANDS
from tests.processes import PROJECT

ROOMS = ("fedportal", "cases", "stations", "hotline")
MODULES = sorted(
    path.relative_to(PROJECT)
    for room in ROOMS
    for path in (PROJECT / room).rglob("*.py")
    if "migrations" not in path.parts
)
ADDRESS = re.compile(r"https?://|--index-url|--find-links|--trusted-host|--extra-index")


def test_imports_go_downward_only() -> None:
    script = Path(sys.executable).parent / "lint-imports"

    ran = subprocess.run([sys.executable, script, "--no-cache"], cwd=PROJECT, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout


def test_each_module_says_what_it_answers_for_and_stays_readable() -> None:
    assert MODULES
    assert {str(module): found for module in MODULES if (found := faults(module))} == {}


def faults(module: Path) -> list[str]:
    text = (PROJECT / module).read_text("utf-8")
    named_by_django = module.parent.name == "scoped_postgres"  # a backend's connection is its module `base`
    wrong = {
        "no docstring": text.strip() and not ast.get_docstring(ast.parse(text)),
        "too long: split it by noun": text.count("\n") > 300,
        "a drawer": module.stem in {"utils", "helpers", "common", "base"} and not named_by_django,
    }
    return [words for words, found in wrong.items() if found]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (PROJECT / lock).read_text()
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())

    assert len(packages) > 20
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert not ADDRESS.search(text)


def test_front_end_packages_are_locked_by_their_content_and_not_by_an_address() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    packages.pop("")

    assert packages
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_production_runs_the_commands_of_the_demo() -> None:
    services = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]

    assert set(services) >= {"postgres", "redis", "web", "worker", "beat", "nginx"}
    assert {name: services[name]["command"] for name in COMMANDS} == COMMANDS
    assert {name for name, service in services.items() if "ports" in service} == {"nginx"}


def test_no_page_asks_another_host_and_none_has_inline_script_or_style() -> None:
    forbidden = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|(?:src|href|action)=\"(?:https?:)?//|javascript:", re.I)
    inline_script = re.compile(r"<script(?![^>]*\bsrc=)", re.I)
    pages = sorted((PROJECT / "templates").rglob("*.html"))

    assert pages
    for page in pages:
        text = page.read_text("utf-8")
        assert not forbidden.search(text), page
        assert not inline_script.search(text), page


# Where the portal reads more than its reader may: read each with her eyes before a line is added here.
BEYOND_READERS = {
    "cases/actions/accusations.py": 1,  # an accusation goes to the superior of the accused
    "cases/actions/advance.py": 1,  # moves lead upwards
    "cases/actions/amending.py": 1,  # what becomes an accusation may go upwards
    "cases/actions/break_glass.py": 2,  # an emergency, by exact number; and its judgement
    "cases/actions/complaints.py": 1,  # taken down by whoever may not read it
    "cases/actions/complaints_by_proof.py": 1,  # by number, name and telephone, which the petitioner tells
    "cases/actions/disposals.py": 4,  # what holds a matter may be another unit's
    "cases/actions/joining.py": 2,  # the earlier matter's unit and whether it goes on
    "cases/actions/linking.py": 1,  # the earlier matter is told of the repeat
    "cases/actions/naming.py": 1,  # of what has just been registered, and may have gone upwards
    "cases/actions/parties.py": 3,  # what concerns a minor from now on is known to its line alone
    "cases/actions/register.py": 1,  # an accusation begins with the superior
    "cases/actions/unmasking.py": 2,  # whoever decides may stand above
    "cases/actions/walls.py": 3,  # a number is looked for everywhere, heads are told
    "cases/api/document.py": 1,  # what hangs on the petitions that the reader was found to see
    "cases/exports/own_course.py": 1,  # of this matter's trail, which certificates were made
    "cases/imports/loading.py": 1,  # as register
    "cases/likeness.py": 2,  # repeats, by exact number alone
    "cases/tasks.py": 8,
    "cases/views/break_glass.py": 2,  # who opened what, before auditors
    "cases/views/complaint_taking.py": 1,  # the receipt of what she took down herself
    "cases/views/petition_looks.py": 1,  # of this matter's trail
    "cases/views/related.py": 1,  # the unit of what others hold
    "cases/views/reply_desk.py": 1,  # by link and code
    "cases/views/unmasking.py": 2,  # requests, before who decides above
    "cases/views/urgent.py": 2,  # reports that were sent to her unit
    "cases/views/walls.py": 1,  # whose numbers there are, before the security administrator
    "fedportal/api/tasks.py": 1,
    "fedportal/audit/log.py": 3,
    "fedportal/audit/tasks.py": 1,
    "fedportal/calendar/tasks.py": 1,
    "fedportal/changes/feed.py": 1,  # the revision of what the reader was found to see
    "fedportal/changes/tasks.py": 3,
    "fedportal/dashboards/badges.py": 1,  # seven numbers, accusations left out
    "fedportal/deadlines/actions.py": 4,  # duties of other units
    "fedportal/deadlines/tasks.py": 2,
    "fedportal/directory/actions/accounts.py": 1,  # what another administrator did to the account
    "fedportal/directory/told.py": 1,  # what others did to her own account
    "fedportal/notices/actions.py": 1,  # the unit that is told
    "fedportal/notices/tasks.py": 1,
    "fedportal/notices/views.py": 3,  # notices to her unit, accusations left out
    "fedportal/public/stations.py": 2,  # what is published
    "fedportal/public/views.py": 1,  # by link and code
    "hotline/api/telephony.py": 1,  # the key of whoever signs
    "hotline/receiving_calls.py": 2,  # telephone systems read nothing; what they tell is written down
    "hotline/tasks.py": 3,
    "stations/no_violence.py": 1,  # whether a village had a case, before who leads its county
    "stations/tasks.py": 6,
    "stations/duties_above.py": 1,  # that a duty about what the reader keeps waits with a unit above
    "cases/views/protection_packet.py": 1,  # where she was, to be taken out of a text
    "hotline/safe_hours.py": 1,  # hours that do not suit a caller, and of no matter a word
    "stations/actions/shelter_elsewhere.py": 1,  # keepers of a person whose number was tried at another door
    "stations/actions/shelter_holds.py": 3,  # a bed of a shelter that is not told
    "stations/actions/shelters.py": 2,  # its first keeper, and one who ends her own keeping
    "stations/violence_help.py": 1,  # figures of a county's cases
    "stations/shelter_check_figures.py": 1,  # scores by unit, before who checks there; not what is lacking
    "stations/shelter_nights.py": 1,  # nights of units, small ones kept back where they are shown
    "stations/actions/shelter_founding.py": 2,  # who entered a shelter and whom she named, not where it is
    "stations/shelter_succession.py": 1,  # who merges units keeps none of their shelters
    "stations/shelter_statistics.py": 1,  # figures of units, without a name or a place
    "stations/nearest_beds.py": 1,  # of each shelter a region, a kind and a number
    "hotline/actions/call_reporting.py": 2,  # a report that goes over to a petition of another unit
    "hotline/callers.py": 1,  # how often a number has called, and nothing else
}


def test_the_places_that_read_beyond_their_reader_are_few_and_known() -> None:
    found = {str(module): (PROJECT / module).read_text("utf-8").count("beyond_readers(") for module in MODULES}
    found.pop("fedportal/lib/row_scope.py")

    assert {module: count for module, count in found.items() if count} == BEYOND_READERS
