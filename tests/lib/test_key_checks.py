"""The portal refuses to start without the keys and ciphers by which personal data is kept."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from fedportal.lib.blind_index import id_index
from fedportal.lib.ciphers import BadKeys, seal
from tests.processes import PROJECT

ELSEWHERE = "postgresql:///nowhere"  # a server of one's own is named, so that nothing is local


def problems() -> list[str]:
    return [found.id for found in run_checks() if found.id and found.id.startswith("keys.")]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("FIELD_KEYS", "", ["keys.E001"]),
        ("FIELD_KEYS", "2026:c2hvcnQ=", ["keys.E002"]),
        ("FIELD_CIPHER", "aes-256-gcm", []),
        ("FIELD_CIPHER", "sm4-gcm", []),
        ("FIELD_CIPHER", "des", ["keys.E002"]),
        ("BLIND_INDEX_HASH", "sha256", []),
        ("BLIND_INDEX_HASH", "sm3", []),
        ("BLIND_INDEX_HASH", "md5", ["keys.E004"]),
        ("BLIND_INDEX_KEY", "", ["keys.E006"]),
    ],
)
def test_each_setting_is_looked_at(settings: Settings, name: str, value: str, found: list[str]) -> None:
    setattr(settings, name, value)

    assert problems() == found


def test_without_keys_nothing_is_written_in_clear_or_under_no_key(settings: Settings) -> None:
    settings.FIELD_KEYS = settings.BLIND_INDEX_KEY = ""

    with pytest.raises(BadKeys, match="FIELD_KEYS is empty"):
        seal("13854312345", "cases_party.phone")
    with pytest.raises(BadKeys, match="BLIND_INDEX_KEY is not set"):
        id_index("11010519491231002X")


def test_a_change_of_the_hash_is_another_index(settings: Settings) -> None:
    first = id_index("11010519491231002X")
    settings.BLIND_INDEX_HASH = "sm3"

    assert id_index("11010519491231002X") not in ("", first)


def started(var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` in a process of its own, with nothing of these tests' keys."""
    ours = ("FIELD_KEYS", "BLIND_INDEX_KEY", "DATABASE_URL", "DEMO", "DEBUG")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    env |= {"VAR_DIR": str(var), **environment}
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True)


def test_in_production_it_does_not_start_without_keys(tmp_path: Path) -> None:
    refused = started(tmp_path, DATABASE_URL=ELSEWHERE)

    assert refused.returncode == 1
    assert "FIELD_KEYS is not set: identity numbers, telephones and addresses are kept enciphered" in refused.stderr
    assert "BLIND_INDEX_KEY is not set" in refused.stderr
    assert not (tmp_path / "field_key").exists()


def test_keys_may_lie_in_files(tmp_path: Path) -> None:
    keys, index = tmp_path / "keys", tmp_path / "index"
    keys.write_text(f"# since 2026-01\n2026:{b64encode(bytes(32)).decode()}\n")
    index.write_text("of the test\n")

    begun = started(tmp_path, DATABASE_URL=ELSEWHERE, FIELD_KEYS_FILE=str(keys), BLIND_INDEX_KEY_FILE=str(index))

    assert begun.returncode == 0, begun.stderr


def test_a_demo_and_a_fresh_checkout_make_their_own_key_for_themselves_alone(tmp_path: Path) -> None:
    assert started(tmp_path).returncode == 0
    assert started(tmp_path / "demo", DATABASE_URL=ELSEWHERE, DEMO="1").returncode == 0

    assert (tmp_path / "field_key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "demo/field_key").read_text() != (tmp_path / "field_key").read_text()


def test_a_web_server_that_asks_no_checks_does_not_start_either(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in ("FIELD_KEYS", "DEMO", "DEBUG")}
    env |= {"VAR_DIR": str(tmp_path), "DATABASE_URL": ELSEWHERE}
    command = [sys.executable, "-c", "import fedportal.wsgi"]

    refused = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True)

    assert refused.returncode == 1
    assert "BadKeys: FIELD_KEYS is empty" in refused.stderr
