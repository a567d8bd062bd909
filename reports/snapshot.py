"""The words and figures of a report as plain JSON: what a frozen copy keeps, and what its page and paper show."""

from datetime import datetime
from decimal import Decimal

from reports.models import Entry, SelfReport
from units.enums import UNDER_THE_DISTRICT
from units.letterhead import head_signer, issuing_place
from units.selectors import names_of

FORMAT = 2  # 2: says who prepared and who signed, and what is an estimate


def of_report(report: SelfReport, *, number: int, prepared_by: str, by, now: datetime) -> dict:
    """Everything a reader needs years later, with no reference to a row that could change."""
    from reports.selectors.rows import report_rows

    period, unit = report.period, report.unit
    return {
        "format": FORMAT,
        "campaign": period.campaign.title,
        "place": issuing_place(unit, period.campaign.place),
        "parent_organ": _parent_organ(report),
        "signer": list(head_signer(unit).lines),
        "addressees": [period.campaign.lead_office, period.campaign.appraising_office],
        "year": period.year,
        "unit": {"code": unit.code, "name": unit.name, "kind": unit.get_kind_display()},
        "plan": {"number": period.plan_version.number, "digest": period.plan_version.digest},
        "number": number,
        "submitted_at": now.isoformat(),
        "prepared_by": {"username": prepared_by, "name": names_of([prepared_by])[prepared_by]},
        "by": {"username": by.get_username(), "name": by.get_full_name()},
        "late": report.late,
        "sections": [
            {"code": section.code, "title": section.title, "rows": [_row(row) for row in section.rows]}
            for section in report_rows(report)
        ],
    }


def _parent_organ(report: SelfReport) -> str:
    """Phòng, ban and đơn vị sự nghiệp stand under the district on their papers; others sign in their own name."""
    return report.period.campaign.organ if report.unit.kind in UNDER_THE_DISTRICT else ""


def _row(row) -> dict:
    indicator, entry = row.indicator, row.entry or Entry()
    return {
        "code": indicator.code,
        "clause": indicator.clause_code,
        "name": indicator.name,
        "kind": indicator.kind,
        "a_label": indicator.a_label,
        "b_label": indicator.b_label,
        "unit_label": indicator.unit_label,
        "choices": indicator.choices,
        "a": _number(entry.a),
        "b": _number(entry.b),
        "value": _number(entry.value),
        "yes": entry.yes,
        "text": entry.text,
        "na": entry.na,
        "estimate": entry.estimate,
        "note": entry.note,
        "shown": row.shown,
        "parts": row.parts,
        "threshold": row.threshold,
        "result": row.result,
        "evidence": [
            {"name": item.file.name, "size": item.file.size, "sha256": item.file.sha256, "reference": item.reference}
            for item in row.evidence
        ],
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
