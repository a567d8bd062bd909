"""Settings of the campaign: names on papers and deadlines of a year; every change is in the log."""

from django.core.exceptions import ValidationError
from django.db import transaction

from campaign.models import Campaign, Period
from core import audit
from core.days import last_day

NAMES = (
    "title", "short_title", "place", "parent_organ", "organ", "authority", "signer_title", "signer_name",
    "lead_office", "appraising_office", "council_name",
)  # fmt: skip
DEADLINES = ("launch_plan_due", "report_due", "closes_at", "summary_due", "appeal_days")
APPEAL_DAYS_MAX = 30


@transaction.atomic
def change_names(campaign: Campaign, *, by) -> Campaign:
    """Stores the names that papers print; papers already issued keep theirs."""
    return _store(campaign, NAMES, "campaign.names_changed", by)


@transaction.atomic
def change_deadlines(period: Period, *, by) -> Period:
    """Stores the deadlines of a year after checking that they can be lived by."""
    check_deadlines(period)
    return _store(period, DEADLINES, "period.deadlines_changed", by)


def check_deadlines(period: Period) -> None:
    """VI.9 before VI.1: units report, then the year is summed up; all of it in the year or just after it."""
    faults, year = {}, period.year
    report, closes = last_day(period.report_due), last_day(period.closes_at)
    if period.launch_plan_due and period.launch_plan_due.year != year:
        faults["launch_plan_due"] = f"Hạn gửi kế hoạch phát động phải nằm trong năm {year}."
    if report.year not in (year, year + 1):
        faults["report_due"] = f"Hạn nộp báo cáo năm {year} phải nằm trong năm {year} hoặc năm {year + 1}."
    if closes < report:
        faults["closes_at"] = "Ngày đóng nhận báo cáo không được trước hạn nộp."
    if period.summary_due < report:
        faults["summary_due"] = "Hạn tổng hợp không được trước hạn nộp báo cáo của các đơn vị."
    if not 1 <= period.appeal_days <= APPEAL_DAYS_MAX:
        faults["appeal_days"] = f"Thời hạn đề nghị phúc tra từ 1 đến {APPEAL_DAYS_MAX} ngày làm việc."
    if faults:
        raise ValidationError(faults)


def _store(row, fields: tuple[str, ...], action: str, by):
    before = type(row).objects.select_for_update().filter(pk=row.pk).values(*fields).get()
    changes = {
        field: [_shown(before[field]), _shown(getattr(row, field))]
        for field in fields
        if before[field] != getattr(row, field)
    }
    if changes:
        row.full_clean()
        row.save(update_fields=fields)
        audit.append(action, row, by=by, data={"changes": changes})
    return row


def _shown(value) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value if value is not None else "")
