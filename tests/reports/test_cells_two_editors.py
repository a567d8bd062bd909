"""1,000 random stories of two editors with cut lines: no accepted cell is lost, no stale value wins silently.

Each story runs through `save_cells` on the real database and is rolled back. A page knows a value and its number; it
types, sends, loses the line before or after the portal has kept the cell, sends again, hears of the other, chooses.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import transaction

from reports.edits import versions_of
from reports.enums import Cell
from reports.models import CellEdit, Entry, SelfReport
from reports.services.cells import CellAnswer, CellChange, Fate, save_cells
from tests.factories import make_user
from tests.reports.factories import make_desk
from units.enums import Role

pytestmark = pytest.mark.django_db

STORIES, STEPS = 1000, 7
CELLS = [("X-02", "a"), ("X-02", "b"), ("X-02", "note")]
Value = Decimal | str | None
EMPTY = {"a": None, "b": None, "note": ""}
Saver = Callable[..., list[CellAnswer]]


@dataclass
class Page:
    """One editor's page: the version that it shows of each cell, what was typed and is not acknowledged."""

    by: object
    base: dict = field(default_factory=lambda: defaultdict(int))
    typed: dict = field(default_factory=dict)


@dataclass
class Story:
    """What happened, told by the answers that came from the portal, heard or not."""

    report: SelfReport
    saver: Saver
    accepted: list = field(default_factory=list)
    broken: list = field(default_factory=list)

    def send(self, page: Page, cell, *, heard: bool) -> None:
        value, base = page.typed[cell], page.base[cell]
        before = self.standing(cell)
        answer = self.saver(self.report, [CellChange(cell[0], Cell(cell[1]), value, base)], by=page.by)[0]
        if answer.fate == Fate.SAVED:
            self.accepted.append((cell, value, page.by.username))
            if base != before[0] and value != before[1]:
                self.broken.append(f"a stale {value} won over {before[1]}")
        if heard:
            self.hear(page, cell, answer)

    def hear(self, page: Page, cell, answer: CellAnswer) -> None:
        page.base[cell] = answer.number
        if answer.fate in (Fate.SAVED, Fate.SAME):
            del page.typed[cell]

    def standing(self, cell) -> tuple[int, Value]:
        """By the answers alone; `check` compares them with the database."""
        mine = [value for name, value, _ in self.accepted if name == cell]
        return len(mine), mine[-1] if mine else EMPTY[cell[1]]

    def check(self) -> None:
        """Every accepted value is in the history in its order, and the last one stands."""
        kept = defaultdict(list)
        for *cell, number, value, by in history(self.report):
            kept[*cell].append((number, value_of(cell[1], value), by))
        lines = {line["indicator__code"]: line for line in self.report.entries.values("indicator__code", *EMPTY)}
        for cell in CELLS:
            mine = [(value, by) for name, value, by in self.accepted if name == cell]
            if kept[cell] != [(number, *one) for number, one in enumerate(mine, 1)]:
                self.broken.append(f"{cell}: accepted {mine}, kept {kept[cell]}")
            stands = lines.get(cell[0], {}).get(cell[1])
            if mine and stands != mine[-1][0]:
                self.broken.append(f"{cell}: {mine[-1][0]} was accepted last, {stands} stands")


def value_of(name: str, kept: str | None) -> Value:
    """What the history keeps, as the line holds it: numbers are kept as text, an emptied one as null."""
    return kept if name == "note" or kept is None else Decimal(kept)


def draw_value(draw: random.Random, name: str) -> Value:
    """Of few values, so that two editors often say the same; one of them empties the cell."""
    number = draw.randint(-1, 4)
    if number < 0:
        return EMPTY[name]
    return f"ghi chú {number}" if name == "note" else Decimal(number)


def history(report: SelfReport):
    edits = CellEdit.objects.filter(entry__report=report).order_by("pk")
    return edits.values_list("entry__indicator__code", "field", "number", "value", "by")


def poll(story: Story, page: Page) -> None:
    """The page hears of every cell that it is not typing in."""
    for *cell, number, _value, _by in history(story.report):
        if tuple(cell) not in page.typed:
            page.base[*cell] = number


def tell(report: SelfReport, editors, saver: Saver, seed: int) -> Story:
    draw = random.Random(seed)
    story, pages = Story(report, saver), [Page(by) for by in editors]
    for _ in range(draw.randint(3, STEPS)):
        page, cell = draw.choice(pages), draw.choice(CELLS)
        act = draw.random()
        if act < 0.2:
            poll(story, page)
        else:
            if cell not in page.typed or act < 0.6:
                page.typed[cell] = draw_value(draw, cell[1])
            if act < 0.85:  # else the line is cut before the portal hears of it
                story.send(page, cell, heard=draw.random() < 0.7)  # or after it has kept the cell
    story.check()
    return story


def stories(desk, saver: Saver, seeds: range) -> tuple[list[str], int]:
    """(what was broken, how many cells were accepted); every story begins with an empty report."""
    editors, broken, accepted = [desk.officer, make_user(Role.OFFICER, desk.unit)], [], 0
    for seed in seeds:
        with transaction.atomic():
            story = tell(desk.report, editors, saver, seed)
            transaction.set_rollback(True)
        broken += [f"story {seed}: {one}" for one in story.broken]
        accepted += len(story.accepted)
    return broken, accepted


def last_one_wins(report, changes, *, by) -> list[CellAnswer]:
    """The saver that most forms have: whoever comes last is kept, whatever he had read."""
    found = []
    for change in changes:
        standing = versions_of(report).of(change.code, change.field)
        blind = CellChange(change.code, change.field, change.value, standing)
        found += save_cells(report, [blind], by=by)
    return found


def test_a_thousand_stories_lose_nothing_and_overwrite_nothing_unseen(period):
    broken, accepted = stories(make_desk(period), save_cells, range(STORIES))
    assert broken == []
    assert accepted > STORIES


def test_the_stories_write_words_and_empty_cells_that_were_filled(period):
    desk = make_desk(period)
    editors, emptied = [desk.officer, make_user(Role.OFFICER, desk.unit)], set()
    for seed in range(200):
        with transaction.atomic():
            told = tell(desk.report, editors, save_cells, seed).accepted
            transaction.set_rollback(True)
        emptied |= {cell[1] for cell, value, _ in told if value == EMPTY[cell[1]]}
    assert emptied == set(EMPTY)


def test_the_same_stories_catch_a_saver_that_does_not_look(period):
    broken, _ = stories(make_desk(period), last_one_wins, range(40))
    assert any("a stale" in one for one in broken)


def test_the_same_stories_catch_a_saver_that_forgets(period):
    """It answers "saved" and writes no history: an accepted cell is lost."""

    def forgetful(report, changes, *, by):
        answers = save_cells(report, changes, by=by)
        Entry.objects.filter(report=report).update(a=None)
        return answers

    broken, _ = stories(make_desk(period), forgetful, range(40))
    assert any("was accepted last, None stands" in one for one in broken)
