"""The portal in one window: prepares the data, starts the web server and one Celery worker, stops both on Ctrl-C."""

import argparse
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from machine import ROOT, say, stop

sys.path.insert(0, str(ROOT))
GRACE_SECONDS = 15
START_SECONDS = 180  # a busy machine compiles every module at its first start
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process of the portal, with a name people understand."""

    name: str
    process: subprocess.Popen


def check_port(host: str, port: int) -> None:
    """Stop with a sentence when somebody already answers at this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            stop(f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác, ví dụ: make run PORT={port + 1}")


def hold(data_dir: Path):
    """Keep one portal per data folder; the returned file must stay open."""
    lock = (data_dir / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stop(f"Cổng thông tin đang chạy trên dữ liệu {data_dir}. Hãy dừng cửa sổ kia trước (Ctrl-C).")
    return lock


def own_the_terminal():
    """Let Ctrl-C reach this process alone, so that `make` above it ends well; returns how to give the terminal back.

    The terminal sends Ctrl-C to every process of its foreground group; make would then report an interrupted target.
    """
    if not sys.stdin.isatty() or os.tcgetpgrp(0) != os.getpgrp():
        return lambda: None
    group = os.getpgrp()
    for ignored in (signal.SIGTTOU, signal.SIGTSTP):
        signal.signal(ignored, signal.SIG_IGN)
    with suppress(OSError):  # already leads its own group
        os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpgrp())
    return lambda: os.tcsetpgrp(0, group)


def spawn(name: str, *command: str | Path) -> Child:
    """Start a process in a group of its own; it is told to stop should this one die without a word."""
    libc = ctypes.CDLL(None)
    quiet = "ignore:You're running the worker"  # as root, on a trial
    process = subprocess.Popen(
        [sys.executable, "-W", quiet, "-m", *map(str, command)],
        cwd=ROOT,
        env=os.environ | {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")},
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),  # noqa: PLW1509  (one thread here)
    )
    return Child(name, process)


def start(host: str, port: int, data_dir: Path) -> list[Child]:
    """Two web processes and one worker with two children and the timetable inside."""
    web = ("granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "2")
    web += ("--blocking-threads", "1", "--log-level", "warning", "config.wsgi:application")
    worker = ("celery", "--quiet", "-A", "config", "worker", "-B", "-s", data_dir / "celerybeat-schedule")
    worker += ("--concurrency", "2", "--loglevel", "WARNING")
    worker += ("--without-gossip", "--without-mingle", "--without-heartbeat")
    return [spawn("Máy chủ web", *web), spawn("Tiến trình nền", *worker)]


def finish(children: list[Child]) -> None:
    """Ask every child to stop, wait, then end what is left of its group: nothing outlives this window."""
    for child in children:
        with suppress(ProcessLookupError):
            child.process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


class Watch:
    """Remembers that somebody asked to stop."""

    asked = False

    def __init__(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, *_):
        self.asked = True

    def fallen(self, children: list[Child], until=lambda: False) -> Child | None:
        """Wait until asked to stop or `until` holds; returns a child that ended by itself before that."""
        while not self.asked and not until():
            for child in children:
                if child.process.poll() is not None:
                    return child
            time.sleep(0.2)
        return None


def healthy(url: str) -> bool:
    """Does /healthz answer 200?"""
    request = urllib.request.Request(f"{url}/healthz", headers={"Host": "localhost"})  # noqa: S310  (always allowed)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310  (our own address)
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def greeting(url: str, logins: list[tuple[str, str, str]]) -> str:
    """The address and one demo login for each role, in columns."""
    widths = [max((len(row[column]) for row in logins), default=0) for column in range(3)]
    lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)) for row in logins]
    table = ["", "Tài khoản dùng thử (vai trò, tên đăng nhập, mật khẩu):", *(f"  {line}" for line in lines)]
    return "\n".join(["", f"✓ Cổng đã sẵn sàng: {url}", *(table if logins else []), "", "Dừng: Ctrl-C", ""])


def run(host: str, port: int) -> int:
    """Prepare, start, greet and wait; the exit code is 0 when somebody asked to stop."""
    from prepare import demo_logins, prepare, set_up

    data_dir = set_up(port)
    lock = hold(data_dir)
    prepare(data_dir)
    logins = demo_logins()
    say("Khởi động máy chủ web và tiến trình nền")
    watch = Watch()
    children = start(host, port, data_dir)
    try:
        name = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104  (compared, not bound)
        problem = watch_over(children, watch, f"http://{name}:{port}", logins)
    finally:
        say("Đang dừng, xin chờ vài giây…")
        finish(children)
        lock.close()
    return stop(problem) if problem else 0


def watch_over(children: list[Child], watch: Watch, url: str, logins: list[tuple[str, str, str]]) -> str:
    """Wait for the portal to answer, greet, wait for the end; returns a sentence when it ended badly."""
    deadline = time.monotonic() + START_SECONDS
    fallen = watch.fallen(children, until=lambda: healthy(url) or time.monotonic() > deadline)
    if not fallen and not watch.asked:
        if not healthy(url):
            return f"Sau {START_SECONDS} giây cổng vẫn chưa sẵn sàng. Hãy xem thông báo ở trên."
        print(greeting(url, logins), flush=True)
        fallen = watch.fallen(children)
    return f"{fallen.name} đã tự dừng (mã {fallen.process.returncode}). Hãy xem thông báo ở trên." if fallen else ""


def main() -> int:
    parser = argparse.ArgumentParser(description="Chạy cổng thông tin trên máy này.")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe")
    parser.add_argument("--port", type=int, default=8000, help="cổng lắng nghe")
    options = parser.parse_args()
    check_port(options.host, options.port)
    give_back = own_the_terminal()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return run(options.host, options.port)
    except KeyboardInterrupt:  # while still preparing; what was begun is rolled back
        say("Đã dừng.")
        return 0
    finally:
        give_back()


if __name__ == "__main__":
    sys.exit(main())
