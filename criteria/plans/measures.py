"""What must hold for indicators, targets, standards and scales: kind, comparator and threshold fit together."""

from collections.abc import Iterator
from decimal import Decimal

from criteria.plans.lines import Lines, Place
from criteria.plans.schema import District, IndicatorRow, Plan, StandardRow, TargetRow, WeightRow
from criteria.scoring.types import Comparator, Kind, Requirement, Scale

Found = Iterator[tuple[int, str]]

FITS: dict[Kind, frozenset[Comparator]] = {
    Kind.PERCENT: frozenset({Comparator.GE, Comparator.GT, Comparator.EQ, Comparator.RANGE, Comparator.QUALITATIVE}),
    Kind.COUNT: frozenset({Comparator.COUNT_GE, Comparator.QUALITATIVE}),
    Kind.MONEY: frozenset({Comparator.COUNT_GE, Comparator.QUALITATIVE}),
    Kind.YES_NO: frozenset({Comparator.YES, Comparator.QUALITATIVE}),
    Kind.GRADED: frozenset({Comparator.QUALITATIVE}),
    Kind.NARRATIVE: frozenset({Comparator.QUALITATIVE}),
}
WITH_THRESHOLD = {Comparator.GE, Comparator.GT, Comparator.EQ, Comparator.RANGE, Comparator.COUNT_GE}
FORMED_FROM = {
    District.SUM: {Kind.PERCENT},
    District.SHARE: {Kind.YES_NO},
    District.TOTAL: {Kind.COUNT, Kind.MONEY},
}


def check(plan: Plan, lines: Lines, codes: dict[str, set[str]]) -> Found:
    """Faults of indicators, targets and standards."""
    places = {
        table: {p.line: p for p in lines.tables.get(table, [])} for table in ("indicators", "targets", "standards")
    }
    for row in plan.indicators:
        yield from _indicator(row, places["indicators"].get(row.line, Place(row.line)))
    indicators = {row.code: row for row in plan.indicators}
    for target in plan.targets:
        place = places["targets"].get(target.line, Place(target.line))
        if indicator := indicators.get(target.indicator):
            yield from _comparison(target, indicator, place, of_district=True)
    for standard in plan.standards:
        place = places["standards"].get(standard.line, Place(standard.line))
        if indicator := indicators.get(standard.indicator):
            yield from _comparison(standard, indicator, place, of_district=False)
        yield from _requirement(standard, place)


def _indicator(row: IndicatorRow, place: Place) -> Found:
    if row.kind is Kind.PERCENT and not (row.a and row.b):
        yield place.line, f"Chỉ tiêu “{row.code}” đo bằng tỷ lệ nên phải ghi cả tử số (a) và mẫu số (b)."
    if row.kind is not Kind.PERCENT and (row.a or row.b):
        yield place.of("a"), f"Chỉ tiêu “{row.code}” không đo bằng tỷ lệ nên không có tử số, mẫu số."
    if (row.kind is Kind.GRADED) != (len(row.grades) >= 2):
        yield place.of("grades"), f"Chỉ tiêu “{row.code}”: chỉ cách đo theo mức (graded) có grades, và phải từ hai mức."
    if row.district in FORMED_FROM and row.kind not in FORMED_FROM[row.district]:
        yield (
            place.of("district"),
            f"Chỉ tiêu “{row.code}”: số của huyện không hình thành được theo cách “{row.district}”.",
        )
    if row.district is District.OWNER and len(row.owners) != 1:
        yield place.of("owners"), f"Chỉ tiêu “{row.code}” lấy số của một cơ quan nên phải ghi đúng một cơ quan."


def _comparison(row: TargetRow | StandardRow, indicator: IndicatorRow, place: Place, *, of_district: bool) -> Found:
    as_share = of_district and indicator.kind is Kind.YES_NO and indicator.district is District.SHARE
    kind = Kind.PERCENT if as_share else indicator.kind
    if row.comparator not in FITS[kind]:
        fits = ", ".join(sorted(FITS[kind]))
        yield (
            place.of("comparator"),
            f"Cách so “{row.comparator}” của “{row.code}” không hợp với cách đo “{kind}”; chọn: {fits}.",
        )
    yield from _threshold(row, kind, place)
    if isinstance(row, StandardRow) and (row.district_comparator is None) != (row.district_threshold is None):
        yield place.line, f"“{row.code}”: district_comparator và district_threshold phải đi cùng nhau."


def _threshold(row: TargetRow | StandardRow, kind: Kind, place: Place) -> Found:
    if row.comparator in WITH_THRESHOLD and row.threshold is None:
        yield place.line, f"“{row.code}” so bằng “{row.comparator}” nên phải có ngưỡng (threshold)."
    if row.comparator is Comparator.YES and row.threshold is not None:
        yield place.of("threshold"), f"“{row.code}” chỉ hỏi có hoặc chưa nên không có ngưỡng."
    if kind is Kind.PERCENT:
        for key in ("threshold", "upper"):
            bound: Decimal | None = getattr(row, key)
            if bound is not None and not 0 <= bound <= 100:
                yield place.of(key), f"Ngưỡng phần trăm của “{row.code}” phải từ 0 đến 100."
    if (row.comparator is Comparator.RANGE) != (row.upper is not None):
        yield place.of("upper"), f"“{row.code}”: chỉ cách so “range” có mức trên (upper), và phải có."
    elif row.upper is not None and row.threshold is not None and row.threshold > row.upper:
        yield place.of("upper"), f"Mức trên của “{row.code}” không được nhỏ hơn ngưỡng."


def _requirement(row: StandardRow, place: Place) -> Found:
    if (row.requirement is Requirement.CHOICE) != bool(row.choice):
        yield (
            place.of("requirement"),
            f"“{row.code}”: chỉ yêu cầu “choice” thuộc một nhóm lựa chọn (choice), và phải thuộc.",
        )


def check_weight(plan: Plan, row: WeightRow, line: int) -> Found:
    """The scale of a weight fits what is measured, and somebody of the set reports it."""
    rule = next((one for one in plan.rules if one.code == row.rule), None)
    indicator = next((one for one in plan.indicators if rule and one.code == (row.indicator or rule.indicator)), None)
    if rule is None or indicator is None:
        return
    if (row.scale is Scale.STEPS) != bool(row.steps):
        yield line, f"“{row.rule}”: chỉ thang “steps” có steps, và phải có."
    elif list(row.steps) != sorted(set(row.steps)) or any(not 0 <= share <= 100 for _, share in row.steps):
        yield line, f"“{row.rule}”: các bậc phải tăng dần, phần trăm từ 0 đến 100."
    elif [share for _, share in row.steps] != sorted(share for _, share in row.steps):
        yield line, f"“{row.rule}”: nhiều hơn thì điểm không được ít đi."
    if row.scale is Scale.STEPS and indicator.kind not in (Kind.COUNT, Kind.MONEY):
        yield line, f"“{row.rule}”: thang theo bậc chỉ dùng cho số lượng."
    if (row.scale is Scale.GRADE) != (indicator.kind is Kind.GRADED):
        yield line, f"“{row.rule}”: thang “grade” dùng cho, và chỉ cho, cách đo theo mức."
    if (comparator := row.comparator or rule.comparator) not in FITS[indicator.kind]:
        yield (
            line,
            f"“{row.rule}” trong bộ “{row.set}”: cách so “{comparator}” không hợp với cách đo “{indicator.kind}”.",
        )
    kinds = next((one.kinds for one in plan.sets if one.code == row.set), ())
    if kinds and not set(kinds) & set(indicator.reporters):
        yield line, f"“{row.rule}”: không đơn vị nào của bộ “{row.set}” báo cáo chỉ tiêu “{indicator.code}”."
