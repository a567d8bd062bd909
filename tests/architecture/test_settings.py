"""Production settings: clean under `check --deploy`, and what only a trial may have is refused there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k" * 30 + "Q7z!mN4$vB9_xL2#pR8@tW5%yC1^hD6&" * 2,
    "ALLOWED_HOSTS": "thidua.example.vn",
    "SITE_URL": "https://thidua.example.vn",
    "DATABASE_URL": "postgres://nguoi:mat@localhost/thidua",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://thu:mat@mail.example.vn:587",
}


def check_deploy(tmp_path, **changes) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LD_LIBRARY_PATH")}
    environment |= GOOD | {"DATA_DIR": str(tmp_path)} | changes
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_production_settings_are_clean(tmp_path):
    done = check_deploy(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"DATABASE_URL": "sqlite:////tmp/khong-dung.sqlite3"}, "thidua.E001"),
        ({"REDIS_URL": ""}, "thidua.E002"),
        ({"SITE_URL": "http://localhost:8000"}, "thidua.E003"),
        ({"SECRET_KEY": "ngan"}, "W009"),
        ({"HTTPS": "false"}, "W008"),
    ],
)
def test_what_only_a_trial_may_have_is_refused(tmp_path, change, word):
    done = check_deploy(tmp_path, **change)
    assert done.returncode != 0 and word in done.stderr


def test_no_key_no_start(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")} | GOOD | {"DATA_DIR": str(tmp_path)}
    del environment["SECRET_KEY"]
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0 and "SECRET_KEY" in done.stderr
