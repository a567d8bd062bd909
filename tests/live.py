"""Real processes on the test's own database and broker: a Celery worker, for tests that need one to be really there."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def database_url() -> str:
    """The address of the database this test runs on."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    password = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    server = f"{settings['HOST']}:{settings['PORT']}" if settings["PORT"] else settings["HOST"]
    return f"postgresql://{settings['USER']}{password}@{server}/{settings['NAME']}"


def environment(**more: str) -> dict[str, str]:
    """What a process needs to work beside this test; the broker is the same since DATA_DIR or REDIS_URL is."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": database_url()} | more


def eventually[Answer](question: Callable[[], Answer], seconds: float = 60) -> Answer:
    """The first true answer, or a failure once the time is over; never a fixed sleep."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"not true within {seconds} seconds"
        time.sleep(0.05)
    return answer


@contextmanager
def worker(app: str = "config", *, name: str = "thu", children: int = 1, **env: str) -> Iterator[subprocess.Popen]:
    """A Celery worker taking messages; whatever the test leaves of it is killed, children included."""
    from core.models import WorkerBeat

    command = [sys.executable, "-m", "celery", "--quiet", "-A", app, "worker", "--hostname", f"{name}@test"]
    command += ["--concurrency", str(children), "--loglevel", "ERROR"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(**env), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, process_group=0
    )
    try:
        eventually(lambda: process.poll() is not None or WorkerBeat.objects.filter(name=f"{name}@test").exists())
        assert process.poll() is None, process.stderr.read().decode()
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """End a process and its whole group at once, as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, 9)
    process.wait()
    if process.stderr:
        process.stderr.close()
