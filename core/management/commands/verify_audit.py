"""verify_audit: reads the whole log again; names every line that was changed, removed or put in between."""

from django.core.management.base import BaseCommand, CommandError

from core import audit
from core.models import AuditEvent


class Command(BaseCommand):
    help = "Đọc lại toàn bộ nhật ký và đối chiếu chuỗi băm."

    def handle(self, *args, **options):
        if faults := audit.verify():
            raise CommandError("\n".join(faults))
        last = AuditEvent.objects.order_by("-id").values_list("hash", flat=True).first() or "(trống)"
        self.stdout.write(f"Nhật ký nguyên vẹn: {AuditEvent.objects.count()} dòng, dòng cuối {last}.")
