"""Runs every check of the code and says which failed; nothing here needs a service."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from machine import ROOT, say

BIN = Path(sys.executable).parent
# Left out: matters of layout, and what the browser does well by itself (a button in a form submits it).
NOT_FOR_US = "H006,H013,H015,H020,H021,H023,H029,H030,H031,H037,H043,T002,T003"
CHECKS: dict[str, list[str | Path]] = {
    "Quy tắc mã (ruff)": [BIN / "ruff", "check", "--quiet", "."],
    "Định dạng mã (ruff)": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "Hướng import (import-linter)": [BIN / "lint-imports"],
    "Kiểu (mypy)": [BIN / "mypy", "--no-error-summary"],
    "Mẫu trang (djlint)": [BIN / "djlint", "--lint", "--quiet", "--ignore", NOT_FOR_US, "templates"],
    "Django": [sys.executable, "manage.py", "check", "--fail-level", "WARNING"],
    "Migration": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def passes(name: str, command: list[str | Path], data_dir: str) -> bool:
    """Run one check, showing its words only when it fails."""
    environment = os.environ | {"DATA_DIR": data_dir, "DATABASE_URL": f"sqlite:///{data_dir}/db.sqlite3"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    say(f"{name}: {'đạt' if done.returncode == 0 else 'CHƯA ĐẠT'}")
    return done.returncode == 0


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="thi-dua-lint-") as data_dir:
        return 0 if all([passes(name, command, data_dir) for name, command in CHECKS.items()]) else 1


if __name__ == "__main__":
    sys.exit(main())
