"""Brings a bare Debian or Ubuntu machine to a working .venv: uv, Python, the locked packages, the libraries PDFs need.

Runs on the machine's own Python (3.11 or later) with the standard library only; `--dev` adds what tests need.
Everything it adds lies in `.tools/` and `.venv/`, except Debian packages and a Python that uv may have to fetch.
"""

import ctypes
import subprocess
import sys
from pathlib import Path

from machine import ROOT, TOOLS, VENV_PYTHON, apt_install, environment, output, say, stop, works

UV_VERSION = "0.13.9"
UV = TOOLS / "uv" / "bin" / "uv"
PYTHONS = ("3.13", "3.12")
PLACES = (
    "~/.pyenv/versions/{0}*/bin/python{0}",
    "/opt/python*/bin/python{0}",
    "/opt/python/*/bin/python{0}",
    "/opt/hostedtoolcache/Python/{0}*/*/bin/python{0}",
    "/usr/local/bin/python{0}",
)
NEEDED_LIBRARIES = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0"}
SUBSET_LIBRARY = {"libharfbuzz-subset.so.0": "libharfbuzz-subset0"}  # without it PDFs are right, but slower


def ensure_uv() -> None:
    """Install the pinned uv into .tools/ with pip, once."""
    if output(UV, "--version").split()[1:2] == [UV_VERSION]:
        return
    say(f"Cài công cụ uv {UV_VERSION} vào .tools/ (chỉ lần đầu)")
    if not works(sys.executable, "-c", "import ensurepip, venv") and not apt_install("python3-venv"):
        stop("Python của máy thiếu mô-đun venv. Hãy cài gói python3-venv rồi chạy lại.")
    pip = [UV.parent / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    for command in (
        [sys.executable, "-m", "venv", "--clear", TOOLS / "uv"],
        [*pip, f"uv=={UV_VERSION}"],
    ):
        if subprocess.run(command, env=environment(), check=False).returncode:
            stop("Không cài được uv từ PyPI. Hãy kiểm tra kết nối mạng tới pypi.org rồi chạy lại.")


def runs(python: str | Path, version: str) -> bool:
    """Is this a Python of that version that really starts? A shim of an unset version exists but does not."""
    return output(python, "-c", "import sys, ssl, sqlite3; print('%d.%d' % sys.version_info[:2])") == version


def candidates(version: str):
    """Interpreters of that version that may be on this machine, the most usual first."""
    yield output(UV, "python", "find", "--no-python-downloads", "--no-project", version)
    for place in PLACES:
        pattern = Path(place.format(version)).expanduser()
        yield from sorted(map(str, Path("/").glob(str(pattern.relative_to("/")))), reverse=True)


def find_python() -> str:
    """The Python to use: what .venv already has, one of this machine, one that uv fetches; 3.13 before 3.12."""
    for version in PYTHONS:
        if runs(VENV_PYTHON, version):
            return str(VENV_PYTHON)
    for version in PYTHONS:
        for path in candidates(version):
            if path and runs(path, version):
                return path
        say(f"Máy chưa có Python {version}, uv đang tải về")
        if works(UV, "python", "install", "--no-bin", version):
            return output(UV, "python", "find", "--managed-python", "--no-project", version)
    return stop(
        "Cần Python 3.13 (hoặc 3.12) nhưng máy chưa có và không tải về được. "
        "Hãy cài Python 3.13, hoặc mở kết nối tới github.com, rồi chạy lại."
    )


def sync(python: str, *, dev: bool) -> None:
    """Make .venv hold exactly the locked versions; what tests need stays when it is already there."""
    if not VENV_PYTHON.exists():
        say("Cài các thư viện đúng phiên bản đã khóa vào .venv/ (lần đầu khoảng một phút)")
    groups = ["--all-groups"] if dev else ["--no-dev", "--inexact"]
    command = [UV, "sync", "--frozen", "--quiet", "--python", python, *groups]
    if subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode:
        stop("Không cài được các thư viện trong uv.lock. Hãy kiểm tra kết nối mạng tới pypi.org rồi chạy lại.")


def missing(libraries: dict[str, str]) -> list[str]:
    """Packages whose shared library does not load."""
    absent = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            absent.append(package)
    return absent


def ensure_pango() -> None:
    """Pango lays out the text of every PDF; installed from Debian when absent."""
    absent = missing(NEEDED_LIBRARIES)
    if absent and not apt_install(*absent, *missing(SUBSET_LIBRARY)) and not apt_install(*absent):
        stop(f"Thiếu thư viện để tạo PDF. Hãy cài bằng quyền quản trị: apt-get install {' '.join(absent)}")
    slower = missing(SUBSET_LIBRARY)
    if slower and not (TOOLS / "no-subset").exists() and not apt_install(*slower):
        (TOOLS / "no-subset").touch()  # asked once, not at every start
        say(f"Không cài được {slower[0]}; cổng vẫn chạy, chỉ tạo PDF chậm hơn một chút.")


def main() -> None:
    ensure_uv()
    sync(find_python(), dev="--dev" in sys.argv)
    ensure_pango()


if __name__ == "__main__":
    main()
