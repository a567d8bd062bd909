"""Scores units and keeps the sheets: one function for one unit, one for many; the same figures again add nothing."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction

from campaign.models import Period
from criteria import selectors
from criteria.models import ScoreSheet
from criteria.scoring.engine import score
from criteria.scoring.types import Adjustment, Answer, Line, Override, Sheet
from units.models import Unit

CHUNK = 1000
LATE = "Nộp báo cáo sau hạn (mục VI.9)"
Scored = tuple[Unit, Mapping[str, Answer], Iterable[Adjustment], bool]  # the last one: was it late


def score_unit(
    unit: Unit,
    period: Period,
    answers: Mapping[str, Answer],
    column: str,
    adjustments: Iterable[Adjustment] = (),
    *,
    late: bool = False,
    overrides: Mapping[str, Override] | None = None,
) -> ScoreSheet:
    """Scores one unit by the plan version of the period and stores the sheet; `answers` by indicator code."""
    sheet = compute_sheet(unit, period, answers, adjustments, late=late, overrides=overrides)
    return store_sheet(unit, period, column, sheet)


def compute_sheet(
    unit: Unit,
    period: Period,
    answers: Mapping[str, Answer],
    adjustments: Iterable[Adjustment] = (),
    *,
    late: bool = False,
    overrides: Mapping[str, Override] | None = None,
) -> Sheet:
    """The sheet as it would be, nothing stored. A late report (VI.9) loses the points that the plan file proposes."""
    rules = selectors.rules_for(period.plan_version, unit)
    taken = selectors.plan_of(period.plan_version).scoring.late_points
    if late and taken:
        adjustments = [*adjustments, Adjustment(points=-taken, reason=LATE)]
    return score(rules, answers, year=period.year, adjustments=adjustments, overrides=overrides)


def store_sheet(unit: Unit, period: Period, column: str, sheet: Sheet) -> ScoreSheet:
    """The newest sheet when it already says the same; otherwise a new row behind it."""
    for _ in range(3):
        last = ScoreSheet.objects.filter(unit=unit, period=period, column=column).order_by("-number").first()
        if last and last.digest == sheet.digest:
            return last
        try:
            with transaction.atomic():
                row = _row(unit.pk, period, column, sheet, (last.number if last else 0) + 1)
                row.save(force_insert=True)
                return row
        except IntegrityError:  # somebody stored the same number meanwhile: look again
            continue
    raise IntegrityError("Không lưu được phiếu điểm vì có nhiều lần chấm cùng lúc; hãy thử lại.")


def score_many(period: Period, scored: Iterable[Scored], column: str) -> int:
    """Scores many units with two statements per chunk; gives the number of new sheets. For jobs, which run alone."""
    last = {unit: (number, digest) for unit, number, digest in _newest(period, column)}
    added, rows = 0, []
    for unit, answers, adjustments, late in scored:
        sheet = compute_sheet(unit, period, answers, adjustments, late=late)
        number, digest = last.get(unit.pk, (0, ""))
        if digest == sheet.digest:
            continue
        last[unit.pk] = number + 1, sheet.digest
        rows.append(_row(unit.pk, period, column, sheet, number + 1))
        added += 1
        if len(rows) >= CHUNK:
            ScoreSheet.objects.bulk_create(rows)
            rows = []
    ScoreSheet.objects.bulk_create(rows)
    return added


def _newest(period: Period, column: str) -> Iterable[tuple[int, int, str]]:
    return selectors.latest_sheets(period, column).values_list("unit_id", "number", "digest")


def _row(unit_id: int, period: Period, column: str, sheet: Sheet, number: int) -> ScoreSheet:
    return ScoreSheet(
        unit_id=unit_id,
        period=period,
        plan_version_id=period.plan_version_id,
        column=column,
        number=number,
        digest=sheet.digest,
        total=sheet.total,
        max_total=sheet.max_total,
        percent=sheet.percent,
        eligible=sheet.eligible,
        reasons=list(sheet.reasons),
        lines=[_plain(line) for line in sheet.lines],
        inputs=sheet.inputs,
    )


def _plain(line: Line) -> dict[str, object]:
    return {key: str(value) if isinstance(value, Decimal) else value for key, value in vars(line).items()}
