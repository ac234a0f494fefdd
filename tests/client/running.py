"""The client as people run it: a process of its own that knows an address and a secret, and nothing of the portal."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from subprocess import CompletedProcess, Popen

from fedportal.api.models import ApiClient
from fedportal.client.credentials import Credentials
from tests.api.clients import SECRET
from tests.processes import PROJECT

PATIENCE = 120  # seconds
FEDSYNC = (sys.executable, "-m", "fedportal.client")


@dataclass(frozen=True)
class Fedsync:
    """For one client of the portal."""

    client: ApiClient

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"FEDSYNC_CLIENT_ID": self.client.client_id, "FEDSYNC_CLIENT_SECRET": SECRET}

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.client.client_id, SECRET)

    def run(self, *arguments: object) -> CompletedProcess[str]:
        """To its end."""
        command = [*FEDSYNC, *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment, cwd=PROJECT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def start(self, *arguments: object) -> "Popen[bytes]":
        return Popen([*FEDSYNC, *map(str, arguments)], env=self.environment, cwd=PROJECT)

    def kill_when(self, ripe: Callable[[], bool], *arguments: object) -> bool:
        """Start it and end it by SIGKILL as soon as it is `ripe`; whether it was, before it ended by itself."""
        running, give_up = self.start(*arguments), time.monotonic() + PATIENCE
        try:
            while not ripe():
                assert time.monotonic() < give_up, "it neither ends nor gets so far"
                if running.poll() is not None:
                    return False
                time.sleep(0.005)
        finally:
            running.send_signal(signal.SIGKILL)
            running.wait()
        return True
