"""Gia hạn: Phòng VH-TT gives units more time to report, with a reason; nothing that was sent late becomes less late."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from campaign.models import Extension, Period
from campaign.selectors import expected_units, extensions_of
from core import audit
from core.days import end_of, last_day
from core.text import REASON_LIMIT, clean_lines, date_short, too_long
from core.workflow import TransitionDenied
from units.enums import Role
from units.models import Unit

LONGEST = timedelta(days=90)  # a slip of the pen in the year is no extension


@transaction.atomic
def extend_deadline(
    period: Period, units: Sequence[Unit], *, last_day_in_time: date, reason: str, by, now: datetime
) -> list[Extension]:
    """More time for these units, all or none; the last word about a unit counts, from that instant on.

    Raises ValidationError by field: "units", "last_day_in_time", "reason".
    """
    if Role.REVIEWER not in by.roles:
        raise TransitionDenied("Chỉ Phòng VH-TT mới gia hạn nộp báo cáo.")
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    reason, until = clean_lines(reason), end_of(last_day_in_time)
    faults = {**_wrong_units(period, units, until), **_wrong_day(period, until, now), **_wrong_reason(reason)}
    if faults:
        raise ValidationError(faults)
    given = [
        Extension.objects.create(period=period, unit=unit, until=until, reason=reason, by=by.get_username())
        for unit in units
    ]
    for one in given:
        data = {"unit": one.unit.code, "until": until.isoformat(), "reason": reason}
        audit.append("extension.given", one, by=by, data=data)
    return given


def _wrong_units(period: Period, units: Sequence[Unit], until: datetime) -> dict[str, str]:
    if not units:
        return {"units": "Chọn ít nhất một đơn vị."}
    expected = set(expected_units(period).filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))
    if strangers := [unit.short_name for unit in units if unit.pk not in expected]:
        return {"units": f"Không phải đơn vị báo cáo của năm {period.year}: {', '.join(strangers)}."}
    have = extensions_of(period)
    if same := [unit.short_name for unit in units if have.get(unit.pk) == until]:
        return {"units": f"Đã được gia hạn đến hết ngày này rồi: {', '.join(same)}."}
    return {}


def _wrong_day(period: Period, until: datetime, now: datetime) -> dict[str, str]:
    common = last_day(period.report_due)
    if until <= period.report_due:
        return {"last_day_in_time": f"Ngày gia hạn phải sau hạn chung (hết ngày {date_short(common)})."}
    if until <= now:
        return {"last_day_in_time": "Ngày này đã qua. Chọn hôm nay hoặc một ngày sau đó."}
    if until > period.report_due + LONGEST:
        latest = date_short(common + LONGEST)
        return {"last_day_in_time": f"Gia hạn quá xa. Chọn ngày không sau {latest}; kiểm tra lại năm."}
    return {}


def _wrong_reason(reason: str) -> dict[str, str]:
    if not reason:
        return {"reason": "Ghi lý do gia hạn; đơn vị và thanh tra đều đọc được."}
    if len(reason) > REASON_LIMIT:
        return {"reason": too_long("Lý do")}
    return {}
