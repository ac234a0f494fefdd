"""Where the client's id and secret come from: the environment or a file, never the command line, which others see."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from .failures import GivenUp

ID, SECRET, FILE = "FEDSYNC_CLIENT_ID", "FEDSYNC_CLIENT_SECRET", "FEDSYNC_CREDENTIALS"


@dataclass(frozen=True)
class Credentials:
    """As the portal's security administrator handed them out."""

    client_id: str
    secret: str = field(repr=False)


def find_credentials(file: str | None = None) -> Credentials:
    """From the file, if one is named here or by FEDSYNC_CREDENTIALS, with lines `client_id=…` and `client_secret=…`;
    otherwise from the environment."""
    name = file or os.environ.get(FILE)
    given = _read(Path(name)) if name else {"client_id": os.environ.get(ID), "client_secret": os.environ.get(SECRET)}
    client_id, secret = given.get("client_id"), given.get("client_secret")
    if not client_id or not secret:
        where = f"凭证文件 {name}" if name else f"环境变量 {ID}、{SECRET}"
        raise GivenUp(f"没有找到客户端编号和密钥，请检查{where}。")
    return Credentials(client_id, secret)


def _read(path: Path) -> dict[str, str | None]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise GivenUp(f"打不开凭证文件 {path}：{error.strerror}。") from error
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
