"""Runs every test twice: on SQLite with the folder broker, on PostgreSQL with Redis; a skipped test is a failure."""

import os
import re
import subprocess
import sys
import tempfile
import time

from machine import ROOT, say
from services import chromium, database_of_this_run, postgres_server, redis_server

SKIPPED = re.compile(r"\b\d+ skipped\b")


def pytest(title: str, *arguments: str, **settings: str) -> tuple[bool, str]:
    """Run pytest with these environment settings, showing its words; returns success and its closing line."""
    say(f"Kiểm thử trên {title}")
    closing = ""
    with tempfile.TemporaryDirectory(prefix="thi-dua-test-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", *arguments, *sys.argv[1:]],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": folder, "PYTHONUNBUFFERED": "1"} | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in process.stdout or ():
            print(line, end="", flush=True)
            closing = line.strip() or closing
        passed = process.wait() == 0 and not SKIPPED.search(closing)
    return passed, f"{title}: {closing.strip('= ')}"


def main() -> int:
    started = time.monotonic()
    browser = chromium()
    with tempfile.TemporaryDirectory(prefix="thi-dua-sqlite-") as folder:
        results = [
            pytest(
                "SQLite",
                *("-m", "not postgres"),
                DATABASE_URL=f"sqlite:///{folder}/db.sqlite3",
                CELERY_BROKER_URL="filesystem://",
                REDIS_URL="",
                CHROMIUM=browser,
            )
        ]
    with redis_server() as queue, postgres_server() as server, database_of_this_run(server) as database:
        results.append(
            pytest(
                "PostgreSQL và Redis",
                DATABASE_URL=database,
                CELERY_BROKER_URL=queue,
                REDIS_URL=queue,
                CHROMIUM=browser,
            )
        )
    print()
    for passed, summary in results:
        print("✓" if passed else "✗", summary)
    print(f"Tổng thời gian: {time.monotonic() - started:.0f} giây", flush=True)
    return 0 if all(passed for passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
