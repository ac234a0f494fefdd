"""A small factory of workers under fire: starts real Celery workers and beats, and kills them while they sweep."""

import datetime as dt
import os
import random
import signal
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from subprocess import Popen

import psutil

from fedportal.celery import app
from fedportal.deadlines.models import Deadline, Escalation, SweepRun
from tests.processes import celery

# Children of a worker are forked in no time; a whole one takes seconds to start again, so it dies more rarely.
WHOLE_WORKER_EVERY = 12
SWITCHES_OF_A_BUSY_CHILD = 6  # voluntary context switches between two looks: it talks to the database


class Floor:
    """Workers with two children each, and two beats, on the test's own database and Redis."""

    def __init__(self, stack: ExitStack, folder: Path, *, workers: int = 2, batch: int = 20, seed: int = 1) -> None:
        self.kills = 0
        self._stack, self._folder, self._chance = stack, folder, random.Random(seed)
        self._environment = {"SWEEP_EVERY": "1", "SWEEP_BATCH": str(batch)}
        self._switches: dict[int, int] = {}
        self._started = 0
        self._workers = [self._start_worker() for _ in range(workers)]
        self._children = workers * 2  # as many sweeps may still be running, and end
        for number in range(2):
            schedule = f"--schedule={folder}/beat{number}"
            log = folder / f"beat{number}.log"
            stack.enter_context(celery("beat", schedule, "--pidfile=", log=log, **self._environment))

    def _start_worker(self) -> Popen[bytes]:
        """Tasks of killed children come back only after ten seconds, so that many are fetched ahead."""
        self._started += 1
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        arguments = ("--concurrency=2", "--prefetch-multiplier=50", f"--hostname=w{self._started}@%h", *quiet)
        log = self._folder / f"worker{self._started}.log"
        return self._stack.enter_context(celery("worker", *arguments, log=log, **self._environment))

    def kill_while_it_sweeps(self, times: int, *, within: float, striking: int = 0) -> None:
        """SIGKILL busy children, now and then a whole worker, at random moments: so many times at least, and until
        `striking` sweeps have died that had begun to climb (a kill may also meet one who tells, or who looks)."""
        give_up = time.monotonic() + within
        while self.kills < times or (striking and sweeps_without_end() < striking + self._children):
            assert time.monotonic() < give_up, f"only {self.kills} kills in {within} s"
            app.send_task("deadlines.sweep")
            app.send_task("notices.tell")
            self._kill_one_if_busy()
            time.sleep(self._chance.uniform(0.02, 0.25))

    def _kill_one_if_busy(self) -> None:
        assert all(worker.poll() is None for worker in self._workers), f"a worker ended by itself: see {self._folder}"
        busy = [(worker, child) for worker in self._workers for child in self._busy_children(worker)]
        if not busy or not Escalation.objects.exists():
            return
        worker, child = self._chance.choice(busy)
        if (self.kills + 1) % WHOLE_WORKER_EVERY:
            with suppress(psutil.NoSuchProcess):  # one that has just ended by itself is no kill
                child.kill()
                self.kills += 1
            return
        self.kills += 1
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self._workers = [self._start_worker() if other is worker else other for other in self._workers]

    def _busy_children(self, worker: Popen[bytes]) -> list[psutil.Process]:
        busy = []
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(worker.pid).children():
                switches = child.num_ctx_switches().voluntary
                if switches - self._switches.get(child.pid, switches) >= SWITCHES_OF_A_BUSY_CHILD:
                    busy.append(child)
                self._switches[child.pid] = switches
        return busy


def sweeps_without_end() -> int:
    """Sweeps that began to climb and have neither ended nor failed: those killed, and those that still run."""
    return SweepRun.objects.filter(finished_at=None, error="").count()


def wait_until_all_is_climbed_and_told(at: dt.datetime, *, within: float) -> None:
    give_up = time.monotonic() + within
    while Deadline.objects.to_climb(at).exists() or Escalation.objects.filter(told_at=None).exists():
        assert time.monotonic() < give_up, "sweeps or notices have stopped"
        time.sleep(0.5)
