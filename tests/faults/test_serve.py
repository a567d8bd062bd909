"""`make run`'s own window: starts healthy, refuses a second one, and never leaves a process behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from tests.live import ROOT, eventually

pytestmark = pytest.mark.faults
GREEN = {"database": "tốt", "broker": "tốt", "worker": "tốt", "storage": "tốt"}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("du-lieu")


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(data_dir, port) -> dict:
    env = {key: os.environ[key] for key in ("HOME", "PATH") if key in os.environ}
    env |= {"DATA_DIR": str(data_dir), "DATABASE_URL": f"sqlite:///{data_dir}/db.sqlite3", "REDIS_URL": ""}
    env |= {"CELERY_BROKER_URL": "filesystem://", "DEMO": "false"}
    return {
        "args": [sys.executable, "scripts/serve.py", "--port", str(port)],
        "cwd": ROOT,
        "env": env,
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
    }


def alive(data_dir, word: bytes = b"") -> set[int]:
    """Processes started for this data folder, by what their environment says, with this word in their command."""
    mark = f"DATA_DIR={data_dir}\0".encode()
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone meanwhile, or somebody else's
            if mark in (entry / "environ").read_bytes() and word in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
    return found


def health(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
            return json.load(response)
    except (urllib.error.URLError, OSError):
        return None


def until_ready(process) -> list[str]:
    """What it says up to the greeting's last line, or up to its end."""
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Dừng:"):
            break
    return said


@pytest.fixture
def portal(data_dir, port):
    process = subprocess.Popen(**command(data_dir, port))
    try:
        said = until_ready(process)
        assert f"✓ Cổng đã sẵn sàng: http://localhost:{port}\n" in said, said
        eventually(lambda: len(alive(data_dir, b"celery")) == 4)  # the worker, its two children and the timetable
        yield process
    finally:
        for pid in alive(data_dir):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.communicate()


def refused(data_dir, port) -> str:
    done = subprocess.run(**command(data_dir, port), check=False)
    assert done.returncode == 1
    return done.stdout


def test_ctrl_c_ends_well_and_leaves_nothing(portal, data_dir, port):
    assert health(port) == GREEN
    portal.send_signal(signal.SIGINT)
    output = portal.communicate(timeout=40)[0]
    assert portal.returncode == 0
    assert alive(data_dir) == set()
    assert "Traceback" not in output


def test_a_second_window_is_refused_with_a_sentence(portal, data_dir, port):
    assert f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác" in refused(data_dir, port)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other = probe.getsockname()[1]
    assert "Hãy dừng cửa sổ kia trước" in refused(data_dir, other)
    assert health(port) == GREEN


def test_a_worker_that_dies_ends_the_window_with_a_sentence(portal, data_dir):
    for pid in alive(data_dir, b"celery"):
        os.kill(pid, signal.SIGKILL)
    output = portal.communicate(timeout=40)[0]
    assert portal.returncode == 1
    assert "Tiến trình nền đã tự dừng" in output
    assert alive(data_dir) == set()


def test_a_window_killed_without_a_word_takes_its_children_along(portal, data_dir):
    portal.kill()
    portal.wait()
    eventually(lambda: alive(data_dir) == set(), 30)
