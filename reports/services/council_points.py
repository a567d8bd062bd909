"""The third column: Phòng Nội vụ, standing for the council, gives a line other points or gives it back."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit
from core.text import format_decimal, too_long
from core.workflow import TransitionDenied
from criteria.enums import Column
from criteria.scoring.types import Rule
from criteria.selectors import rules_for
from reports.council import latest_points
from reports.enums import ReportState
from reports.models import CouncilPoints, SelfReport
from reports.rules import REASON_LIMIT
from reports.services.drafting import locked_report
from reports.services.scoring import queue_score
from units.enums import Role


def standard_of(report: SelfReport, code: str) -> Rule | None:
    """The line of this unit's score with that code."""
    return next((rule for rule in rules_for(report.period.plan_version, report.unit) if rule.code == code), None)


def council_refusal(report: SelfReport, roles: frozenset[str]) -> str:
    """Why this person cannot write the council's points of this report now; "" when nothing stands in the way."""
    if Role.APPRAISER not in roles:
        return "Chỉ Phòng Nội vụ, thường trực Hội đồng, ghi điểm của Hội đồng."
    if report.state != ReportState.ACCEPTED:
        return "Hội đồng chỉ cho điểm báo cáo đã được Phòng VH-TT chấp nhận."
    return ""


@transaction.atomic
def set_council_points(
    report: SelfReport, standard_code: str, *, points: Decimal | None, reason: str, by
) -> CouncilPoints:
    """Writes the council's points of one line (None gives the line back) and asks for the council's sheet."""
    report = locked_report(report)
    if refused := council_refusal(report, by.roles):
        raise TransitionDenied(refused)
    rule = standard_of(report, standard_code)
    if rule is None:
        raise TransitionDenied("Tiêu chuẩn này không có trên phiếu điểm của đơn vị.")
    if wrong := _wrong(report, rule, points, reason):
        raise ValidationError(wrong)
    row = CouncilPoints.objects.create(
        report=report, standard_code=rule.code, points=points, reason=reason.strip(), by=by.get_username()
    )
    data = {"line": rule.code, "points": None if points is None else str(points), "reason": row.reason}
    audit.append("self_report.council_points", report, by=by, data=data)
    queue_score(report, Column.COUNCIL, by=by)
    return row


def _wrong(report: SelfReport, rule: Rule, points: Decimal | None, reason: str) -> dict[str, str]:
    found = {}
    if points is None:
        last = latest_points(report).get(rule.code)
        if last is None or last.points is None:
            found["points"] = "Dòng này chưa có điểm của Hội đồng nên không có gì để bỏ. Hãy nhập số điểm."
    elif not 0 <= points <= rule.weight:
        found["points"] = f"Điểm của dòng này từ 0 đến {format_decimal(rule.weight)}."
    elif points != round(points, 2):
        found["points"] = "Nhập không quá hai chữ số sau dấu phẩy, ví dụ 1,25."
    if not reason.strip():
        found["reason"] = "Ghi lý do của Hội đồng; lý do hiện trên phiếu điểm."
    elif len(reason.strip()) > REASON_LIMIT:
        found["reason"] = too_long("Lý do")
    return found
