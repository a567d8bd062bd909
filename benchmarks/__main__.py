"""Runs every comparison, or the ones named (`make bench ARGS="pages"`), on a database of its own in a temporary folder."""

import os
import sys
import tempfile


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="thi-dua-do-") as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "DEMO": "1",
            "LOG_LEVEL": "CRITICAL",
            "ALLOWED_HOSTS": "testserver",
        }
        import django

        django.setup()
        run(sys.argv[1:])


def run(wanted: list[str]) -> None:
    from benchmarks import anomalies, cells, pages, papers, scores

    alone = {"certificates": papers.certificates, "workbook": papers.workbook, "anomalies": anomalies.anomalies}
    on_a_year = {"cells": cells.cells, "pages": pages.pages, "scoring": scores.scoring}
    names = [*alone, *on_a_year]
    if unknown := set(wanted) - set(names):
        sys.exit(f"Không có phép đo {', '.join(sorted(unknown))}; có: {', '.join(names)}.")
    for name, job in alone.items():
        if not wanted or name in wanted:
            job()
    chosen = [job for name, job in on_a_year.items() if not wanted or name in wanted]
    if chosen:
        period = reviewed_year()
        for job in chosen:
            job(period)


def reviewed_year():
    """The demo's first year, reported and reviewed."""
    from django.core.management import call_command

    from campaign.models import Period

    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed", stage="reviewed", verbosity=0, stdout=sys.stderr)
    return Period.objects.select_related("plan_version", "campaign").get(year=2023)


if __name__ == "__main__":
    main()
