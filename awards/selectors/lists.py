"""The list for the Chairman: who may be on it in the order of merit, the frame of IV.2, and what the rules say of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Q

from awards import rules
from awards.enums import Appraisal, DossierState, RoundState, SessionState
from awards.models import AwardRound, Nominee, VoteResult
from awards.namesakes import told_apart
from awards.rules import Violation
from awards.selectors.once import closed_out
from awards.selectors.scores import UnitScore, unit_scores
from awards.suggestion import Entrant, Frame, Limits, Suggestion, suggest
from campaign.models import Period
from core.text import format_percent


@dataclass(frozen=True)
class ListRow:
    """A nominee with the facts the appraiser weighs; `rewarded` = the award it already has for this achievement."""

    nominee: Nominee
    score: UnitScore | None
    result: VoteResult | None
    rewarded: str = ""

    @property
    def council(self) -> bool | None:
        return self.result.passed if self.result else None

    @property
    def eligible(self) -> bool:
        return self.nominee.appraisal == Appraisal.ELIGIBLE

    @property
    def merit(self) -> tuple[Fraction, ...]:
        """The smaller the better: a collective by its score, a person by criteria, part taken and votes of the unit."""
        nominee = self.nominee
        if not nominee.is_individual:
            return (Fraction(-self.score.sheet.percent if self.score else 1),)
        share = Fraction(nominee.votes_for or 0, nominee.votes_total or 1)
        return (Fraction(-(nominee.cn_02 + nominee.cn_03)), Fraction(not nominee.is_direct), -share)

    @property
    def merit_words(self) -> str:
        nominee = self.nominee
        if not nominee.is_individual:
            percent = self.score.sheet.percent if self.score else None
            return "điểm (chưa có phiếu điểm)" if percent is None else f"điểm ({format_percent(percent)})"
        both = "cả CN-02 và CN-03" if nominee.cn_02 and nominee.cn_03 else "một trong CN-02, CN-03"
        share = Decimal(100 * (nominee.votes_for or 0)) / (nominee.votes_total or 1)
        votes = format_percent(share) if nominee.votes_total else "chưa nhập"
        return f"tiêu chuẩn ({both}), mức độ tham gia và phiếu của đơn vị ({votes})"

    @property
    def candidate(self) -> rules.Candidate:
        return candidate(self.nominee, self.council)

    @property
    def entrant(self) -> Entrant:
        return Entrant(
            key=self.nominee.pk,
            candidate=self.candidate,
            merit=self.merit,
            words=self.merit_words,
            name=self.nominee.sort_key,
            unfit=self._unfit(),
            rewarded=self.rewarded,
        )

    def _unfit(self) -> str:
        if self.nominee.appraisal == Appraisal.INELIGIBLE:
            return f"Không đủ điều kiện: {self.nominee.appraisal_reason}"
        return "" if self.eligible else "Chưa thẩm định xong, nên chưa được kết luận đủ điều kiện."


@dataclass(frozen=True)
class Board:
    """Everyone whom the office has before it, best first, and what the list has to fit into."""

    award_round: AwardRound
    everyone: list[ListRow]
    frame: Frame

    @cached_property
    def rows(self) -> list[ListRow]:
        """Who was found eligible: only these may be listed."""
        return [row for row in self.everyone if row.eligible]

    @cached_property
    def by_id(self) -> dict[int, ListRow]:
        return {row.nominee.pk: row for row in self.rows}

    @cached_property
    def stored(self) -> list[ListRow]:
        """The list as it was last saved."""
        listed = [row for row in self.rows if row.nominee.listed]
        return sorted(listed, key=lambda row: (row.nominee.is_individual, row.nominee.list_order))

    def arranged(self, ids: Iterable[int]) -> list[ListRow]:
        """These nominees, collectives first, each kind in the order given; unknown ids are left out, doubles too."""
        found = [self.by_id[pk] for pk in dict.fromkeys(ids) if pk in self.by_id]
        return sorted(found, key=lambda row: row.nominee.is_individual)

    def left(self, chosen: Sequence[ListRow]) -> list[ListRow]:
        inside = {row.nominee.pk for row in chosen}
        return [row for row in self.rows if row.nominee.pk not in inside]

    def refused(self, chosen: Sequence[ListRow]) -> list[str]:
        """Why this list cannot even be kept: IV.2, and one achievement – one award."""
        limits = self.frame.round
        numbers = (limits.collectives, limits.individuals, limits.direct_percent)
        broken = rules.kept_out([row.candidate for row in chosen], *numbers)
        return [one.message for one in broken] + [row.rewarded for row in chosen if row.rewarded]

    def suggestion(self) -> Suggestion:
        return suggest([row.entrant for row in self.everyone], self.frame)


def board(award_round: AwardRound) -> Board:
    """Read in a fixed number of queries; a draft dossier is the unit's own matter and is not among them."""
    nominees = list(award_round.nominees.exclude(dossier__state=DossierState.DRAFT).select_related("unit"))
    results, scores = council_results(award_round), unit_scores(award_round.period)
    rewarded = rewarded_already(award_round, nominees)
    rows = [ListRow(one, scores.get(one.unit_id), results.get(one.pk), rewarded.get(one.pk, "")) for one in nominees]
    frame = Frame(
        round=_round_limits(award_round),
        year=year_limits(award_round),
        others=tuple(candidate(one) for one in _listed_elsewhere(award_round)),
        before_council=not results,
    )
    return Board(award_round, sorted(rows, key=_place), frame)


def _place(row: ListRow) -> tuple:
    return (row.nominee.is_individual, *row.entrant.place)


def rewarded_already(award_round: AwardRound, nominees: Sequence[Nominee]) -> dict[int, str]:
    """Nominee id → the award that it already has for this achievement, as a sentence (one achievement – one award)."""
    return {pk: refused.message for pk, refused in closed_out(award_round, nominees).items()}


def council_results(award_round: AwardRound) -> dict[int, VoteResult]:
    """Nominee id → the last vote of a closed session."""
    rows = VoteResult.objects.filter(session__round=award_round, session__state=SessionState.CLOSED)
    return {result.nominee_id: result for result in rows.order_by("session__closed_at", "session_id")}


def candidate(nominee: Nominee, council: bool | None = None) -> rules.Candidate:
    return rules.Candidate(
        label=str(nominee),
        key=nominee.name_key,
        unit=str(nominee.unit_id),
        individual=nominee.is_individual,
        leader=nominee.is_individual and not nominee.is_direct,
        birth_year=nominee.birth_year,
        distinct=told_apart(nominee.distinct_note),
        eligible=nominee.appraisal == Appraisal.ELIGIBLE,
        council=council,
    )


def candidates(award_round: AwardRound) -> list[rules.Candidate]:
    """The list as the rules read it."""
    results = council_results(award_round)
    return [
        candidate(nominee, results[nominee.pk].passed if nominee.pk in results else None)
        for nominee in award_round.nominees.filter(listed=True)
    ]


def proposal_violations(award_round: AwardRound) -> list[Violation]:
    """IV.2: what keeps the list from going to the Chairman."""
    return rules.proposal(
        candidates(award_round),
        award_round.quota_collective,
        award_round.quota_individual,
        award_round.direct_percent,
    )


# --- the plan's year -----------------------------------------------------------------------------


def _round_limits(award_round: AwardRound) -> Limits:
    return Limits(
        collectives=award_round.quota_collective,
        individuals=award_round.quota_individual,
        direct_percent=award_round.direct_percent,
    )


def planned_quota(period: Period, kind: str) -> dict:
    """IV.2.1: the line of the plan on this kind of award in the year; {} where it gives no number."""
    data = period.plan_version.data
    codes = {row["code"] for row in data["award_rounds"] if row["year"] == period.year}
    return next((row for row in data["quotas"] if row["round"] in codes and row["award_kind"] == kind), {})


def year_limits(award_round: AwardRound) -> Limits:
    """What the plan itself gives for this kind of award in the year; None where it gives no number."""
    limits = planned_quota(award_round.period, award_round.kind)
    return Limits(
        collectives=limits.get("collectives"),
        individuals=limits.get("individuals"),
        direct_percent=award_round.period.plan_version.data["direct_share"]["direct_percent"],
    )


def _listed_elsewhere(award_round: AwardRound) -> list[Nominee]:
    """The lists of this kind that other rounds of the year have already proposed."""
    rows = Nominee.objects.filter(listed=True, round__period=award_round.period, round__kind=award_round.kind)
    return list(rows.exclude(Q(round=award_round) | Q(round__state=RoundState.OPEN)))


def year_violations(award_round: AwardRound) -> list[Violation]:
    """IV.2: this list together with those already proposed or decided for the year, against the plan itself."""
    listed = [*_listed_elsewhere(award_round), *award_round.nominees.filter(listed=True)]
    return beyond_year([candidate(nominee) for nominee in listed], year_limits(award_round))


def beyond_year(listed: Sequence[rules.Candidate], limits: Limits) -> list[Violation]:
    found = [
        *rules.quota(listed, limits.collectives, limits.individuals),
        *rules.leaders_on_full_list(listed, limits.direct_percent, limits.individuals),
        *rules.direct_share(listed, limits.direct_percent, limits.individuals),
        *rules.once(listed),
    ]
    return rules.blocking(found)
