"""Where a report stands while it is being filled in: line by line, section by section, and as a whole; no query."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal

from core.text import format_decimal
from criteria.scoring.scales import judge
from criteria.services.scoring import compute_sheet
from reports.distance import distance
from reports.models import SelfReport
from reports.presenters import Row, Section


@dataclass(frozen=True)
class Standing:
    """One line: its value, how far it is from its threshold, the points it would earn, what must still be mended."""

    code: str
    value: str
    parts: str
    result: str  # "met", "not_met" or ""
    distance: str
    points: str
    problem: str
    answered: bool

    @classmethod
    def of(cls, row: Row) -> "Standing":
        problem = next(iter(row.problems.values()), "")
        far = distance(row.rule, row.own.answer()) if row.rule and row.answered else ""
        return cls(
            code=row.indicator.code,
            value=_value(row),
            parts=row.parts,
            result=row.result,
            distance=far,
            points=_points(row),
            problem=problem,
            answered=row.answered,
        )

    def plain(self) -> dict:
        return asdict(self)


def _value(row: Row) -> str:
    """A share is computed, so it has its sign; none of figures that cannot be; a story stands in its own field."""
    if row.indicator.kind == "narrative" or (row.problems and not row.own.na):
        return ""
    computed = row.indicator.kind == "percent" and not row.own.na and row.shown
    return f"= {row.shown}" if computed else row.shown


def _points(row: Row) -> str:
    """ "18,5/20 điểm": what the line would earn by the proposed weights."""
    if row.rule is None:
        return "không tính điểm"
    if row.own.na:
        return "không tính điểm dòng này" if row.own.note else "không tính điểm khi đã ghi lý do"
    if not row.answered or row.problems:
        return f"tối đa {format_decimal(row.rule.weight)} điểm"
    verdict = judge(row.rule, row.own.answer())
    return f"{format_decimal(verdict.points)}/{format_decimal(row.rule.weight)} điểm"


# --- what is left to do ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """The lines that keep a report from being sent; each counts once, whatever is wrong in it."""

    missing: int
    wrong: int

    @property
    def count(self) -> int:
        return self.missing + self.wrong

    @property
    def sentence(self) -> str:
        """ "Còn 26 việc: 25 dòng chưa điền, 1 dòng chưa đúng"; "" when nothing is left."""
        missing = [f"{self.missing} dòng chưa điền"] if self.missing else []
        wrong = [f"{self.wrong} dòng chưa đúng"] if self.wrong else []
        return f"Còn {self.count} việc: {', '.join(missing + wrong)}" if self.count else ""


def work_of(rows: Iterable[Row]) -> Work:
    rows = list(rows)
    wrong = sum(bool(row.problems) for row in rows)
    return Work(sum(not row.answered and not row.problems for row in rows), wrong)


# --- sections -----------------------------------------------------------------------------------------------------

RETURNED, WRONG, COMPLETE, STARTED, EMPTY = "returned", "wrong", "complete", "started", "empty"
LOOKS = {  # state -> (icon, word, what {% status %} calls it)
    RETURNED: ("arrow-back-up", "Có dòng bị trả lại", "returned"),
    WRONG: ("alert-circle", "Còn {wrong} chỗ phải sửa", "failed"),
    COMPLETE: ("circle-check", "Đủ", "done"),
    STARTED: ("progress-check", "Còn thiếu", "missing"),
    EMPTY: ("circle-dashed", "Chưa điền", "todo"),
}


@dataclass(frozen=True)
class Part:
    """A section in the rail: how full it is, as icon, word and count."""

    code: str
    title: str
    done: int
    total: int
    state: str
    wrong: int = 0

    @classmethod
    def of(cls, section: Section, *, reviewed: bool = True) -> "Part":
        """`reviewed`: whether the reader may know of returned lines."""
        done, total, wrong = section.done, len(section.rows), work_of(section.rows).wrong
        state = WRONG if wrong else COMPLETE if done == total else STARTED if done else EMPTY
        state = RETURNED if section.returned and reviewed else state
        return cls(section.code, section.title, done, total, state, wrong)

    @property
    def icon(self) -> str:
        return LOOKS[self.state][0]

    @property
    def word(self) -> str:
        return LOOKS[self.state][1].format(wrong=self.wrong)

    @property
    def status(self) -> str:
        return LOOKS[self.state][2]

    def plain(self) -> dict:
        return {"code": self.code, "done": self.done, "total": self.total, "icon": self.icon, "word": self.word,
                "state": self.state}  # fmt: skip


# --- the whole ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """ "28/34 dòng · dự kiến 81,5/100 điểm", by the proposed weights."""

    done: int
    total: int
    points: Decimal
    most: Decimal
    work: Work

    @property
    def shown_points(self) -> str:
        return f"{format_decimal(self.points)}/{format_decimal(self.most)} điểm"

    def plain(self) -> dict:
        return {"done": self.done, "total": self.total, "work": self.work.count, "points": self.shown_points}


def progress_of(report: SelfReport, rows: Iterable[Row]) -> Progress:
    """How much is filled in, and the score it would earn if it were sent like this."""
    rows = list(rows)
    answers = {row.indicator.code: row.own.answer() for row in rows if row.answered}
    sheet = compute_sheet(report.unit, report.period, answers, late=report.late)
    return Progress(len(answers), len(rows), sheet.total, sheet.max_total, work_of(rows))
