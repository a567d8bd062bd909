"""Reads the environment once; every setting that may differ between machines is named here."""

import contextlib
import secrets
import tempfile
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def secret_key() -> str:
    """The key from SECRET_KEY, or one drawn at random and kept (mode 600) beside the data."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    path = DATA_DIR / "secret_key"
    if not path.exists():
        _keep_first(path, secrets.token_urlsafe(60))
    return path.read_text(encoding="ascii").strip()


def _keep_first(path: Path, text: str) -> None:
    """Two processes may start on an empty folder: the file appears whole, and the first one stays."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as draft:  # mode 600
        draft.write(text)
        draft.flush()
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft.name)


def database(default_path: Path) -> dict:
    """DATABASE_URL, or SQLite in WAL with IMMEDIATE transactions (a deferred one fails under two writers)."""
    config = env.db_url("DATABASE_URL", default=f"sqlite:///{default_path}")
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
        config["CONN_HEALTH_CHECKS"] = True
    return config


def mailers() -> dict:
    """EMAIL_URL as Django's MAILERS; without one, mail is written to the console."""
    url = env.email_url("EMAIL_URL", default="consolemail://")
    options = {
        "host": url.get("EMAIL_HOST"),
        "port": url.get("EMAIL_PORT"),
        "username": url.get("EMAIL_HOST_USER"),
        "password": url.get("EMAIL_HOST_PASSWORD"),
        "use_tls": url.get("EMAIL_USE_TLS"),
        "use_ssl": url.get("EMAIL_USE_SSL"),
    }
    options["timeout"] = 20  # seconds; a silent server must not hold the worker
    smtp = url["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    kept = {name: value for name, value in options.items() if value} if smtp else {}
    return {"default": {"BACKEND": url["EMAIL_BACKEND"], "OPTIONS": kept}}
