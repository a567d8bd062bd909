"""Mẫu 07 told in the words of another: every person writes an own report; one that is copied is worth a look.

The plan says nothing of a measure, so the limits are our assumption ("giả định"), the same in kind as those of the
anomaly desk: runs of five words, those that many units use left out, and enough words to tell anything at all.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from awards.consistency.types import Finding, Place, Report, Severity, Where
from core.likeness import runs_of

WORDS = 5  # of a run
LEAST = 20  # runs of its own that a report needs to be compared; about 25 words
PERCENT = 80  # of the shorter report's runs that stand in the other one
UNITS = 5  # a run that more units use is nobody's


@dataclass(frozen=True)
class _Told:
    report: Report
    runs: frozenset[int]


def copies(own: Sequence[Report], others: Sequence[Report], *, named: bool) -> list[Finding]:
    """Reports of one dossier that are nearly the same, and those nearly the same as another dossier's.

    `named` is for who may read the other dossier; without it the sentence and the link tell nothing of it.
    """
    told = _told([*own, *others])
    mine, foreign = told[: len(own)], told[len(own) :]
    found = [
        _inside(one.report, other.report, share)
        for place, one in enumerate(mine)
        for other in mine[:place]
        if (share := likeness(one, other)) >= PERCENT
    ]
    for one in mine:
        like = [(share, other.report) for other in foreign if (share := likeness(one, other)) >= PERCENT]
        if like:
            found.append(_outside(one.report, like, named=named))
    return found


@lru_cache(maxsize=1024)  # reports that are handed in do not change: each is read once
def _runs(text: str, own_words: tuple[str, ...]) -> frozenset[int]:
    return frozenset(runs_of(text, WORDS, *own_words))


def _told(reports: Sequence[Report]) -> list[_Told]:
    runs = [_runs(report.text, report.own_words) for report in reports]
    units: dict[str, set[int]] = defaultdict(set)
    for report, those in zip(reports, runs, strict=True):
        units[report.unit] |= those
    held = Counter(run for those in units.values() for run in those)
    common = {run for run, number in held.items() if number > UNITS}
    return [_Told(report, those - common) for report, those in zip(reports, runs, strict=True)]


def likeness(one: _Told, other: _Told) -> int:
    """Per cent of the shorter one's runs that stand in both, rounded down; 0 for two kinds or too few words."""
    shorter = min(len(one.runs), len(other.runs))
    if one.report.individual != other.report.individual or shorter < LEAST:
        return 0
    return 100 * len(one.runs & other.runs) // shorter


def _inside(one: Report, other: Report, share: int) -> Finding:
    text = (
        f"Báo cáo thành tích của {one.nominee} và của {other.nominee} giống nhau {share}% phần lời. "
        "Mỗi người tự viết thành tích của mình; xem lại một trong hai."
    )
    return Finding("reports_alike", Severity.SHOULD, text, (one.at(), other.at()))


def _outside(one: Report, like: list[tuple[int, Report]], *, named: bool) -> Finding:
    share, other = max(like, key=lambda pair: (pair[0], -pair[1].paper))
    if not named:
        text = (
            f"Báo cáo thành tích của {one.nominee} giống {share}% phần lời với báo cáo trong hồ sơ của đơn vị khác. "
            "Viết lại bằng lời của mình nếu đã chép từ mẫu chung."
        )
        hidden = Place(Where.ELSEWHERE, 0, "", "hồ sơ của đơn vị khác")
        return Finding("reports_alike_outside", Severity.SHOULD, text, (one.at(), hidden))
    others = Counter(report.dossier for _, report in like)
    more = f" (và {len(others) - 1} hồ sơ khác)" if len(others) > 1 else ""
    text = (
        f"Báo cáo thành tích của {one.nominee} giống {share}% phần lời với báo cáo của {other.nominee}, "
        f"{other.unit}{more}. Đối chiếu hai báo cáo."
    )
    place = Place(Where.PAPER, other.paper, "achievements", f"Báo cáo thành tích của {other.nominee}, {other.unit}")
    return Finding("reports_alike_outside", Severity.SHOULD, text, (one.at(), place))
