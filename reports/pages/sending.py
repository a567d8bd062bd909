"""The two steps of sending: the way of a report from the officer to the office, and what the head is asked to sign."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.text import date_short, format_decimal
from criteria.scoring.types import Sheet
from reports.enums import ReportState
from reports.models import SelfReport
from reports.presenters import Row, Section
from reports.services.scoring import expected_sheet

WAY = ("Soạn báo cáo", "Trình ký", "Ký nộp", "Thẩm định", "Chấp nhận")


def way_of(report: SelfReport) -> list[dict]:
    """soạn → trình ký → ký nộp → thẩm định → chấp nhận, for {% steps %}."""
    here = _place(report)
    notes = _notes(report)
    return [
        {"label": label, "state": "done" if place < here else "current" if place == here else "todo", "note": note}
        for place, (label, note) in enumerate(zip(WAY, notes, strict=True))
    ]


def _place(report: SelfReport) -> int:
    if report.state == ReportState.ACCEPTED:
        return len(WAY)
    if report.state == ReportState.SUBMITTED:
        return 3
    return 2 if report.presented else 0


def _notes(report: SelfReport) -> list[str]:
    writing = "Phòng VH-TT trả lại để bổ sung" if report.state == ReportState.RETURNED else ""
    if report.hand_back_reason and not report.presented:
        writing = "Lãnh đạo chuyển lại"
    signed = report.submitted_at if report.state in (ReportState.SUBMITTED, ReportState.ACCEPTED) else None
    late = "nộp muộn, " if report.late and signed else ""
    return [writing, _moment(report.presented_at), late + _moment(signed), "", _moment(report.accepted_at)]


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local:%H:%M} ngày {date_short(local.date())}"


@dataclass(frozen=True)
class Letter:
    """What a person looks at before signing: how whole it is, what is estimated, which points to expect."""

    lines: int
    done: int
    met: int
    not_met: int
    estimates: list[Row]
    not_applicable: list[Row]
    unproved: list[Row]
    sheet: Sheet | None

    @property
    def points(self) -> str:
        if self.sheet is None:
            return ""
        total, most = format_decimal(self.sheet.total, 2), format_decimal(self.sheet.max_total)
        return f"{total} điểm trên {most} điểm áp dụng (quy về 100: {format_decimal(self.sheet.percent, 2)})"


def letter_of(report: SelfReport, sections: list[Section], *, late: bool) -> Letter:
    rows = [row for section in sections for row in section.rows]
    results = [row.result for row in rows]
    figures = [row for row in rows if row.answered and row.indicator.kind != "narrative"]
    return Letter(
        lines=len(rows),
        done=sum(row.answered for row in rows),
        met=results.count("met"),
        not_met=results.count("not_met"),
        estimates=[row for row in figures if row.own.estimate],
        not_applicable=[row for row in figures if row.own.na],
        unproved=[row for row in figures if not row.own.na and not row.evidence],
        sheet=expected_sheet(report, rows, late=late) if all(row.answered for row in rows) else None,
    )
