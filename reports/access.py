"""Which reports a person sees: officers their own units', the offices what was sent; the rest is a 404."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from campaign.models import Period
from criteria.selectors import kept_indicators
from reports.enums import ReportState
from reports.models import Evidence, FilledForm, Reconsideration, SelfReport, Submission
from units.enums import Role
from units.models import Unit

READERS = frozenset({Role.REVIEWER, Role.APPRAISER, Role.COUNCIL, Role.CHAIRMAN, Role.INSPECTOR, Role.ADMIN})

OWN = frozenset({Role.OFFICER, Role.HEAD})  # who sees the reports of their own units


def _visible(user, prefix: str = "") -> Q:
    own = Q(**{f"{prefix}unit_id__in": user.own_units})
    if READERS & user.roles:
        return own | ~Q(**{f"{prefix}state": ReportState.DRAFT})
    return own


def visible_reports(user) -> QuerySet[SelfReport]:
    return SelfReport.objects.filter(_visible(user)).select_related("period__campaign", "period__plan_version", "unit")


def get_report_or_404(user, year: int, code: str) -> SelfReport:
    return _one(visible_reports(user).filter(period__year=year, unit__code=code))


def find_report(user, year: int, code: str) -> SelfReport | None:
    return visible_reports(user).filter(period__year=year, unit__code=code).first()


def get_own_report_or_404(user, year: int, code: str) -> SelfReport:
    """For what only the unit's officer does; a reader who is not of the unit gets the same 404."""
    return _one(visible_reports(user).filter(period__year=year, unit__code=code, unit_id__in=user.units))


TYPED = (
    *("state", "presented_at", "late", "period__year", "period__plan_version__digest"),
    *("unit__code", "unit__kind", "unit__is_it_enterprise"),
)


def get_typed_report_or_404(user, year: int, code: str) -> SelfReport:
    """The same for what a page asks at every cell: what never changes comes from memory."""
    reports = SelfReport.objects.filter(period__year=year, unit__code=code, unit_id__in=user.units)
    report = _one(reports.select_related("period__plan_version", "unit").only(*TYPED).order_by("pk"))
    report._indicators = list(kept_indicators(report.period.plan_version, report.unit))
    return report


def get_headed_report_or_404(user, year: int, code: str) -> SelfReport:
    """For what only the unit's head does."""
    return _one(visible_reports(user).filter(period__year=year, unit__code=code, unit_id__in=user.headed))


def get_evidence_or_404(user, file_id) -> Evidence:
    """The row that points to a file, if this person may read the report behind it."""
    found = Evidence.objects.filter(_visible(user, "entry__report__"), file_id=file_id)
    return _one(found.select_related("file", "entry__report__period", "entry__report__unit", "entry__indicator"))


def get_evidence_of_report_or_404(report: SelfReport, pk: int) -> Evidence:
    """A file beside a line of this very report; the caller has checked who may write in the report."""
    found = Evidence.objects.filter(entry__report=report, pk=pk)
    return _one(found.select_related("file", "entry__indicator", "entry__report"))


def visible_reconsiderations(user) -> QuerySet[Reconsideration]:
    return Reconsideration.objects.filter(_visible(user, "entry__report__"))


def get_reconsideration_or_404(user, pk: int) -> Reconsideration:
    found = visible_reconsiderations(user).filter(pk=pk)
    return _one(
        found.select_related(
            "entry__indicator",
            "entry__report__unit",
            "entry__report__period__campaign",
            "entry__report__period__plan_version",
        )
    )


def get_period_or_404(year: int) -> Period:
    return _one(Period.objects.filter(year=year).select_related("campaign", "plan_version"))


def latest_period_or_404() -> Period:
    """The year that is being reported: the first that has not closed, else the last one."""
    periods = Period.objects.select_related("campaign", "plan_version")
    return periods.filter(closes_at__gt=timezone.now()).order_by("year").first() or _one(periods.order_by("-year"))


def get_submission_or_404(report: SelfReport, number: int) -> Submission:
    return _one(report.submissions.filter(number=number).select_related("paper__file", "paper__workbook"))


def get_filled_form_or_404(user, report: SelfReport, pk: int) -> FilledForm:
    """A form belongs to whoever sent it."""
    return _one(report.filled_forms.filter(pk=pk, uploaded_by=user.get_username()).select_related("file", "report"))


def get_unit_of_mine_or_404(user, code: str) -> Unit:
    return _one(Unit.objects.filter(pk__in=user.own_units, code=code))


def get_own_unit_or_404(user, code: str) -> Unit:
    return _one(Unit.objects.filter(pk__in=user.units, code=code))


def _one(rows: QuerySet):
    if row := rows.first():
        return row
    raise Http404("Không tìm thấy trang này, hoặc hồ sơ thuộc đơn vị khác.")
