"""The page of a score sheet: the columns, what stands behind each line, and what this reader may do about it."""

from datetime import datetime

from django.urls import reverse

from core.days import last_day
from criteria.enums import Column
from reports import access, reconsidering, scores
from reports.enums import ReportState, RequestKind
from reports.explanations import Explanation, explanations
from reports.models import SelfReport
from reports.selectors import rows as selectors
from reports.services.council_points import council_refusal
from reports.services.scoring import KIND as SCORE_JOB
from reports.sheet_paper import provisional_note

ASK = {
    RequestKind.APPEAL: ("reports:appeal-ask", "Đề nghị phúc tra dòng này"),
    RequestKind.OFFICIAL: ("reports:official-ask", "Gửi số chính thức"),
}


def sees_appraised(report: SelfReport, user) -> bool:
    """Whether the appraised points may be shown: to the offices always, to the unit once the report is decided."""
    decided = report.state in (ReportState.ACCEPTED, ReportState.RETURNED)
    return decided or bool(access.READERS & user.roles)


def score_page(report: SelfReport, user, *, now: datetime) -> dict:
    """Everything on the page; the number of queries does not grow with the lines."""
    whole = sees_appraised(report, user)
    sheet = scores.sheet_of(report, with_appraised=whole)
    behind = explanations(report, sheet, whole=whole) if sheet.last else {}
    windows = reconsidering.windows_of(report)
    for code, one in behind.items():
        one.actions = [*_asking(report, one, user, windows, now), *_scoring(report, code, one, user)]
    own = report.unit_id in user.own_units
    return {
        "report": report,
        "sheet": sheet,
        "groups": [(title, [(line, behind.get(line.code)) for line in lines]) for title, lines in sheet.groups],
        "tiles": sheet.tiles,
        "jobs": _jobs(report, whole),
        "provisional": provisional_note(report),
        "window": _window(report, behind, windows, now) if windows and own else None,
        "reads": bool(access.READERS & user.roles),
        "by_council": not council_refusal(report, user.roles),
    }


def _jobs(report: SelfReport, whole: bool) -> list:
    columns = tuple(Column) if whole else (Column.SELF,)
    found = (selectors.latest_job(SCORE_JOB, report=report.pk, column=column.value) for column in columns)
    return [job for job in found if job and job.state != "done"]


def _asking(report, one: Explanation, user, windows, now: datetime) -> list[tuple[str, str]]:
    """What the unit's officer may still ask about this line."""
    if report.unit_id not in user.units or one.row.entry is None or windows is None:
        return []
    where = [report.period.year, report.unit.code, one.row.indicator.code]
    return [
        (label, reverse(name, args=where))
        for kind, (name, label) in ASK.items()
        if not reconsidering.refusal(one.row.entry, kind, windows, now=now)
    ]


def _scoring(report, code: str, one: Explanation, user) -> list[tuple[str, str]]:
    if council_refusal(report, user.roles):
        return []
    label = "Sửa điểm của Hội đồng" if one.council else "Ghi điểm của Hội đồng"
    return [(label, reverse("reports:council-points", args=[report.period.year, report.unit.code, code]))]


def _window(report, behind, windows, now: datetime) -> dict:
    """Until when the unit may ask, in days as people say them."""
    estimates = any(one.estimate for one in behind.values())
    return {
        "appeal_open": windows.open(RequestKind.APPEAL, now),
        "appeal_day": last_day(windows.appeal),
        "days": report.period.appeal_days,
        "estimates": estimates,
        "official_open": windows.open(RequestKind.OFFICIAL, now),
        "official_day": last_day(windows.official),
    }
