"""Copied stories: runs of five words that stand in another unit's report, or in the unit's own of last year."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from core.likeness import runs_of
from reports.anomalies.limits import Limits
from reports.anomalies.steps import everybodys, reached
from reports.anomalies.types import District, Finding, Kind, Sheet


@dataclass(frozen=True, slots=True)
class _Story:
    sheet: Sheet
    code: str
    runs: frozenset[int]

    @property
    def order(self) -> tuple[int, str, int, str]:
        return self.sheet.year, self.sheet.name, self.sheet.key, self.code


def copies(district: District, limits: Limits) -> list[Finding]:
    """Each story of this year beside all others of this year and the last; an index over the runs keeps it linear."""
    stories = _own_words(district, limits)
    index: dict[int, list[int]] = defaultdict(list)
    for place, story in enumerate(stories):
        for run in story.runs:
            index[run].append(place)
    current = {id(sheet) for sheet in district.sheets}
    found = []
    for place, story in enumerate(stories):
        if id(story.sheet) in current and (odd := _closest(place, stories, index, limits)):
            found.append(Finding(story.sheet.key, story.code, Kind.COPIED, *odd))
    return found


def _own_words(district: District, limits: Limits) -> list[_Story]:
    """The stories without what the plan says and what everybody says; those with too little left are dropped."""
    known = {run for text in district.known for run in runs_of(text, limits.words)}
    stories = [
        _Story(sheet, line.code, frozenset(runs_of(line.text, limits.words, sheet.name) - known))
        for sheet in (*district.sheets, *district.before)
        for line in sheet.lines
        if line.text
    ]
    units: dict[int, set[int]] = defaultdict(set)
    for story in stories:
        for run in story.runs:
            units[run].add(story.sheet.unit)
    limit = everybodys(len({sheet.unit for sheet in district.sheets}), limits.shared_most)
    common = {run for run, those in units.items() if len(those) > limit}
    own = [_Story(story.sheet, story.code, story.runs - common) for story in stories]
    return sorted((story for story in own if len(story.runs) >= limits.own_least), key=lambda story: story.order)


def _closest(place: int, stories: list[_Story], index: dict[int, list[int]], limits: Limits) -> tuple[int, str] | None:
    """The story that holds most of this one's words: another unit's first, then the unit's own of last year."""
    story = stories[place]
    met = Counter(other for run in story.runs for other in index[run])
    foreign = [(count, -other) for other, count in met.items() if stories[other].sheet.unit != story.sheet.unit]
    if foreign:
        count, other = max(foreign)
        share = 100 * count // len(story.runs)
        if weight := reached(share, limits.copied_percent):
            weight = weight if count >= limits.copied_sure else min(weight, 2)
            return weight, _reason(share, count, story, stories[-other])
    past = [
        (count, -other)
        for other, count in met.items()
        if stories[other].sheet.unit == story.sheet.unit and stories[other].sheet.year < story.sheet.year
    ]
    if past:
        count, other = max(past)
        if (share := 100 * count // len(story.runs)) >= limits.own_past_percent:
            year = stories[-other].sheet.year
            return 1, f"Phần lời giống {share}% phần lời năm {year} của chính đơn vị (dòng {stories[-other].code})."
    return None


def _reason(share: int, count: int, story: _Story, other: _Story) -> str:
    when = f" năm {other.sheet.year}" if other.sheet.year != story.sheet.year else ""
    return (
        f"{share}% phần lời riêng giống báo cáo{when} của {other.sheet.name} (dòng {other.code}): "
        f"{count} trên {len(story.runs)} cụm từ."
    )
