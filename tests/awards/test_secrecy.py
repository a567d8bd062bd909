"""Secrecy of the ballot: who holds every row in its place, every key and every log guesses no better than chance.

An attacker lays the receipts beside the ballots in every order that the data offers. The bound is 4,5 standard
deviations of pure chance; the same attacker must win against writers that are less careful.
"""

import json
import logging
import math
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.urls import reverse

from awards.models import BallotReceipt, SecretBallot
from awards.services import council
from tests.awards import making, room
from tests.factories import make_unit, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db
NOMINEES, SIZES, SIGMAS = 20, (7, 9, 11), 4.5
CHOICES, WEIGHTS = ("yes", "no", "abstain"), (5, 3, 2)
RECEIPTS, BALLOTS = "awards_ballotreceipt", "awards_secretballot"
PLACE = {"sqlite": "rowid AS place, *", "postgresql": "ctid::text AS place, xmin::text AS written, *"}


def dump() -> dict[str, list[dict]]:
    """Every table as it lies on the disk: no ORDER BY, with the place of each row and who last wrote it."""
    tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT {PLACE[connection.vendor]} FROM "{table}"')
            names = [column[0] for column in cursor.description]
            tables[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return tables


@dataclass
class Score:
    """Right guesses against what a blind pairing of the same receipts and ballots would get."""

    right: int = 0
    guesses: int = 0
    chance: float = 0.0
    variance: float = 0.0

    @property
    def sigmas(self) -> float:
        return (self.right - self.chance) / math.sqrt(self.variance)

    def note(self, right: int, guesses: int, chance: float, variance: float) -> None:
        self.right, self.guesses = self.right + right, self.guesses + guesses
        self.chance, self.variance = self.chance + chance, self.variance + variance


@dataclass
class Attacker:
    """Guesses the choice behind each receipt in many ways; `scores` says how well each way went."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))

    def attack(self, tables: dict[str, list[dict]], truth: dict[tuple[int, int], str]) -> None:
        receipts, ballots = _by_nominee(tables[RECEIPTS]), _by_nominee(tables[BALLOTS])
        for nominee, rows in receipts.items():
            for one, voters in _orders(rows).items():
                for other, papers in _orders(ballots[nominee]).items():
                    answers = [truth[row["seat_id"], nominee] for row in voters]
                    self._pair(f"{one}/{other}", [row["choice"] for row in papers], answers)

    def _pair(self, way: str, guesses: list[str], answers: list[str]) -> None:
        n, sizes = len(answers), list(Counter(answers).values())
        assert Counter(guesses) == Counter(answers)  # every ballot is there, none is added
        hits = [guess == answer for guess, answer in zip(guesses, answers, strict=True)]
        mean = sum(size * size for size in sizes) / n
        pairs = sum((size * (size - 1)) ** 2 for size in sizes)
        pairs += sum((a * b) ** 2 for i, a in enumerate(sizes) for j, b in enumerate(sizes) if i != j)
        self.scores[way].note(sum(hits), n, mean, mean + pairs / (n * (n - 1)) - mean * mean)
        blind = mean / n
        for end, place in (("first", 0), ("last", -1)):
            self.scores[f"{way} {end}"].note(hits[place], 1, blind, blind * (1 - blind))

    @property
    def best(self) -> Score:
        return max(self.scores.values(), key=lambda score: score.sigmas)


def _by_nominee(rows: list[dict]) -> dict[int, list[dict]]:
    found = defaultdict(list)
    for row in rows:
        found[row["nominee_id"]].append(row)
    return found


def _orders(rows: list[dict]) -> dict[str, list[dict]]:
    orders = {"as it lies": rows, "turned": rows[::-1], "by key": sorted(rows, key=lambda row: str(row["id"]))}
    if "written" in rows[0]:
        orders["by writer"] = sorted(rows, key=lambda row: int(row["written"]))
    return orders


# --- sessions to attack --------------------------------------------------------------


def careless(session, nominee, *, by, choice) -> None:
    """The control: each ballot is laid where its voter stands."""
    seat = session.seats.get(user=by)
    BallotReceipt.objects.create(session=session, nominee=nominee, seat=seat)
    SecretBallot.objects.create(session=session, nominee=nominee, choice=choice)


def half_careful(session, nominee, *, by, choice) -> None:
    """A second control: the box is shaken, then the new ballot is laid on top."""
    seat = session.seats.get(user=by)
    BallotReceipt.objects.create(session=session, nominee=nominee, seat=seat)
    box = SecretBallot.objects.filter(session=session, nominee=nominee)
    choices = list(box.values_list("choice", flat=True))
    box.delete()
    random.shuffle(choices)
    SecretBallot.objects.bulk_create(
        SecretBallot(session=session, nominee=nominee, choice=one) for one in [*choices, choice]
    )


def vote_at_random(period, appraiser, size: int, cast, seed: int) -> dict[tuple[int, int], str]:
    """A council of `size` votes on twenty nominees in any order; returns who chose what, which is kept nowhere else."""
    dice = random.Random(seed)
    seated = len(set(making.council.Appointment.objects.filter(role=Role.COUNCIL).values_list("user", flat=True)))
    for _ in range(size - seated):
        make_user(Role.COUNCIL, make_unit())
    award_round = making.make_round(period, appraiser, name=f"Đợt {size}")
    nominees = room.make_nominees(award_round, NOMINEES)
    session = room.open_room(award_round, appraiser, "secret")
    seats = list(session.seats.select_related("user"))
    assert len(seats) == size
    turns = [(seat, nominee) for seat in seats for nominee in nominees]
    dice.shuffle(turns)
    truth = {}
    for seat, nominee in turns:
        truth[seat.pk, nominee.pk] = dice.choices(CHOICES, WEIGHTS)[0]
        cast(session, nominee, by=seat.user, choice=truth[seat.pk, nominee.pk])
    council.close_session(session, by=appraiser)
    return truth


def told_in(rows: list[dict]) -> int:
    """In how many cells a choice stands."""
    return sum(value in CHOICES for row in rows for value in row.values())


def test_a_full_dump_says_no_more_than_chance(period, appraiser, members, caplog):
    caplog.set_level(logging.DEBUG)
    before, truth = dump(), {}
    for size in SIZES:
        truth |= vote_at_random(period, appraiser, size, council.cast_secret_ballot, seed=size)
    tables = dump()
    attacker = Attacker()
    attacker.attack(tables, truth)
    assert attacker.best.guesses and len(attacker.scores) >= 27
    ways = {way: round(score.sigmas, 1) for way, score in attacker.scores.items() if score.sigmas > SIGMAS}
    assert ways == {}
    # a choice is written in one table only, in columns that name nobody; neither log nor job tells of a vote
    assert {name for name, rows in tables.items() if told_in(rows) > told_in(before[name])} == {BALLOTS}
    assert set(tables[BALLOTS][0]) - {"place", "written"} == {"id", "session_id", "nominee_id", "choice"}
    assert set(tables[RECEIPTS][0]) - {"place", "written"} == {"id", "session_id", "nominee_id", "seat_id"}
    told = json.dumps([tables["core_auditevent"], tables["core_job"]], default=str)
    assert not any(f'\\"{choice}\\"' in told or f"'{choice}'" in told for choice in CHOICES)
    assert not any(choice in record.getMessage() for record in caplog.records for choice in ("abstain", "'no'", "yes"))


@pytest.mark.parametrize(("writer", "rate"), [(careless, 0.99), (half_careful, 0.0)])
def test_the_same_attacker_wins_against_a_careless_writer(period, appraiser, members, writer, rate):
    attacker = Attacker()
    attacker.attack(*_after(vote_at_random(period, appraiser, 9, writer, seed=9)))
    assert attacker.best.sigmas > SIGMAS
    assert attacker.scores["as it lies/as it lies"].right >= rate * attacker.scores["as it lies/as it lies"].guesses
    assert attacker.scores["as it lies/as it lies last"].right == NOMINEES


def _after(truth):
    return dump(), truth


def test_the_pages_answer_alike_whatever_was_chosen(award_round, nominee, appraiser, members, client_as, caplog):
    """Message, address and page of two members who chose differently; and what an error report would hold."""
    caplog.set_level(logging.DEBUG)
    session = room.open_room(award_round, appraiser, "secret")
    url = reverse("awards:ballot-item", args=[session.pk, nominee.pk])
    answers, pages = [], []
    for member, choice in zip(members, CHOICES, strict=True):
        client = client_as(member)
        answer = client.post(url, {"choice": choice})
        answers.append((answer.status_code, answer.url, answer.wsgi_request.sensitive_post_parameters))
        page = client.get(answer.url).content.decode()
        assert f"Đã bỏ phiếu kín về {nominee}." in page and "Đã bỏ phiếu" in page
        pages.append(client.get(url).content.decode())
        assert 'name="choice"' not in pages[-1] and "aria-pressed" not in pages[-1]
        assert not any(word in pages[-1] for word in ("Đồng ý", "Không đồng ý", "Không có ý kiến"))
    assert answers == [(302, reverse("awards:session-detail", args=[session.pk]), ("choice",))] * 3
    assert not any(choice in record.getMessage() for record in caplog.records for choice in CHOICES[::2])
    office = client_as(appraiser).get(reverse("awards:session-turnout", args=[session.pk])).content.decode()
    assert "3/3" in office and "Đồng ý" not in office
