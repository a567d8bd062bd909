"""Registration: open, save, submit, accept, return; every step goes through the one door of transitions."""

from datetime import datetime

from django.db import transaction

from campaign.models import Period, Registration
from campaign.selectors import closes_at
from campaign.workflow import EDITABLE, REGISTRATION
from core import audit, files, text, transitions
from core.days import last_day
from core.workflow import TransitionDenied
from units.models import Unit

CONTENT = ("plan_number", "plan_date", "commitment", "contact_name", "contact_phone")


def open_registration(period: Period, unit: Unit, *, by) -> Registration:
    """The unit's registration of the year, made as an empty draft when there is none."""
    _own_unit(unit.pk, by)
    if not unit.in_year(period.year):
        raise TransitionDenied(f"{unit.short_name} không hoạt động trong năm {period.year} nên không đăng ký năm này.")
    registration, _ = Registration.objects.get_or_create(period=period, unit=unit)
    return registration


@transaction.atomic
def save_registration(registration: Registration, *, by, now: datetime, upload=None, **content) -> Registration:
    """Stores the particulars (and the file of the unit's plan) of a draft or returned registration.

    Raises TransitionDenied when it was sent meanwhile or the year is closed, ValidationError for a bad file.
    """
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    _own_unit(registration.unit_id, by)
    refuse_closed(registration, now)
    if registration.state not in EDITABLE:
        raise TransitionDenied(
            f"Đăng ký đang ở trạng thái “{registration.get_state_display()}” nên không sửa được. "
            "Nếu cần sửa, hãy đề nghị Phòng Văn hóa và Thông tin trả lại."
        )
    unknown = set(content) - set(CONTENT)
    if unknown:
        raise TypeError(f"unknown fields {sorted(unknown)}")
    for field, value in content.items():
        setattr(registration, field, text.clean_lines(value) if isinstance(value, str) else value)
    if upload is not None:
        registration.plan_file = files.save_upload(upload, by=by, kinds=("pdf", "docx"))
        audit.append("registration.plan_attached", registration, by=by, data={"sha256": registration.plan_file.sha256})
    registration.full_clean()
    registration.save()
    return registration


def submit_registration(registration: Registration, *, by, now: datetime) -> Registration:
    """IV.1.1: the unit registers. Late under VI.5 is only remarked, never refused, until the year closes."""
    _own_unit(registration.unit_id, by)
    refuse_closed(registration, now)
    return transitions.apply(REGISTRATION, registration, "submit", by=by, submitted_at=now, submitted_by=by)


def accept_registration(registration: Registration, *, by, now: datetime) -> Registration:
    return transitions.apply(REGISTRATION, registration, "accept", by=by, accepted_at=now, accepted_by=by)


def return_registration(registration: Registration, *, by, reason: str) -> Registration:
    reason = text.clean_lines(reason)[:2000]
    return transitions.apply(REGISTRATION, registration, "return", by=by, reason=reason, return_reason=reason)


def refuse_closed(registration: Registration, now: datetime) -> None:
    if closed := closed_sentence(registration, now):
        raise TransitionDenied(closed)


def closed_sentence(registration: Registration, now: datetime) -> str:
    """What the unit reads once the year takes nothing more from it; "" while it is open."""
    closing = closes_at(registration.period, registration.unit_id)
    if now < closing:
        return ""
    return (
        f"Năm {registration.period.year} đã đóng từ hết ngày {text.date_short(last_day(closing))}. "
        "Nếu cần gửi thêm, hãy đề nghị Phòng Văn hóa và Thông tin gia hạn."
    )


def _own_unit(unit_id: int, by) -> None:
    if unit_id not in by.units:
        raise TransitionDenied("Anh/chị chỉ đăng ký thi đua cho đơn vị mình.")
