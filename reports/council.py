"""The council's points as they stand: the latest word on each line of a report."""

from reports.models import CouncilPoints, SelfReport


def latest_points(report: SelfReport) -> dict[str, CouncilPoints]:
    """Code of the standard -> the row that counts; empty points mean that the line was given back."""
    return {row.standard_code: row for row in report.council_points.order_by("id")}
