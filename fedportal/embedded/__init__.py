"""The embedded PostgreSQL and Redis for `make demo` and `make test`: their addresses, and the local secret.

Nothing starts at import; `python -m fedportal.embedded start` does that, or `keeper.hold()`.
"""

import base64
import hashlib
import os
import secrets
from pathlib import Path


def runtime_dir(var: Path) -> Path:
    """A short, per-project folder for sockets (a socket's path may hold about 100 bytes)."""
    digest = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:10]
    return Path("/tmp") / f"fedportal-{os.getuid()}-{digest}"  # closed to others, see place.py  # nosec B108


def database_url(var: Path) -> str:
    """The address of the embedded PostgreSQL of this checkout for the portal's role, whether or not it runs."""
    return f"postgresql://portal@/fedportal?host={runtime_dir(var)}"


def owner_url(var: Path) -> str:
    """The same for the owner of its tables."""
    return f"postgresql://postgres@/fedportal?host={runtime_dir(var)}"


def redis_url(var: Path) -> str:
    """The address of the embedded Redis of this checkout, whether or not it runs."""
    return f"unix://{runtime_dir(var)}/redis.sock"


def local_secret(var: Path, name: str = "secret_key") -> str:
    """A secret of this checkout, made at its first use; production names its own."""
    path = var / name
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        draft = var / f"{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was first: its secret counts
        finally:
            draft.unlink()
    return path.read_text()


def local_key(var: Path) -> str:
    """A key for FIELD_KEYS, of this checkout alone."""
    key = hashlib.sha256(local_secret(var, "field_key").encode()).digest()
    return f"local:{base64.b64encode(key).decode()}"
