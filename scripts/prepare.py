"""Makes the data ready for the portal to start: tables, the real plan, and demo people the first time only."""

import argparse
import os
import sys
from pathlib import Path

from machine import ROOT, say

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


def prepare() -> None:
    """Load, and seed a trial that has nobody yet."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connections

    say("Chuẩn bị cơ sở dữ liệu")
    load()
    if settings.DEMO and not get_user_model().objects.exists():
        say("Tạo dữ liệu minh họa (chỉ lần đầu)")
        call_command("seed", verbosity=0)
    connections.close_all()


def demo_logins() -> list[tuple[str, str, str]]:
    """(role, user name, password) for the screen; nothing on a portal that is not a trial."""
    return []


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
