"""Answers a container's health check: is the web server, this worker, or the timetable alive? Exit code 0 or 1."""

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

WORKER_SILENCE_SECONDS = 40
TIMETABLE_SILENCE_SECONDS = 600  # beat writes its schedule every three minutes


def web() -> bool:
    """The server answers for the name and scheme it is meant to serve; other parts being down is not its fault."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].lstrip(".") or "localhost"
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=8) as response:  # noqa: S310
            return response.status == 200
    except urllib.error.HTTPError as answer:
        return answer.code == 503


def worker() -> bool:
    """The worker of this container wrote its heartbeat lately."""
    import psycopg

    name, silence = f"celery@{socket.gethostname()}", WORKER_SILENCE_SECONDS
    query = "SELECT 1 FROM core_workerbeat WHERE name = %s AND at > now() - %s * interval '1 second'"
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
        return connection.execute(query, (name, silence)).fetchone() is not None


def beat() -> bool:
    """The timetable was written lately; its name may carry the suffix of the machine's own database format."""
    written = [path.stat().st_mtime for path in Path(os.environ["DATA_DIR"]).glob("celerybeat-schedule*")]
    return time.time() - max(written, default=0) < TIMETABLE_SILENCE_SECONDS


if __name__ == "__main__":
    try:
        sys.exit(0 if {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
    except Exception as problem:  # whatever is wrong, this part is not healthy
        sys.exit(f"{type(problem).__name__}: {problem}")
