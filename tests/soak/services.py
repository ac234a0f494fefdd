"""The portal's processes and those of its clients, which are killed at random moments and started anew."""

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import psutil

from fedportal.lib.child_process import start_child, stop_child
from tests.bench.serving import answers, free_port, web_environment
from tests.client.running import FEDSYNC, Fedsync
from tests.processes import PROJECT, our_environment

PYTHON = (sys.executable, "-m")
CELERY = (*PYTHON, "celery", "-A", "fedportal")
NETWORK = {"WEBHOOK_NETWORKS": "127.0.0.0/8"}
PAUSE = (1.0, 3.4)  # seconds between two kills
TROUBLE = 0.02  # of the messages that the receiver takes and fails to answer well
WORKS = 10  # writes that the web answers between two blows
MOST = 240  # seconds that a busy machine may take longer
PATIENCE = 60  # seconds until a process does what it was started for


class Service:
    """One process with its children; it runs from its beginning to `stop`, whatever befalls it. One that is `kept` is
    started anew when it has ended by itself, as by its container's rule; of another that is a fault."""

    def __init__(
        self, name: str, command: tuple[str, ...], environment: dict[str, str], folder: Path, *, kept: bool
    ) -> None:
        self.name, self.log, self.kept = name, folder / f"{name}.log", kept
        self._command, self._environment = command, environment
        self._hand, self._stopped = threading.Lock(), False  # on whether it runs
        self.process = self._start()

    def _start(self) -> "Popen[bytes]":
        with self.log.open("ab") as output:
            self._begins = output.tell()
            return start_child(self._command, env=self._environment, cwd=PROJECT, output=output)

    def has_said(self, words: bytes) -> bool:
        """In its log, since it was last started."""
        with self.log.open("rb") as log:
            log.seek(self._begins)
            return words in log.read()

    def keep_up(self) -> None:
        with self._hand:
            if not self._stopped and self.process.poll() is not None:
                assert self.kept, f"{self.name} has ended by itself: see {self.log}"
                self.process = self._start()

    def kill(self) -> bool:
        """With all its children, as with its container; whether it lived."""
        with self._hand:
            if self.process.poll() is not None:
                return False
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = self._start()
            return True

    def kill_a_child(self, chance: random.Random) -> bool:
        """As when memory runs out; its parent has to notice."""
        with suppress(psutil.NoSuchProcess):
            if children := psutil.Process(self.process.pid).children():
                chance.choice(children).kill()
                return True
        return False

    def stop(self) -> None:
        with self._hand:
            self._stopped = True
            stop_child(self.process, with_signal=signal.SIGTERM, patience=20)


@dataclass(frozen=True)
class Kill:
    """When, by the monotonic clock."""

    victim: str
    at: float


class Floor:
    """Web, worker, beat, the readers with their copies, and the receiver of webhooks."""

    def __init__(self, stack: ExitStack, folder: Path, readers: dict[str, Fedsync], *, seed: int) -> None:
        self._stack, self._folder, self._chance = stack, folder, random.Random(seed)
        self.port, self.hook_port, self.hook_log = free_port(), free_port(), folder / "heard.jsonl"
        self._seed, self._readers = seed, readers
        self.url, self.hook_url = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.hook_port}"
        self.copies = {name: folder / f"{name}.db" for name in readers}
        self.services: list[Service] = []
        self._written: Callable[[], int] = int  # answers to writers so far
        self._struck_at = 0  # of these, when the web was last struck

    def open(self) -> None:
        """Start everything; returns when the portal answers."""
        work = our_environment(SWEEP_EVERY="1", SWEEP_BATCH="50", **NETWORK)
        trouble = ("--trouble", str(TROUBLE), "--seed", str(self._seed), "--log", str(self.hook_log))
        self.receiver = self._run("receiver", (*PYTHON, "tests.changes.hook_server", str(self.hook_port), *trouble))
        self.web = self._run("web", (*PYTHON, "gunicorn"), web_environment(self.port))
        self.worker = self._run("worker", (*CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO"), work)
        self.beat = self._run("beat", (*CELERY, "beat", "--loglevel", "WARNING"), work)
        wait_until(lambda: answers(self.port), "the portal answers", within=PATIENCE)
        self.readers = [self._read(name, client) for name, client in self._readers.items()]

    def _run(
        self, name: str, command: tuple[str, ...], environment: dict[str, str] | None = None, *, kept: bool = True
    ) -> Service:
        service = Service(name, command, environment or dict(os.environ), self._folder, kept=kept)
        self._stack.callback(service.stop)
        self.services.append(service)
        return service

    def keep_up(self) -> None:
        """Whoever has ended by itself is started anew: a worker does whose hands die as it starts."""
        for service in self.services:
            service.keep_up()

    def _read(self, name: str, client: Fedsync) -> Service:
        mirror = ("mirror", self.url, str(self.copies[name]), "--follow", "--quiet")
        return self._run(f"reader-{name}", (*FEDSYNC, *mirror), client.environment, kept=False)

    def _victims(self) -> dict[str, Callable[[], bool]]:
        """How each is killed; the web and the worker only when they work again, or a slow machine would see nothing
        but beginnings."""
        chance = self._chance
        return {
            "reader": lambda: chance.choice(self.readers).kill(),
            "web": lambda: self._web_works() and self.web.kill(),
            "web worker": lambda: self._web_works() and self.web.kill_a_child(chance),
            "worker": lambda: self._worker_works() and self.worker.kill(),
            "worker's child": lambda: self._worker_works() and self.worker.kill_a_child(chance),
            "receiver": self.receiver.kill,
        }

    def _web_works(self) -> bool:
        """It has answered some more writers since it was last struck."""
        return self._written() >= self._struck_at + WORKS

    def _worker_works(self) -> bool:
        return self.worker.has_said(b"succeeded in")

    def kill_for(self, seconds: float, *, each: int, written: Callable[[], int]) -> list[Kill]:
        """Each in turn, every round in another order; whoever does not work yet has its turn again. On a busy machine
        it takes longer, until everybody has died so many times. `written` counts what writers were answered."""
        self._written = written
        victims, kills, waiting = self._victims(), list[Kill](), list[str]()
        died = dict.fromkeys(victims, 0)
        end = time.monotonic() + seconds
        while time.monotonic() < end or min(died.values()) < each:
            assert time.monotonic() < end + MOST, f"within {seconds + MOST} s died only {died}"
            time.sleep(self._chance.uniform(*PAUSE))
            self.keep_up()
            waiting = waiting or self._chance.sample(list(victims), len(victims))
            for name in waiting:
                if victims[name]():
                    waiting.remove(name)
                    died[name] += 1
                    kills.append(Kill(name, time.monotonic()))
                    self._struck_at = written() if name.startswith("web") else self._struck_at
                    break
        return kills


def wait_until(ripe: Callable[[], bool], what: str, *, within: float) -> None:
    give_up = time.monotonic() + within
    while not ripe():
        assert time.monotonic() < give_up, f"not within {within} s: {what}"
        time.sleep(0.3)
