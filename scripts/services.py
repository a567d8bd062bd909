"""What the full tests stand on: Chromium, Redis and PostgreSQL; found, started or installed, or named when missing."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis
from machine import apt_install, say, stop

LOCAL_POSTGRES = "postgresql://postgres@127.0.0.1:5432"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
START_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(answers: Callable[[], bool], name: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if time.monotonic() > deadline:
            stop(f"{name} không khởi động được trong {START_SECONDS} giây.")
        time.sleep(0.1)


def program(names: tuple[str, ...], package: str, find: Callable[[str], str | None] = shutil.which) -> str:
    """The path of the first program found; its Debian package is installed when there is none."""
    for attempt in range(2):
        found = next(filter(None, map(find, names)), None)
        if found:
            return found
        if attempt or not apt_install(package):
            break
    return stop(f"Kiểm thử cần {names[0]} nhưng máy chưa có. Hãy cài bằng quyền quản trị: apt-get install {package}")


def chromium() -> str:
    """The browser's path: CHROMIUM when set, else what the machine has."""
    given = os.environ.get("CHROMIUM")
    if given and not Path(given).exists():
        stop(f"CHROMIUM={given} không tồn tại.")
    return given or program(CHROMIUMS, "chromium")


def redis_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            return client.ping()
    except redis.RedisError:
        return False


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis of our own on a free port, empty and thrown away; or the one TEST_REDIS_URL names."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        if not redis_answers(given):
            stop("Không kết nối được Redis ở TEST_REDIS_URL.")
        yield given
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        command = [program(("redis-server",), "redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", folder, "--loglevel", "warning"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, process_group=0)
        try:
            url = f"redis://127.0.0.1:{port}/0"
            wait_for(lambda: redis_answers(url), "Redis")
            yield url
        finally:
            process.terminate()
            process.wait()


def postgres_answers(url: str) -> bool:
    """Does this server let us in, as somebody who may create databases?"""
    try:
        with psycopg.connect(f"{url}/postgres", connect_timeout=3) as connection:
            query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            return bool(connection.execute(query).fetchone()[0])
    except psycopg.Error:
        return False


@contextmanager
def postgres_server() -> Iterator[str]:
    """An address without database: TEST_DATABASE_URL's, a local server open to us, or a cluster of our own."""
    given = os.environ.get("TEST_DATABASE_URL", "").rstrip("/")
    if given:
        if not postgres_answers(given):
            stop("Không vào được PostgreSQL ở TEST_DATABASE_URL (dạng postgresql://người:mật-khẩu@máy:cổng).")
        yield given
    elif postgres_answers(LOCAL_POSTGRES):
        yield LOCAL_POSTGRES
    else:
        with own_cluster() as url:
            yield url


def find_server_program(name: str) -> str | None:
    """Debian keeps the server's programs out of PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(versions[-1]) if versions else shutil.which(name)


@contextmanager
def own_cluster() -> Iterator[str]:
    """A PostgreSQL cluster in a temporary folder, thrown away; run as `postgres` since it refuses root."""
    pg_ctl = Path(program(("pg_ctl",), "postgresql", find_server_program))
    say("Khởi động PostgreSQL tạm cho kiểm thử")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    as_owner: list[str | Path] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    port = free_port()
    data = folder / "data"
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"

    def call(*command: str | Path) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        if subprocess.run([*as_owner, *command], cwd=folder, check=False, **quiet).returncode:
            stop(f"PostgreSQL tạm không chạy được: {Path(command[0]).name}. Hãy đặt TEST_DATABASE_URL.")

    try:
        call(pg_ctl.with_name("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        call(pg_ctl, "-D", data, "-w", "-l", folder / "log", "-o", settings, "start")
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        subprocess.run([*as_owner, pg_ctl, "-D", data, "-m", "immediate", "stop"], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database_of_this_run(server: str) -> Iterator[str]:
    """An address with a name nobody else uses; what a stopped run left under that name is dropped afterwards."""
    name = f"thidua_{os.getpid()}_{int(time.time())}"
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            for leftover in (name, f"test_{name}"):
                connection.execute(f'DROP DATABASE IF EXISTS "{leftover}" WITH (FORCE)')
