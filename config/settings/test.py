"""Tests: the same settings, with cheap password hashing, a folder of their own and jobs run when the test says so."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="thi-dua-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
TEST_DATA = Path(os.environ["DATA_DIR"])
os.environ.setdefault("SECRET_KEY", "chi-dung-khi-kiem-thu")

from config.settings.base import *  # noqa: E402, F403

DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
AXES_ENABLED = False  # the login tests switch it on
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": TEST_DATA / "test.sqlite3"}  # noqa: F405
