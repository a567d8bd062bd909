"""What a report should be asked before it is sent; pure: no Django, no clock, no database.

MUST keeps a report from being sent (the workflow and a trigger say the same); SHOULD is worth a look and never stops
anybody: the figure may be right. Thresholds of SHOULD are our assumptions, not the plan's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from core.text import fold, format_decimal, format_percent
from reports.rules import Figures, problems

DROP_POINTS = Decimal(10)  # a percentage that falls by so many points against last year
DROP_SHARE = Decimal("0.5")  # a number or an amount that falls below this share of last year's
FULL_LINES = 4  # so many percentages, all of them exactly 100 %, are asked about


class Severity(StrEnum):
    MUST = "must"
    SHOULD = "should"


class Check(StrEnum):
    """What was looked at; the order is the order on the page."""

    MISSING = "missing"
    WRONG = "wrong"
    TOTALS = "totals"
    DROP = "drop"
    FULL = "full"
    PROOF = "proof"
    ESTIMATE = "estimate"


@dataclass(frozen=True)
class Line:
    """One line of a report, with what it takes to ask about it."""

    code: str
    kind: str
    figures: Figures
    name: str = ""
    b_label: str = ""
    unit: str = ""
    grades: int = 0
    proof_hint: str = ""
    files: int = 0
    before: Figures | None = None  # the figures that counted last year, if there are any


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to look at, in one line."""

    code: str
    check: Check
    severity: Severity
    field: str
    sentence: str


@dataclass
class Findings:
    """All findings of a report, in the order of its lines inside each check."""

    rows: list[Finding] = field(default_factory=list)

    def of(self, severity: Severity) -> list[Finding]:
        return [row for row in self.rows if row.severity is severity]


def check_report(lines: Sequence[Line]) -> Findings:
    """Everything that must or should be looked at before this report is sent."""
    found = [finding for line in lines for finding in must(line)]
    wrong = {finding.code for finding in found}
    sound = [line for line in lines if line.code not in wrong]  # what must be mended anyway is asked about only once
    found += _totals(sound)
    found += [finding for line in sound for finding in _drop(line)]
    found += _all_full(sound)
    found += [finding for line in sound for finding in (*_no_proof(line), *_bare_estimate(line))]
    order = list(Check)
    return Findings(sorted(found, key=lambda finding: order.index(finding.check)))


def must(line: Line) -> list[Finding]:
    """What keeps this line from being sent; the same as `nothing_missing` and `nothing_wrong` of the workflow."""
    wrong = problems(line.kind, line.figures, grades=line.grades, unit=line.unit)
    if wrong:
        return [Finding(line.code, Check.WRONG, Severity.MUST, name, sentence) for name, sentence in wrong.items()]
    if line.figures.answered:
        return []
    sentence = "Chưa điền. Nếu trong năm không có, chọn “Không phát sinh” và ghi lý do."
    if line.kind == "narrative":
        sentence = "Chưa viết nội dung."
    return [Finding(line.code, Check.MISSING, Severity.MUST, "", sentence)]


def _should(line: Line, check: Check, name: str, sentence: str) -> Finding:
    return Finding(line.code, check, Severity.SHOULD, name, sentence)


def _totals(lines: Iterable[Line]) -> list[Finding]:
    """The same total under the same words (all staff, all households) is the same number in every line."""
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind == "percent" and line.b_label and line.figures.b is not None:
            groups[fold(line.b_label), fold(line.unit)].append(line)
    return [finding for group in groups.values() for finding in _differing(group)]


def _differing(group: list[Line]) -> list[Finding]:
    first = group[0]
    return [
        _should(
            line,
            Check.TOTALS,
            "b",
            f"“{line.b_label}” ở đây là {_number(line.figures.b)}, ở dòng “{first.name}” là {_number(first.figures.b)}. "
            "Cùng một tổng số thì nên giống nhau.",
        )
        for line in group[1:]
        if line.figures.b != first.figures.b
    ]


def _drop(line: Line) -> list[Finding]:
    before = line.before
    if before is None or before.na or line.figures.na or not before.answered:
        return []
    told = _DROPS.get(line.kind, _no_drop)(before, line.figures)
    name = {"percent": "a", "yes_no": "yes"}.get(line.kind, "value")
    advice = " Nếu đúng như vậy, anh/chị ghi lý do ở ô ghi chú."
    return [_should(line, Check.DROP, name, told + advice)] if told and not line.figures.note else []


def _no_drop(before: Figures, now: Figures) -> str:
    return ""


def _drop_percent(before: Figures, now: Figures) -> str:
    was, share = _percent(before), _percent(now)
    if was is None or share is None or was - share < DROP_POINTS:
        return ""
    return (
        f"Năm trước {format_percent(was)}, năm nay {format_percent(share)}: giảm {_points(was - share)} điểm phần trăm."
    )


def _drop_number(before: Figures, now: Figures) -> str:
    if not before.value or now.value is None or now.value >= before.value * DROP_SHARE:
        return ""
    return f"Năm trước {_number(before.value)}, năm nay {_number(now.value)}: giảm quá một nửa."


def _drop_grade(before: Figures, now: Figures) -> str:
    if before.value is None or now.value is None or now.value >= before.value:
        return ""
    return "Mức năm nay thấp hơn mức năm trước."


def _drop_yes(before: Figures, now: Figures) -> str:
    return "Năm trước “Có”, năm nay “Chưa”." if before.yes and now.yes is False else ""


_DROPS = {
    "percent": _drop_percent,
    "count": _drop_number,
    "money": _drop_number,
    "graded": _drop_grade,
    "yes_no": _drop_yes,
}


def _all_full(lines: Iterable[Line]) -> list[Finding]:
    shares = [line for line in lines if line.kind == "percent" and line.figures.a is not None and line.figures.b]
    if len(shares) < FULL_LINES or any(line.figures.a != line.figures.b for line in shares):
        return []
    return [
        _should(
            shares[0],
            Check.FULL,
            "a",
            f"Cả {len(shares)} dòng tỷ lệ đều đúng 100%. Nếu đúng như vậy thì để nguyên; "
            "nếu là số làm tròn, anh/chị ghi số thật.",
        )
    ]


def _no_proof(line: Line) -> list[Finding]:
    if line.files or not line.proof_hint or not _claims(line):
        return []
    return [_should(line, Check.PROOF, "file", f"Chưa có tệp minh chứng. Nên có: {line.proof_hint}.")]


def _claims(line: Line) -> bool:
    """Something was done that can be proved; a nought, a "Chưa" and "Không phát sinh" need no paper."""
    figures = line.figures
    done = figures.a if line.kind == "percent" else figures.value
    return not figures.na and bool(done or figures.yes or figures.text)


def _bare_estimate(line: Line) -> list[Finding]:
    if not line.figures.estimate or line.figures.note:
        return []
    sentence = "Số ước thực hiện chưa ghi cách ước. Ghi ở ô ghi chú, ví dụ “số 11 tháng, ước tháng 12 bằng tháng 11”."
    return [_should(line, Check.ESTIMATE, "note", sentence)]


def _percent(figures: Figures) -> Decimal | None:
    return figures.a / figures.b * 100 if figures.a is not None and figures.b else None


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_decimal(value)


def _points(value: Decimal) -> str:
    return format_percent(value).removesuffix("%")
