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
    """A share is computed, so it has its sign; a story stands in its own field."""
    if row.indicator.kind == "narrative":
        return ""
    computed = row.indicator.kind == "percent" and not row.own.na and row.shown
    return f"= {row.shown}" if computed else row.shown


def _points(row: Row) -> str:
    """ "18,5/20 điểm": what the line would earn by the proposed weights."""
    if row.rule is None:
        return "không tính điểm"
    if not row.answered:
        return f"tối đa {format_decimal(row.rule.weight)} điểm"
    verdict = judge(row.rule, row.own.answer())
    if not verdict.applicable:
        return "không tính vào điểm"
    return f"{format_decimal(verdict.points)}/{format_decimal(row.rule.weight)} điểm"


# --- sections -----------------------------------------------------------------------------------------------------

RETURNED, COMPLETE, STARTED, EMPTY = "returned", "complete", "started", "empty"
LOOKS = {  # state -> (icon, word)
    RETURNED: ("arrow-back-up", "Có dòng trả lại"),
    COMPLETE: ("circle-check", "Đủ"),
    STARTED: ("progress-check", "Còn thiếu"),
    EMPTY: ("circle-dashed", "Chưa điền"),
}


@dataclass(frozen=True)
class Part:
    """A section in the rail: how full it is, as icon, word and count."""

    code: str
    title: str
    done: int
    total: int
    state: str

    @classmethod
    def of(cls, section: Section) -> "Part":
        done, total = section.done, len(section.rows)
        state = RETURNED if section.returned else COMPLETE if done == total else STARTED if done else EMPTY
        return cls(section.code, section.title, done, total, state)

    @property
    def icon(self) -> str:
        return LOOKS[self.state][0]

    @property
    def word(self) -> str:
        return LOOKS[self.state][1]

    def plain(self) -> dict:
        return {"code": self.code, "done": self.done, "total": self.total, "icon": self.icon, "word": self.word,
                "state": self.state}  # fmt: skip


# --- the whole ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """ "28/34 mục · dự kiến 81,5/100 điểm", by the proposed weights."""

    done: int
    total: int
    points: Decimal
    most: Decimal

    @property
    def missing(self) -> int:
        return self.total - self.done

    @property
    def shown_points(self) -> str:
        return f"{format_decimal(self.points)}/{format_decimal(self.most)} điểm"

    def plain(self) -> dict:
        return {"done": self.done, "total": self.total, "missing": self.missing, "points": self.shown_points}


def progress_of(report: SelfReport, rows: Iterable[Row]) -> Progress:
    """How much is filled in, and the score it would earn if it were sent like this."""
    rows = list(rows)
    answers = {row.indicator.code: row.own.answer() for row in rows if row.answered}
    sheet = compute_sheet(report.unit, report.period, answers, late=report.late)
    return Progress(len(answers), len(rows), sheet.total, sheet.max_total)
