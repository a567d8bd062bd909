"""load_units FILE: reads a data file of units; the same file again changes nothing."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from units.services.units import load_units


class Command(BaseCommand):
    help = "Nạp danh mục đơn vị từ tệp TOML (xem units/data)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file: Path, **options):
        try:
            loaded = load_units(file)
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        self.stdout.write(f"Đơn vị: {loaded.new} mới, {loaded.changed} thay đổi, {loaded.same} giữ nguyên.")
