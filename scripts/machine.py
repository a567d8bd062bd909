"""What the scripts ask of the machine: say something, stop with a sentence, run a command, add a Debian package.

Standard library only, Python 3.11: this runs before anything is installed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def say(text: str) -> None:
    """One line on the screen, at once."""
    print(f"→ {text}", flush=True)


def stop(text: str) -> NoReturn:
    """End with a sentence that says what is missing and what to do."""
    print(f"\n✗ {text}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def environment() -> dict[str, str]:
    """The environment for tools: no other virtualenv, and the machine's own certificates where it has them."""
    cleaned = {key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "PYTHONHOME"}}
    if CERTIFICATES.exists():
        cleaned.setdefault("UV_SYSTEM_CERTS", "1")
    return cleaned


def works(*command: str | Path) -> bool:
    """Does this command exist and succeed? Its output is not shown."""
    try:
        return subprocess.run(command, capture_output=True, env=environment(), check=False).returncode == 0
    except OSError:
        return False


def output(*command: str | Path) -> str:
    """What the command prints, or nothing when it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def as_root() -> list[str] | None:
    """The words to put before a command that needs root, or None when this person cannot become root."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and (sys.stdin.isatty() or works("sudo", "-n", "true")):
        return ["sudo"]
    return None


def apt_install(*packages: str) -> bool:
    """Install Debian packages if that is possible here; says so, and answers whether it worked."""
    root = as_root()
    apt = shutil.which("apt-get") or "/usr/bin/apt-get"
    if root is None or not Path(apt).exists():
        return False
    say(f"Cài gói hệ thống: {' '.join(packages)}")
    base = [*root, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-q", "-o", "DPkg::Lock::Timeout=300"]
    install = [*base, "install", "-y", "--no-install-recommends", *packages]

    return _quiet(install) or (_quiet([*base, "update"]) and _quiet(install, show=True))


def _quiet(command: list[str], *, show: bool = False) -> bool:
    """Run without a word; its words are shown only when it fails and `show` is set."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode and show:
        sys.stderr.buffer.write(done.stdout)
    return done.returncode == 0
