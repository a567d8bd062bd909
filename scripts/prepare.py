"""Makes the data ready for the portal to start: tables, the real plan, and demo people the first time only."""

import argparse
import os
import sys
from pathlib import Path

from machine import ROOT, say, stop

PLAN = ROOT / "criteria" / "plans" / "dak_song_2023_2025.toml"


def set_up(port: int) -> Path:
    """Start Django as a trial at this address; what the environment or .env says wins. Returns the data folder."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    from config.env import DATA_DIR, env

    os.environ["SITE_URL"] = env.str("SITE_URL", default=f"http://localhost:{port}")
    os.environ["DEMO"] = env.str("DEMO", default="true")
    import django

    django.setup()
    return DATA_DIR


def load() -> None:
    """Bring the tables up to date and load the plan; doing it again changes nothing."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_plan", str(PLAN), verbosity=0)


def prepare(data_dir: Path) -> None:
    """Load, and seed a trial that has nobody yet; what an interrupted seeding left behind is thrown away first."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connections

    unfinished = data_dir / "seeding"  # exists only while demo data is being made: nobody has worked on it yet
    if unfinished.exists():
        forget_trial(settings.DATABASES["default"])
    say("Chuẩn bị cơ sở dữ liệu")
    load()
    if settings.DEMO and not get_user_model().objects.exists():
        say("Tạo dữ liệu minh họa (chỉ lần đầu, khoảng nửa phút)")
        unfinished.touch()
        call_command("seed", verbosity=0)
    unfinished.unlink(missing_ok=True)
    connections.close_all()


def forget_trial(database: dict) -> None:
    """Delete a half-made SQLite trial; a server's database is left to its owner."""
    if not database["ENGINE"].endswith("sqlite3"):
        stop("Lần tạo dữ liệu minh họa trước bị dừng giữa chừng. Hãy tạo lại cơ sở dữ liệu trống rồi chạy lại.")
    say("Lần tạo dữ liệu minh họa trước bị dừng giữa chừng; làm lại từ đầu")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database['NAME']}{suffix}").unlink(missing_ok=True)


def demo_logins() -> list[tuple[str, str, str]]:
    """(role, user name, password) for the screen; nothing on a portal that is not a trial."""
    from django.conf import settings

    from config.demo import people

    return people.demo_logins() if settings.DEMO else []


def main() -> int:
    """Bring the data to one stage of the year, for `make seed`."""
    parser = argparse.ArgumentParser(description="Tạo dữ liệu minh họa tới một bước của năm.")
    parser.add_argument("--stage", required=True)
    stage = parser.parse_args().stage
    set_up(8000)
    load()
    from django.core.management import call_command

    call_command("seed", stage=stage)
    return 0


if __name__ == "__main__":
    sys.exit(main())
