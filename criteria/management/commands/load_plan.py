"""load_plan FILE: checks a plan file and loads it; prints every fault with its line and leaves with 1."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from criteria.services.plans import PlanError, load_plan


class Command(BaseCommand):
    help = "Kiểm tra và nạp một tệp kế hoạch (TOML)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="TỆP", help="ví dụ criteria/plans/dak_song_2023_2025.toml")

    def handle(self, *args, file: Path, **options):
        try:
            version = load_plan(file)
        except OSError as error:
            raise CommandError(f"Không mở được tệp {file}.") from error
        except PlanError as error:
            for fault in error.faults:
                self.stderr.write(f"{file}:{fault.line}: {fault.message}")
            raise CommandError(f"Tệp có {len(error.faults)} lỗi, chưa nạp gì.") from error
        years = ", ".join(str(year) for year in version.periods.order_by("year").values_list("year", flat=True))
        in_use = f"; áp dụng cho năm {years}" if years else ""
        self.stdout.write(f"{version}: {version.clauses.count()} mục, {version.indicators.count()} chỉ tiêu{in_use}.")
