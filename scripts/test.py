"""Runs every test on SQLite with the folder broker and, beside it, on PostgreSQL with Redis; a skip is a failure.

What touches no database runs once, with SQLite.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from machine import ROOT, say
from services import chromium, database_of_this_run, postgres_server, redis_server

SKIPPED = re.compile(r"\b\d+ skipped\b")


def pytest(title: str, *arguments: str, shown: bool, **settings: str) -> tuple[bool, str]:
    """Run pytest with these environment settings; returns success and its closing line.

    The words are shown as they come, or all at the end: two runs must not speak at once.
    """
    said = []
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
            said.append(line)
            if shown:
                print(line, end="", flush=True)
        process.wait()
    closing = next((line.strip("= \n") for line in reversed(said) if line.strip()), "")
    if not shown:
        print(f"\n{title}:\n{''.join(said)}", end="", flush=True)
    return process.returncode == 0 and not SKIPPED.search(closing), f"{title}: {closing}"


def on_sqlite(browser: str) -> tuple[bool, str]:
    with tempfile.TemporaryDirectory(prefix="thi-dua-sqlite-") as folder:
        places = {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "CELERY_BROKER_URL": "filesystem://",
            "REDIS_URL": "",
        }
        return pytest("SQLite", "-m", "not postgres", shown=True, CHROMIUM=browser, **places)


def on_postgres(browser: str) -> tuple[bool, str]:
    with redis_server() as queue, postgres_server() as server, database_of_this_run(server) as database:
        places = {"DATABASE_URL": database, "CELERY_BROKER_URL": queue, "REDIS_URL": queue}
        return pytest("PostgreSQL và Redis", "-m", "not pure", shown=False, CHROMIUM=browser, **places)


def main() -> int:
    started = time.monotonic()
    browser = chromium()
    say("Kiểm thử trên SQLite, đồng thời trên PostgreSQL và Redis (lời của lượt sau in ở cuối)")
    with ThreadPoolExecutor(2) as pool:
        results = [run.result() for run in [pool.submit(on_sqlite, browser), pool.submit(on_postgres, browser)]]
    print()
    for passed, summary in results:
        print("✓" if passed else "✗", summary)
    print(f"Tổng thời gian: {time.monotonic() - started:.0f} giây", flush=True)
    return 0 if all(passed for passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
