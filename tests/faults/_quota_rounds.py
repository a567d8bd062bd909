"""Rounds for the race on places: ten slots, thirty eligible people, and thirty connections that wait for each round."""

import random
import threading
from collections import Counter as Tally
from collections.abc import Callable, Iterable
from datetime import date

from django.db import connections
from django.utils import timezone

from awards.enums import Appraisal, DossierState, Involvement, NomineeKind
from awards.models import Award, AwardRound, Decision, Dossier, Nominee
from awards.services import rounds as round_services
from tests.awards.making import HELD_AT
from tests.factories import make_unit, make_user
from units.enums import Role

PLACES, DIRECT_ONLY, PEOPLE, LEADERS = 10, 7, 30, 10
LEADERS_MOST = PLACES - DIRECT_ONLY
_DEFAULTS = {"signer_title": "Chủ tịch", "achievement_text": "Thành tích", "direct_percent": 70}


def make_rounds(period, number: int, *, name: str) -> list[AwardRound]:
    """So many open rounds with 7 direct-only and 3 open slots, made by the service, and thirty eligible people in each."""
    unit = make_unit()
    made = [AwardRound(period=period, name=f"{name} {n}", quota_individual=PLACES, **_DEFAULTS) for n in range(number)]
    AwardRound.objects.bulk_create(made)
    for award_round in made:
        round_services._make_slots(award_round)
    dossiers = Dossier.objects.bulk_create([Dossier(round=one, unit=unit) for one in made])
    Nominee.objects.bulk_create([_person(dossier, n) for dossier in dossiers for n in range(PEOPLE)])
    those = {"round__in": made}
    Dossier.objects.filter(**those).update(state=DossierState.SUBMITTED, submitted_at=HELD_AT)
    Nominee.objects.filter(**those).update(appraisal=Appraisal.ELIGIBLE)
    return made


def make_decisions(period, number: int, *, name: str) -> list[Decision]:
    """A decision for each of so many rounds, waiting for its awards.

    The lists are let overrun on purpose (the quota is set to thirty afterwards), so that the slots alone have to hold.
    """
    made, chairman, first = make_rounds(period, number, name=name), make_user(Role.CHAIRMAN), Decision.objects.count()
    rounds = AwardRound.objects.filter(pk__in=[one.pk for one in made])
    rounds.update(quota_individual=PEOPLE, direct_percent=0)
    Nominee.objects.filter(round__in=made).update(listed=True)
    rounds.update(state="proposed", proposed_at=HELD_AT, proposal_date=date(2023, 12, 27))
    return Decision.objects.bulk_create([_decision(one, first + n, chairman) for n, one in enumerate(made, start=1)])


def _person(dossier: Dossier, n: int) -> Nominee:
    person = Nominee(
        dossier=dossier, round=dossier.round, unit=dossier.unit, kind=NomineeKind.INDIVIDUAL, honorific="Bà",
        name=f"Nguyễn Thị Ẩn {dossier.round_id} {n}", birth_year=1985, cn_01=True, not_under_discipline=True,
        involvement=Involvement.LEADER if n < LEADERS else Involvement.DIRECT,
    )  # fmt: skip
    person.fill_keys()
    return person


def _decision(award_round: AwardRound, number: int, chairman) -> Decision:
    return Decision(
        round=award_round, number=number, year=2023, number_text=f"{number}/QĐ-UBND", signed_on=date(2023, 12, 28),
        signer_title="Chủ tịch", signer_name="X", content={}, sha256="x",
        decided_by=chairman, decided_at=timezone.now(),
    )  # fmt: skip


class Crowd:
    """Thirty threads with a connection each; every round begins at a barrier, so all of them ask at once."""

    def __init__(self, rounds: list[list[object]], work: Callable[[object], str]) -> None:
        self.rounds, self.work = rounds, work
        self.gate, self.lock = threading.Barrier(PEOPLE), threading.Lock()
        self.seen: Tally = Tally()

    def run(self) -> Tally:
        """How many tries ended how, over all rounds."""
        crowd = [threading.Thread(target=self._one, args=(place,), daemon=True) for place in range(PEOPLE)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join(timeout=600)
        assert not any(one.is_alive() for one in crowd), "the race did not end"
        return self.seen

    def _one(self, place: int) -> None:
        try:
            for tries in self.rounds:
                self.gate.wait(timeout=120)
                outcome = self._try(tries[place])
                with self.lock:
                    self.seen[outcome] += 1
        finally:
            connections.close_all()

    def _try(self, what: object) -> str:
        try:
            return self.work(what)
        except Exception as fault:
            return f"{type(fault).__name__}: {fault}"[:200]


def tries_of(decisions: list[Decision]) -> list[list[tuple[Decision, Nominee]]]:
    """Per round the thirty (decision, nominee) in a shuffled order that is the same in every run."""
    shuffle = random.Random(2023).shuffle
    people: dict[int, list[Nominee]] = {decision.round_id: [] for decision in decisions}
    for nominee in Nominee.objects.filter(round__in=people).order_by("pk"):
        people[nominee.round_id].append(nominee)
    rounds = []
    for decision in decisions:
        shuffle(people[decision.round_id])
        rounds.append([(decision, nominee) for nominee in people[decision.round_id]])
    return rounds


def awarded(decisions: list[Decision]) -> dict[str, int]:
    return tallied(decisions, Award.objects.filter(decision__in=decisions).values_list("decision", "direct"))


def on_lists(rounds: list[AwardRound]) -> dict[str, int]:
    rows = Nominee.objects.filter(round__in=rounds, listed=True).values_list("round", "involvement")
    return tallied(rounds, [(award_round, word == Involvement.DIRECT) for award_round, word in rows])


def tallied(subjects: list, rows: Iterable[tuple[int, bool]]) -> dict[str, int]:
    """Rounds with more people than places, with more leaders than 3, with fewer people than places."""
    found = {subject.pk: [0, 0] for subject in subjects}
    for subject, direct in rows:
        found[subject][0] += 1
        found[subject][1] += not direct
    return {
        "overruns": sum(people > PLACES for people, _ in found.values()),
        "leaders above": sum(leaders > LEADERS_MOST for _, leaders in found.values()),
        "shortfalls": sum(people < PLACES for people, _ in found.values()),
    }
