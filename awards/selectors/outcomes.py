"""Who put forward in a round is not on its list: where it ended for them, and why, as their unit is told (VI.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards import rules, tally
from awards.enums import Appraisal, DossierState, NomineeKind
from awards.models import AwardRound, CouncilSession, Nominee, VoteResult
from awards.papers.fields import BLANK
from awards.selectors.lists import council_results
from awards.selectors.room import base_words, rule_of
from core.text import format_percent

HANDED_IN = (DossierState.SUBMITTED, DossierState.APPRAISED)
STAGES = {
    "ineligible": "Không đủ điều kiện",
    "waiting": "Chưa thẩm định xong",
    "not_voted": "Hội đồng chưa biểu quyết",
    "not_passed": "Hội đồng không thông qua",
    "left_out": "Không có trong danh sách",
}


@dataclass(frozen=True)
class Refusal:
    """One nominee that is not awarded, with the stage it got to and a first wording of the reason."""

    nominee: Nominee
    stage: str
    reason: str

    @property
    def outcome(self) -> str:
        return STAGES[self.stage]


def refusals(award_round: AwardRound) -> list[Refusal]:
    """Everyone of a handed-in dossier who is not on the list, unit by unit, in the order of the papers."""
    results, places = council_results(award_round), _Places.of(award_round)
    sessions = CouncilSession.objects.in_bulk({result.session_id for result in results.values()})
    rows = award_round.nominees.filter(listed=False, dossier__state__in=HANDED_IN).select_related("unit", "dossier")
    return [
        _refusal(nominee, results.get(nominee.pk), sessions, places)
        for nominee in rows.order_by("unit__sort", "unit_id", "kind", "sort_key", "id")
    ]


def _refusal(nominee: Nominee, result: VoteResult | None, sessions: dict, places: "_Places") -> Refusal:
    if nominee.appraisal == Appraisal.INELIGIBLE:
        return Refusal(nominee, "ineligible", nominee.appraisal_reason.rstrip(". ") or BLANK)
    if nominee.appraisal == Appraisal.PENDING:
        return Refusal(nominee, "waiting", BLANK)
    if result is None:
        return Refusal(nominee, "not_voted", BLANK)
    if not result.passed:
        return Refusal(nominee, "not_passed", _votes(result, sessions[result.session_id]))
    return Refusal(nominee, "left_out", places.reason(nominee))


def _votes(result: VoteResult, session: CouncilSession) -> str:
    """The count of one nominee as the minutes have it; who chose what is nobody's to tell."""
    share = format_percent(tally.share(result.yes, result.base))
    needed = f"{rule_of(session)} {base_words(session)}"
    return f"Được {result.yes}/{result.base} phiếu đồng ý ({share}), chưa đạt mức {needed}"


@dataclass(frozen=True)
class _Places:
    """How full the list is, by the quota of the round and the 70/30 of IV.2."""

    award_round: AwardRound
    clause: str
    listed: Sequence[Nominee]

    @classmethod
    def of(cls, award_round: AwardRound) -> "_Places":
        return cls(award_round, quota_clause(award_round), list(award_round.nominees.filter(listed=True)))

    def reason(self, nominee: Nominee) -> str:
        """IV.2: the council agreed, but there was no place; where there was one, the office must say why itself."""
        passed = "Hội đồng đã thông qua nhưng"
        limit = self.award_round.quotas[nominee.kind]
        if limit is not None and sum(one.kind == nominee.kind for one in self.listed) >= limit:
            most = f"{limit:02d} {NomineeKind(nominee.kind).label.lower()}"
            return f"{passed} số lượng khen thưởng của đợt có hạn, nhiều nhất {most}{self.clause}"
        if nominee.is_individual and not nominee.is_direct and self._leaders_full():
            share = 100 - self.award_round.direct_percent
            clause = f" ({rules.clause_label(rules.SHARE)})"
            return f"{passed} số người lãnh đạo, phối hợp, tuyên truyền không quá {share}% số cá nhân{clause}"
        return f"{passed} không có trong danh sách trình vì {BLANK}"

    def _leaders_full(self) -> bool:
        people = [one for one in self.listed if one.is_individual]
        leaders = sum(not one.is_direct for one in people)
        return leaders + 1 > rules.leader_cap(len(people) + 1, self.award_round.direct_percent)


def quota_clause(award_round: AwardRound) -> str:
    """ " (điểm b mục IV.2.1)" where the plan sets the quota of such a round, else nothing."""
    data, year = award_round.period.plan_version.data, award_round.period.year
    codes = {row["code"] for row in data["award_rounds"] if row["year"] == year}
    found = (q for q in data["quotas"] if q["round"] in codes and q["award_kind"] == award_round.kind)
    row = next(found, {})
    if not row.get("collectives") and not row.get("individuals"):
        return ""
    above, _, point = row["clause"].rpartition(".")
    return f" (điểm {point} mục {above})" if point.islower() else f" (mục {row['clause']})"
