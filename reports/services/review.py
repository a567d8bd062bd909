"""A report in the hands of Phòng VH-TT: decide each line, give or take points, return the report or accept it."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit, transitions
from core.text import too_long
from criteria.enums import Column, IndicatorKind
from reports import rules
from reports.enums import Verdict
from reports.models import Entry, SelfReport
from reports.selectors.queue import held_back
from reports.services import telling
from reports.services.claims import UNCLAIMED, hold, refuse_others
from reports.services.drafting import WrongLinesError, locked_report
from reports.services.scoring import queue_score
from reports.workflow import SELF_REPORT
from units.enums import Role

BONUS_MAX, MINUS_MAX = Decimal(10), Decimal(100)


@transaction.atomic
def decide_entry(
    entry: Entry, verdict: Verdict, *, by, now: datetime, reason: str = "", adjusted: rules.Figures | None = None
) -> Entry:
    """Accepts, adjusts (with figures and reason) or returns (with reason) one line; the appraised score follows."""
    report = locked_report(entry.report)
    hold(report, by=by, now=now)
    entry = Entry.objects.select_related("indicator").get(pk=entry.pk, report=report)
    if wrong := _wrong_decision(entry, verdict, reason, adjusted):
        raise WrongLinesError({entry.indicator.code: wrong})
    _write_verdict(entry, verdict, by=by, now=now, reason=reason, adjusted=adjusted)
    audit.append(
        "self_report.decide",
        report,
        by=by,
        data={"line": entry.indicator.code, "verdict": str(verdict), "reason": entry.reason},
    )
    queue_score(report, Column.APPRAISED, by=by)
    return entry


def _wrong_decision(entry: Entry, verdict: Verdict, reason: str, adjusted: rules.Figures | None) -> dict[str, str]:
    if verdict == Verdict.ACCEPTED:
        return {}
    if verdict not in (Verdict.ADJUSTED, Verdict.RETURNED):
        return {"verdict": "Chọn chấp nhận, điều chỉnh hoặc trả lại."}
    if not reason.strip():
        word = "điều chỉnh" if verdict == Verdict.ADJUSTED else "trả lại"
        return {"reason": f"Ghi lý do {word} để đơn vị biết."}
    if len(reason) > rules.REASON_LIMIT:
        return {"reason": too_long("Lý do")}
    return _wrong_adjustment(entry, adjusted) if verdict == Verdict.ADJUSTED else {}


def _wrong_adjustment(entry: Entry, adjusted: rules.Figures | None) -> dict[str, str]:
    kind = entry.indicator.kind
    if kind == IndicatorKind.NARRATIVE:
        return {"verdict": "Phần tường thuật không điều chỉnh được. Hãy chấp nhận, hoặc trả lại kèm lý do."}
    if adjusted is None or not adjusted.answered:
        field = {IndicatorKind.PERCENT: "a", IndicatorKind.YES_NO: "yes"}.get(kind, "value")
        return {field: "Nhập số liệu sau điều chỉnh."}
    unit = entry.indicator.unit_label
    return rules.problems(kind, adjusted, grades=len(entry.indicator.choices), unit=unit)


def _write_verdict(entry, verdict, *, by, now, reason: str = "", adjusted: rules.Figures | None = None) -> None:
    figures = adjusted if verdict == Verdict.ADJUSTED else rules.Figures()
    entry.verdict = verdict
    entry.adjusted_a, entry.adjusted_b = figures.a, figures.b
    entry.adjusted_value, entry.adjusted_yes = figures.value, figures.yes
    entry.reason = "" if verdict == Verdict.ACCEPTED else reason.strip()
    entry.reviewed_by, entry.reviewed_at = by.get_username(), now
    entry.save()


@transaction.atomic
def accept_remaining(report: SelfReport, *, by, now: datetime) -> int:
    """Accepts every undecided line but those held back (an open question, an unseen anomaly); returns how many."""
    report = locked_report(report)
    hold(report, by=by, now=now)
    waiting = report.entries.filter(verdict=Verdict.PENDING).exclude(indicator__in=held_back(report).lines)
    count = waiting.update(verdict=Verdict.ACCEPTED, reason="", reviewed_by=by.get_username(), reviewed_at=now)
    if count:
        audit.append("self_report.accept_remaining", report, by=by, data={"lines": count})
        queue_score(report, Column.APPRAISED, by=by)
    return count


@transaction.atomic
def set_points(
    report: SelfReport,
    *,
    bonus: Decimal,
    bonus_reason: str,
    minus: Decimal,
    minus_reason: str,
    by,
    now: datetime,
) -> SelfReport:
    """Bonus (0–10) and minus points (0–100), each with its reason. Raises ValidationError by field."""
    report = locked_report(report)
    hold(report, by=by, now=now)
    wrong = {
        **_wrong_points("bonus", bonus, bonus_reason, BONUS_MAX),
        **_wrong_points("minus", minus, minus_reason, MINUS_MAX),
    }
    if wrong:
        raise ValidationError(wrong)
    report.bonus, report.bonus_reason = bonus, bonus_reason.strip() if bonus else ""
    report.minus, report.minus_reason = minus, minus_reason.strip() if minus else ""
    report.save(update_fields=["bonus", "bonus_reason", "minus", "minus_reason"])
    data = {"bonus": str(bonus), "minus": str(minus), "reasons": [report.bonus_reason, report.minus_reason]}
    audit.append("self_report.points", report, by=by, data=data)
    queue_score(report, Column.APPRAISED, by=by)
    return report


def _wrong_points(name: str, points: Decimal, reason: str, most: Decimal) -> dict[str, str]:
    word = "thưởng" if name == "bonus" else "trừ"
    if not 0 <= points <= most:
        return {name: f"Điểm {word} từ 0 đến {most}."}
    if points != round(points, 2):
        return {name: "Nhập không quá hai chữ số sau dấu phẩy, ví dụ 1,25."}
    if points and not reason.strip():
        return {f"{name}_reason": f"Ghi lý do {word} điểm."}
    return {}


@transaction.atomic
def return_report(report: SelfReport, *, by, reason: str) -> SelfReport:
    """Sends the report back with what to do; only the returned lines open again, and nobody holds its review."""
    held, fields = _of_this_reviewer(report, by), {"return_reason": reason.strip(), **UNCLAIMED}
    report = transitions.apply(SELF_REPORT, held, "return", by=by, reason=reason, **fields)
    telling.tell_returned(report, reason=reason)
    return report


@transaction.atomic
def accept_report(report: SelfReport, *, by, now: datetime) -> SelfReport:
    """Closes the review: the report never changes again, its appraised score is the one that counts."""
    held = _of_this_reviewer(report, by)
    claim = {"claimed_by": by.get_username(), "claimed_at": held.claimed_at or now}
    report = transitions.apply(SELF_REPORT, held, "accept", by=by, accepted_at=now, **claim)
    telling.tell_accepted(report)
    queue_score(report, Column.APPRAISED, by=by)
    return report


def _of_this_reviewer(report: SelfReport, by) -> SelfReport:
    """The report under its lock, unless another reviewer has it; whoever is no reviewer is refused by the workflow."""
    report = locked_report(report)
    if Role.REVIEWER in by.roles:
        refuse_others(report, by)
    return report
