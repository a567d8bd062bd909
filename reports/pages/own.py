"""The page of one report as its unit sees it: sections, what is missing, the one next button."""

from datetime import datetime

from django.urls import reverse

from campaign.selectors import due_at
from core.days import last_day
from criteria.enums import Column
from reports.enums import ReportState, Verdict
from reports.forms.comments import CommentForm
from reports.models import SelfReport
from reports.pages.checks import own_checks
from reports.pages.sending import way_of
from reports.pages.threads import talk_lines
from reports.selectors import rows as selectors
from reports.services.drafting import closed_sentence
from reports.services.scoring import KIND as SCORE_JOB
from reports.services.sending import withdraw_refusal
from reports.standing import Part
from reports.workflow import SELF_REPORT, registered
from units.enums import Role
from units.selectors import heads_of, names_of


def roles_towards(report: SelfReport, user) -> frozenset[str]:
    """An officer or head of another unit is none here."""
    roles = user.roles if report.unit_id in user.units else user.roles - {Role.OFFICER}
    return roles if report.unit_id in user.headed else roles - {Role.HEAD}


def report_page(report: SelfReport, user, *, now: datetime, wrong: CommentForm | None = None) -> dict:
    """Everything on the page of one report, whoever reads it; `wrong` is an answer to show again with its errors."""
    sections = selectors.report_rows(report)
    own = report.unit_id in user.own_units
    # half a review is no message to the unit
    reviewed = not own or report.state in (ReportState.RETURNED, ReportState.ACCEPTED)
    missing = [(section, row) for section in sections for row in section.rows if not row.answered]
    returned = [(section, row) for section in sections for row in section.rows if row.verdict == Verdict.RETURNED]
    steps = dict((step.name, refusal) for step, refusal in SELF_REPORT.allowed(report, roles_towards(report, user)))
    due = due_at(report.period, report.unit_id)
    closed = closed_sentence(report.period, report.unit, now=now) if report.state == ReportState.DRAFT else ""
    for name in ("present", "submit"):
        if name in steps:
            steps[name] = closed or steps[name]
    if "withdraw" in steps:
        steps["withdraw"] = steps["withdraw"] or withdraw_refusal(report, now=now)
    names = names_of([report.presented_by, report.claimed_by if own else ""])
    return {
        "report": report,
        "sections": sections,
        "own": own,
        "show_review": reviewed,
        "parts": [Part.of(section, reviewed=reviewed) for section in sections],
        "talks": talk_lines(report, sections, user, wrong=wrong),
        "missing": missing,
        "checks": own_checks(report, sections, user),
        "returned": returned,
        "lines": sum(len(section.rows) for section in sections),
        "done": sum(section.done for section in sections),
        "steps": steps,
        "closed": closed,
        "present_label": present_label(report),
        "submit_label": submit_label(report),
        "presented_by": names[report.presented_by],
        "heads": heads_of(report.unit) if own and report.state in (ReportState.DRAFT, ReportState.RETURNED) else [],
        "signs": "submit" in steps,
        "late_now": now >= due and not closed,
        "due_day": last_day(due),
        "extended": due > report.period.report_due,
        "way": way_of(report) if own else [],
        "claimed_by": names[report.claimed_by] if own else "",
        "registration": registered(report) if own and report.editable else None,
        "next": _next_step(report, sections, missing, returned, steps) if own else None,
        "submissions": report.submissions.select_related("paper__file").order_by("-number"),
        "job": selectors.latest_job(SCORE_JOB, report=report.pk, column=Column.SELF.value),
    }


def present_label(report: SelfReport) -> str:
    return "Trình ký nộp lại" if report.state == ReportState.RETURNED else "Trình ký nộp"


def submit_label(report: SelfReport) -> str:
    return "Ký nộp lại báo cáo" if report.state == ReportState.RETURNED else "Ký nộp báo cáo"


def _next_step(report, sections, missing, returned, steps) -> dict | None:
    """The one primary button of the unit's people."""
    where = [report.period.year, report.unit.code]
    if "submit" in steps and report.presented:
        return {"label": submit_label(report), "url": reverse("reports:self-report-submit", args=where)}
    if report.editable and "present" not in steps:  # the head, while the officer is still at it
        return None
    if report.state == ReportState.RETURNED and returned:
        section, row = returned[0]
        url = reverse("reports:section-edit", args=[*where, section.code])
        return {"label": "Sửa các dòng bị trả lại", "url": f"{url}#dong-{row.indicator.code}"}
    if report.state == ReportState.DRAFT and missing:
        url = reverse("reports:section-edit", args=[*where, missing[0][0].code])
        started = any(section.done for section in sections)
        return {"label": "Tiếp tục báo cáo" if started else "Bắt đầu báo cáo", "url": url}
    if report.editable:
        return {"label": present_label(report), "url": reverse("reports:self-report-present", args=where)}
    if report.state == ReportState.ACCEPTED:
        return {"label": "Xem phiếu điểm", "url": reverse("reports:score-sheet", args=where)}
    return None
