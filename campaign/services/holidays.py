"""Days on which offices are closed, kept by Quản trị; every change is in the log."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from campaign.models import Holiday
from core import audit
from core.text import date_short

WEEKEND = 5


@transaction.atomic
def add_holiday(day: date, name: str, *, by) -> Holiday:
    """Raises ValidationError by field. A weekend is closed anyway and needs no row."""
    if not name.strip():
        raise ValidationError({"name": "Ghi tên ngày nghỉ, ví dụ Quốc khánh."})
    if day.weekday() >= WEEKEND:
        raise ValidationError(
            {"day": f"Ngày {date_short(day)} là thứ bảy hoặc chủ nhật, đã là ngày nghỉ; không cần thêm."}
        )
    if Holiday.objects.filter(day=day).exists():
        raise ValidationError({"day": f"Ngày {date_short(day)} đã có trong danh sách."})
    holiday = Holiday.objects.create(day=day, name=name.strip())
    audit.append("holiday.added", holiday, by=by, data={"day": day.isoformat()})
    return holiday


@transaction.atomic
def remove_holiday(holiday: Holiday, *, by) -> None:
    audit.append("holiday.removed", holiday, by=by, data={"day": holiday.day.isoformat()})
    holiday.delete()
