"""After the acceptance: a unit asks to look at a line again or sends an official figure; Phòng VH-TT answers.

The accepted report never changes: what is granted stands beside it and counts from then on.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import audit
from core.text import too_long
from core.workflow import TransitionDenied
from criteria.enums import Column, IndicatorKind
from reports import reconsidering, rules
from reports.enums import Outcome, RequestKind
from reports.models import Entry, Reconsideration
from reports.services.drafting import locked_report, require_own
from reports.services.scoring import queue_score
from units.enums import Role
from units.selectors import heads_of, holders, officers_of
from units.services.notices import tell

WAITING = "Dòng này đang có một đề nghị chờ Phòng VH-TT trả lời."


@transaction.atomic
def ask_reconsideration(
    entry: Entry, kind: str, *, text: str, figures: rules.Figures, by, now: datetime
) -> Reconsideration:
    """The unit's officer asks; `figures` may be empty in an appeal. Raises ValidationError by field."""
    report = locked_report(entry.report)
    require_own(report.unit_id, by)
    entry = Entry.objects.select_related("indicator").get(pk=entry.pk, report=report)
    entry.report = report
    if refused := reconsidering.refusal(entry, kind, reconsidering.windows_of(report), now=now):
        raise TransitionDenied(refused)
    if wrong := _wrong_asking(entry, kind, text, figures):
        raise ValidationError(wrong)
    ask = _store(entry, kind, text=text.strip(), figures=figures, by=by, now=now)
    data = {"line": entry.indicator.code, "kind": str(kind), "text": ask.text, "figures": plain(figures)}
    audit.append("self_report.reconsider", report, by=by, data=data)
    what = f"{report.unit.short_name}: {ask.get_kind_display().lower()}, dòng “{entry.indicator.name}”."
    tell(holders(Role.REVIEWER), what, address(ask), f"reconsideration.asked:{ask.pk}")
    return ask


def _store(entry: Entry, kind: str, *, text: str, figures: rules.Figures, by, now: datetime) -> Reconsideration:
    numbers = {name: getattr(figures, name) for name in ("a", "b", "value", "yes")}
    try:
        with transaction.atomic():
            return Reconsideration.objects.create(
                entry=entry, kind=kind, text=text, sent_by=by.get_username(), sent_at=now, **numbers
            )
    except IntegrityError as twice:  # two windows at once, on a database without row locks
        raise TransitionDenied(WAITING) from twice


def _wrong_asking(entry: Entry, kind: str, text: str, figures: rules.Figures) -> dict[str, str]:
    if kind not in RequestKind.values:
        return {"kind": "Chọn đề nghị phúc tra hoặc gửi số chính thức."}
    if not text.strip():
        told = "Ghi giải trình" if kind == RequestKind.APPEAL else "Ghi căn cứ của số chính thức"
        return {"text": f"{told} để Phòng VH-TT xem xét."}
    if len(text.strip()) > rules.TEXT_LIMIT:
        return {"text": too_long("Giải trình", rules.TEXT_LIMIT)}
    if figures.answered or figures.a is not None or kind == RequestKind.OFFICIAL:
        return _wrong_figures(entry, figures)
    return {}


def _wrong_figures(entry: Entry, figures: rules.Figures) -> dict[str, str]:
    """The same demands as on a line of the report; "không phát sinh" is no figure."""
    indicator = entry.indicator
    if figures.na or not (figures.answered or figures.a is not None):
        field = {IndicatorKind.PERCENT: "a", IndicatorKind.YES_NO: "yes"}.get(indicator.kind, "value")
        return {field: "Nhập số liệu của dòng này."}
    return rules.problems(indicator.kind, figures, grades=len(indicator.choices), unit=indicator.unit_label)


@transaction.atomic
def answer_reconsideration(
    ask: Reconsideration, outcome: str, *, answer: str, figures: rules.Figures, by, now: datetime
) -> Reconsideration:
    """Phòng VH-TT keeps what was, or grants other figures; either way with a reason that the unit reads."""
    if Role.REVIEWER not in by.roles:
        raise TransitionDenied("Chỉ Phòng VH-TT mới trả lời đề nghị xem lại.")
    report = locked_report(ask.entry.report)
    ask = Reconsideration.objects.select_related("entry__indicator").get(pk=ask.pk, entry__report=report)
    if ask.outcome != Outcome.OPEN:
        raise TransitionDenied(f"Đề nghị này đã được trả lời: {ask.get_outcome_display().lower()}.")
    if wrong := _wrong_answer(ask, outcome, answer, figures):
        raise ValidationError(wrong)
    _write_answer(ask, outcome, answer=answer.strip(), figures=figures, by=by, now=now)
    data = {"line": ask.entry.indicator.code, "kind": ask.kind, "outcome": str(outcome), "answer": ask.answer}
    audit.append("self_report.reconsidered", report, by=by, data=data)
    if outcome == Outcome.GRANTED:
        _score_again(report, by=by)
    _tell_unit(ask, report)
    return ask


def _wrong_answer(ask: Reconsideration, outcome: str, answer: str, figures: rules.Figures) -> dict[str, str]:
    if outcome not in (Outcome.KEPT, Outcome.GRANTED):
        return {"outcome": "Chọn giữ nguyên hoặc chấp nhận."}
    if not answer.strip():
        return {"answer": "Ghi lý do để đơn vị biết."}
    if len(answer.strip()) > rules.REASON_LIMIT:
        return {"answer": too_long("Lý do")}
    return _wrong_figures(ask.entry, figures) if outcome == Outcome.GRANTED else {}


def _write_answer(ask: Reconsideration, outcome: str, *, answer: str, figures: rules.Figures, by, now) -> None:
    if outcome == Outcome.GRANTED:
        ask.granted_a, ask.granted_b = figures.a, figures.b
        ask.granted_value, ask.granted_yes = figures.value, figures.yes
    ask.outcome, ask.answer = outcome, answer
    ask.decided_by, ask.decided_at = by.get_username(), now
    ask.save()


def _score_again(report, *, by) -> None:
    """New sheets behind the old ones, which stay as they were."""
    queue_score(report, Column.APPRAISED, by=by)
    if report.council_points.exists():
        queue_score(report, Column.COUNCIL, by=by)


def _tell_unit(ask: Reconsideration, report) -> None:
    said = "chấp nhận" if ask.outcome == Outcome.GRANTED else "giữ nguyên số đã thẩm định"
    what = f"Phòng VH-TT {said}: {ask.get_kind_display().lower()}, dòng “{ask.entry.indicator.name}”."
    note = reconsidering.awards_note(report.period) if ask.outcome == Outcome.GRANTED else ""
    people = [*officers_of(report.unit), *heads_of(report.unit)]
    tell(people, f"{what} {note}".strip(), address(ask), f"reconsideration.answered:{ask.pk}")


def address(ask: Reconsideration) -> str:
    return reverse("reports:reconsideration-detail", args=[ask.pk])


def plain(figures: rules.Figures) -> dict[str, str]:
    """What was put in, for the log."""
    numbers = {name: getattr(figures, name) for name in ("a", "b", "value", "yes")}
    return {name: str(number) for name, number in numbers.items() if number is not None}
