"""What must hold for any figures: sums, monotony, n/a, order, and the ranking."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from criteria.scoring.engine import RuleBook, score
from criteria.scoring.ranking import Contender, rank
from criteria.scoring.types import Adjustment, Answer, Comparator, Kind, Override, Requirement, Rule, Scale

SHAPES = [
    (Kind.PERCENT, Comparator.GE, Scale.PROPORTIONAL),
    (Kind.PERCENT, Comparator.GT, Scale.PROPORTIONAL),
    (Kind.PERCENT, Comparator.EQ, Scale.PROPORTIONAL),
    (Kind.PERCENT, Comparator.RANGE, Scale.PROPORTIONAL),
    (Kind.PERCENT, Comparator.GE, Scale.FULL),
    (Kind.PERCENT, Comparator.QUALITATIVE, Scale.PROPORTIONAL),
    (Kind.COUNT, Comparator.COUNT_GE, Scale.STEPS),
    (Kind.COUNT, Comparator.COUNT_GE, Scale.PROPORTIONAL),
    (Kind.GRADED, Comparator.QUALITATIVE, Scale.GRADE),
    (Kind.YES_NO, Comparator.YES, Scale.FULL),
]
GRADES = ("Chưa", "Một phần", "Khá", "Tốt")


@st.composite
def rules(draw, number: int = 0) -> Rule:
    kind, comparator, scale = draw(st.sampled_from(SHAPES))
    bar = {Comparator.EQ: 100, Comparator.RANGE: draw(st.integers(0, 70))}.get(comparator, draw(st.integers(0, 100)))
    bar = {Kind.GRADED: draw(st.integers(1, 3)), Kind.COUNT: draw(st.integers(1, 9))}.get(kind, bar)
    has_bar = comparator is not Comparator.YES and (comparator is not Comparator.QUALITATIVE or kind is Kind.GRADED)
    return Rule(
        code=f"R{number:02d}",
        clause="IV.1",
        indicator=f"R{number:02d}",
        name="Tiêu chuẩn",
        kind=kind,
        comparator=comparator,
        scale=scale,
        threshold=Decimal(bar) if has_bar else None,
        upper=Decimal(80) if comparator is Comparator.RANGE else None,
        steps=((1, 60), (2, 80), (3, 100)) if scale is Scale.STEPS else (),
        grades=GRADES if kind is Kind.GRADED else (),
        weight=draw(st.decimals("0.01", "40", places=2)),
        requirement=draw(st.sampled_from([Requirement.REQUIRED, Requirement.OPTIONAL])),
        sort=number,
    )


@st.composite
def answers(draw, rule: Rule) -> Answer:
    if draw(st.integers(0, 9)) == 0:
        return Answer(na=True, note="Không phát sinh trên địa bàn")
    match rule.kind:
        case Kind.PERCENT:
            b = draw(st.integers(0, 10**9))
            return Answer(a=Decimal(draw(st.integers(0, b))), b=Decimal(b))
        case Kind.YES_NO:
            return Answer(yes=draw(st.booleans()))
        case Kind.GRADED:
            return Answer(value=Decimal(draw(st.integers(0, 3))))
        case _:
            return Answer(value=Decimal(draw(st.integers(0, 20))))


@st.composite
def reports(draw):
    book = [draw(rules(number)) for number in range(draw(st.integers(1, 12)))]
    filled = {rule.indicator: draw(answers(rule)) for rule in book if draw(st.integers(0, 5))}
    return book, filled


adjustments = st.lists(
    st.builds(
        Adjustment,
        points=st.decimals("-20", "20", places=2).filter(bool),
        reason=st.sampled_from(["Nộp muộn", "Mô hình mới", "Được biểu dương"]),
    ),
    max_size=4,
)


@given(reports(), adjustments)
def test_sum_of_lines_is_the_score(report, extra):
    sheet = score(*report, year=2023, adjustments=extra)
    assert sum(line.points for line in sheet.lines) == sheet.total
    assert sum(line.max_points for line in sheet.lines) == sheet.max_total
    assert sheet.total >= 0
    assert all(line.points == line.points.quantize(Decimal("0.01")) for line in sheet.lines)


@st.composite
def councils(draw, book: list[Rule]) -> dict[str, Override]:
    """What a council may say: on some lines, between nothing and all the points of the line."""
    chosen = [rule for rule in book if draw(st.booleans())]
    points = {rule.code: draw(st.decimals(0, rule.weight, places=2)) for rule in chosen}
    return {code: Override(points=number, reason="Kiểm tra tại đơn vị") for code, number in points.items()}


@given(reports(), adjustments, st.data())
def test_the_councils_points_stay_in_the_sum_and_decide_nothing_else(report, extra, data):
    book, filled = report
    said = data.draw(councils(book))
    before = score(book, filled, year=2023, adjustments=extra)
    after = score(book, filled, year=2023, adjustments=extra, overrides=said)
    assert sum(line.points for line in after.lines) == after.total >= 0
    assert (after.max_total, after.eligible, after.reasons) == (before.max_total, before.eligible, before.reasons)
    assert (after.digest == before.digest) == (not said)
    for was, line in zip(before.lines[: len(book)], after.lines[: len(book)], strict=True):
        assert (line.value, line.met, line.max_points) == (was.value, was.met, was.max_points)
        wanted = said[line.code].points if line.code in said and line.applicable else was.points
        assert line.points == wanted


@given(reports())
def test_points_stay_between_zero_and_the_weight_and_all_points_mean_met(report):
    for line in score(*report, year=2023).lines:
        assert 0 <= line.points <= line.max_points
        if line.max_points and line.points == line.max_points:
            assert line.met


@st.composite
def two_answers(draw):
    """One rule, and two figures of which the second says more."""
    rule = draw(rules())
    if rule.kind is Kind.PERCENT:
        b = draw(st.integers(1, 10**9))
        less, more = sorted(draw(st.lists(st.integers(0, b), min_size=2, max_size=2)))
        return rule, Answer(a=Decimal(less), b=Decimal(b)), Answer(a=Decimal(more), b=Decimal(b))
    if rule.kind is Kind.YES_NO:
        return rule, Answer(yes=draw(st.booleans())), Answer(yes=True)
    top = len(GRADES) - 1 if rule.kind is Kind.GRADED else 20
    less, more = sorted(draw(st.lists(st.integers(0, top), min_size=2, max_size=2)))
    return rule, Answer(value=Decimal(less)), Answer(value=Decimal(more))


@given(two_answers())
def test_more_never_lowers_points(case):
    rule, less, more = case
    before = score([rule], {rule.indicator: less}, year=2023).lines[0]
    after = score([rule], {rule.indicator: more}, year=2023).lines[0]
    assert after.points >= before.points
    assert after.met >= before.met


@given(reports(), st.data())
def test_not_applicable_moves_nothing_else(report, data):
    book, filled = report
    chosen = data.draw(st.sampled_from(book))
    before = score(book, filled, year=2023)
    after = score(book, filled | {chosen.indicator: Answer(na=True, note="Không phát sinh")}, year=2023)
    was = next(line for line in before.lines if line.code == chosen.code)
    assert [line for line in after.lines if line.code != chosen.code] == [
        line for line in before.lines if line.code != chosen.code
    ]
    assert after.total == before.total - was.points
    assert after.max_total == before.max_total - was.max_points


@given(reports(), adjustments, st.randoms())
def test_order_of_input_does_not_matter(report, extra, random):
    book, filled = report
    straight = score(book, filled, year=2023, adjustments=extra)
    mixed_rules, mixed_answers, mixed_extra = list(book), list(filled.items()), list(extra)
    for mixed in (mixed_rules, mixed_answers, mixed_extra):
        random.shuffle(mixed)
    assert score(RuleBook.of(mixed_rules), dict(mixed_answers), year=2023, adjustments=mixed_extra) == straight


contenders = st.lists(
    st.builds(
        Contender,
        key=st.integers(0, 10**6).map(str),
        group=st.sampled_from(["K1", "K2"]),
        total=st.decimals("0", "110", places=2),
        max_total=st.sampled_from([Decimal(0), Decimal(84), Decimal(100)]),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@given(contenders, st.randoms())
def test_ranking_is_stable_fair_and_complete(units, random):
    places = rank(units)
    mixed = list(units)
    random.shuffle(mixed)
    assert rank(mixed) == places
    assert sorted(place.key for place in places) == sorted(one.key for one in units)
    by_key = {one.key: one for one in units}
    for place in places:
        one = by_key[place.key]
        better = [other for other in units if other.group == one.group and other.share > one.share]
        assert place.place == (len(better) + 1 if one.max_total else None)
