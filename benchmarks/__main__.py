"""Runs every comparison on a database of its own in a temporary folder."""

import os
import sys
import tempfile


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "SECRET_KEY": "bench",
            "DEMO": "1",
            "LOG_LEVEL": "ERROR",
            "ALLOWED_HOSTS": "testserver",
        }
        import django

        django.setup()
        run(set(sys.argv[1:]))


def run(only: set[str]) -> None:
    from django.core.management import call_command

    from benchmarks import pages, papers, scores
    from campaign.models import Period

    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed", stage="reviewed", verbosity=0)
    period = Period.objects.select_related("plan_version", "campaign").get(year=2023)
    jobs = {
        "certificates": papers.certificates,
        "workbook": papers.workbook,
        "pages": pages.pages,
        "scoring": lambda: scores.scoring(period),
    }
    for name, job in jobs.items():
        if not only or name in only:
            job()


if __name__ == "__main__":
    main()
