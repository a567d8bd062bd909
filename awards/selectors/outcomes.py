"""Who put forward in a round is not on its list: where it ended for them, and why, as their unit is told (VI.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards import rules, tally
from awards.enums import HANDED_IN, Appraisal, NomineeKind
from awards.models import AwardRound, CouncilSession, Nominee, VoteResult
from awards.once import TAKE_OFF
from awards.papers.fields import BLANK
from awards.rules import Candidate
from awards.selectors.lists import Board, ListRow, board, planned_quota
from awards.selectors.room import base_words, rule_of
from awards.suggestion import Frame
from core.text import format_percent

STAGES = {
    "ineligible": "Không đủ điều kiện",
    "waiting": "Chưa thẩm định xong",
    "rewarded": "Đã được khen thưởng",
    "not_voted": "Hội đồng chưa biểu quyết",
    "not_passed": "Hội đồng không thông qua",
    "left_out": "Không có trong danh sách",
}


@dataclass(frozen=True)
class Refusal:
    """One nominee that is not awarded, with the stage it got to and a first wording of the reason.

    `rule` is what kept off the list whom the council agreed to; empty, nothing did, and the office says why itself.
    """

    nominee: Nominee
    stage: str
    reason: str
    rule: str = ""

    @property
    def outcome(self) -> str:
        return STAGES[self.stage]

    @property
    def unexplained(self) -> bool:
        return self.stage == "left_out" and not self.rule


def refusals(award_round: AwardRound) -> list[Refusal]:
    """Everyone of a handed-in dossier who is not on the list, unit by unit, in the order of the papers."""
    there = board(award_round)
    by_id = {row.nominee.pk: row for row in there.everyone}
    sessions = CouncilSession.objects.in_bulk({row.result.session_id for row in there.everyone if row.result})
    places = _Places.of(there)
    rows = award_round.nominees.filter(listed=False, dossier__state__in=HANDED_IN)
    ordered = rows.order_by("unit__sort", "unit_id", "kind", "sort_key", "id").values_list("pk", flat=True)
    return [_refusal(by_id[pk], sessions, places) for pk in ordered]


def _refusal(row: ListRow, sessions: dict[int, CouncilSession], places: "_Places") -> Refusal:
    """In the order in which the suggestion asks (`suggestion.barred`)."""
    nominee, result = row.nominee, row.result
    if nominee.appraisal == Appraisal.INELIGIBLE:
        return Refusal(nominee, "ineligible", nominee.appraisal_reason.rstrip(". ") or BLANK)
    if nominee.appraisal == Appraisal.PENDING:
        return Refusal(nominee, "waiting", BLANK)
    if row.rewarded:
        return Refusal(nominee, "rewarded", row.rewarded.removesuffix(TAKE_OFF).rstrip("."))
    if result is None:
        return Refusal(nominee, "not_voted", BLANK)
    if not result.passed:
        return Refusal(nominee, "not_passed", _votes(result, sessions[result.session_id]))
    rule = places.rule(row.candidate)
    why = rule or f"không có trong danh sách trình vì {BLANK}"
    return Refusal(nominee, "left_out", f"Hội đồng đã thông qua nhưng {why}", rule)


def _votes(result: VoteResult, session: CouncilSession) -> str:
    """The count of one nominee as the minutes have it; who chose what is nobody's to tell."""
    share = format_percent(tally.share(result.yes, result.base))
    needed = f"{rule_of(session)} {base_words(session)}"
    return f"Được {result.yes}/{result.base} phiếu đồng ý ({share}), chưa đạt mức {needed}"


@dataclass(frozen=True)
class _Places:
    """The saved list and what it has to fit into: the quota and the 70/30 of the round and of the year (IV.2)."""

    frame: Frame
    chosen: Sequence[Candidate]
    clause: str

    @classmethod
    def of(cls, there: Board) -> "_Places":
        return cls(there.frame, [row.candidate for row in there.stored], quota_clause(there.award_round))

    def rule(self, one: Candidate) -> str:
        """What keeps this one off the list as it stands; "" where it could still be added."""
        if rules.identity(one) in self.frame.taken:
            return "đã có trong danh sách của đợt khác trong năm"
        if self.frame.room(self.chosen, one):
            return ""
        if not self.frame.holds(one.individual, self._size(one)):
            return self._quota(one)
        return self._share(one)

    def _size(self, one: Candidate) -> int:
        """How long the list of this kind would be with one more."""
        return sum(other.individual == one.individual for other in self.chosen) + 1

    def _quota(self, one: Candidate) -> str:
        kind = NomineeKind.INDIVIDUAL if one.individual else NomineeKind.COLLECTIVE
        word, limit, year = kind.label.lower(), self.frame.round.of(one.individual), self.frame.year.of(one.individual)
        if limit is not None and self._size(one) > limit:
            return f"số lượng khen thưởng của đợt có hạn, nhiều nhất {limit:02d} {word}{self.clause}"
        used = self.frame.elsewhere(one.individual)
        most = f"nhiều nhất {year or 0:02d} {word}{self.clause}"
        return f"số lượng khen thưởng cả năm có hạn, {most}, các đợt khác đã đề nghị {used:02d}"

    def _share(self, one: Candidate) -> str:
        leaders, percent = sum(other.leader for other in self.chosen) + 1, self.frame.round.direct_percent
        here = leaders > rules.leader_cap(self._size(one), percent)
        share = 100 - (percent if here else self.frame.year.direct_percent)
        clause = f" ({rules.clause_label(rules.SHARE)})"
        whole = "" if here else ", tính cả các đợt khác trong năm"
        return f"số người lãnh đạo, phối hợp, tuyên truyền không quá {share}% số cá nhân{clause}{whole}"


def quota_clause(award_round: AwardRound) -> str:
    """ " (điểm b mục IV.2.1)" where the plan sets the quota of such a round, else nothing."""
    row = planned_quota(award_round.period, award_round.kind)
    if not row.get("collectives") and not row.get("individuals"):
        return ""
    above, _, point = row["clause"].rpartition(".")
    return f" (điểm {point} mục {above})" if point.islower() else f" (mục {row['clause']})"
