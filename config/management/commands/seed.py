"""seed --stage STAGE: invented data up to a stage of 2023; without a stage, three years as a first visitor should see."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo import stages


class Command(BaseCommand):
    help = "Tạo dữ liệu minh họa (chỉ khi DEMO=1)."

    def add_arguments(self, parser):
        parser.add_argument("--stage", choices=stages.STAGES, default="")

    def handle(self, *args, stage: str, **options):
        if not settings.DEMO:
            raise CommandError("Chỉ tạo dữ liệu minh họa trên bản dùng thử (DEMO=1).")
        if not stage:
            stages.demo()
            return
        campaign = stages.base()
        stages.walk(campaign.periods.get(year=2023), stage)
        self.stdout.write(f"Năm 2023 đã đến giai đoạn “{stage}”.")
