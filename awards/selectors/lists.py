"""The list for the Chairman: who may be on it in the order of merit, and what IV.2 says of it."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from awards import rules
from awards.enums import Appraisal, RoundState, SessionState
from awards.models import AwardRound, Nominee, VoteResult
from awards.rules import Violation
from awards.selectors.scores import UnitScore, unit_scores


@dataclass(frozen=True)
class ListRow:
    """A nominee with the facts the appraiser weighs."""

    nominee: Nominee
    score: UnitScore | None
    result: VoteResult | None

    @property
    def council(self) -> bool | None:
        return self.result.passed if self.result else None


def list_rows(award_round: AwardRound) -> list[ListRow]:
    """Everyone found eligible, best first: collectives by their score, people by criteria, votes, then name."""
    nominees = award_round.nominees.filter(appraisal=Appraisal.ELIGIBLE).select_related("unit")
    results = council_results(award_round)
    scores = unit_scores(award_round.period)
    rows = [ListRow(nominee, scores.get(nominee.unit_id), results.get(nominee.pk)) for nominee in nominees]
    return sorted(rows, key=_merit)


def _merit(row: ListRow) -> tuple:
    nominee, percent = row.nominee, row.score.sheet.percent if row.score else -1
    if not nominee.is_individual:
        return (0, -percent, 0, 0, nominee.sort_key, nominee.pk)
    share = Fraction(nominee.votes_for or 0, nominee.votes_total or 1)
    return (1, -(nominee.cn_02 + nominee.cn_03), not nominee.is_direct, -share, nominee.sort_key, nominee.pk)


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
        distinct=bool(nominee.distinct_note),
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


def year_violations(award_round: AwardRound) -> list[Violation]:
    """IV.2: this list together with those already proposed or decided for the year, against the plan itself."""
    data, year = award_round.period.plan_version.data, award_round.period.year
    codes = {row["code"] for row in data["award_rounds"] if row["year"] == year}
    limits = next((q for q in data["quotas"] if q["round"] in codes and q["award_kind"] == award_round.kind), {})
    counted = Q(round=award_round) | ~Q(round__state=RoundState.OPEN)
    rows = Nominee.objects.filter(counted, listed=True, round__period=award_round.period, round__kind=award_round.kind)
    listed, percent = [candidate(nominee) for nominee in rows], data["direct_share"]["direct_percent"]
    found = [
        *rules.quota(listed, limits.get("collectives"), limits.get("individuals")),
        *rules.leaders_on_full_list(listed, percent, limits.get("individuals")),
        *rules.direct_share(listed, percent, limits.get("individuals")),
        *rules.once(listed),
    ]
    return rules.blocking(found)
