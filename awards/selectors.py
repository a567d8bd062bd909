"""What awards read: facts of dossiers and lists for the rules, and the rows of the pages."""

from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from awards import rules
from awards.enums import Appraisal, DossierState, NomineeKind, PaperKind, RoundState, SessionState
from awards.models import AwardRound, Dossier, DossierPaper, Nominee, VoteResult
from awards.rules import Violation
from awards.scores import UnitScore, unit_scores
from core import text
from units.models import Unit

PAPER_CLAUSES = {
    PaperKind.TO_TRINH: rules.TO_TRINH,
    PaperKind.BIEN_BAN: rules.BIEN_BAN,
    PaperKind.BAO_CAO: rules.BAO_CAO,
}
DOSSIER_FACTS = (
    ("to_trinh_number", "số tờ trình"),
    ("to_trinh_date", "ngày tờ trình"),
    ("meeting_date", "ngày họp Hội đồng của đơn vị"),
    ("meeting_place", "nơi họp"),
    ("meeting_members", "số thành viên Hội đồng"),
    ("meeting_chair", "người chủ trì"),
    ("meeting_secretary", "thư ký cuộc họp"),
    ("signer_title", "chức vụ người ký"),
    ("signer_name", "họ tên người ký"),
)


# --- rounds --------------------------------------------------------------------------------------


def rounds() -> QuerySet[AwardRound]:
    return (
        AwardRound.objects.select_related("period__campaign")
        .annotate(
            submitted_count=Count("dossiers", filter=~Q(dossiers__state=DossierState.DRAFT), distinct=True),
            listed_count=Count("nominees", filter=Q(nominees__listed=True), distinct=True),
        )
        .order_by("-period__year", "-id")
    )


def own_dossiers(user, award_round: AwardRound) -> list[tuple[Unit, Dossier | None]]:
    """Each unit this officer works for, with its dossier in the round if there is one."""
    units = Unit.objects.filter(pk__in=user.units)
    found = {dossier.unit_id: dossier for dossier in award_round.dossiers.filter(unit__in=units)}
    return [(unit, found.get(unit.pk)) for unit in units]


# --- dossiers ------------------------------------------------------------------------------------


def dossier_rows(dossiers: QuerySet[Dossier], *, state: str = "", query: str = "") -> QuerySet[Dossier]:
    """The list of Phòng Nội vụ; the search ignores marks and looks at the unit and at everyone in the dossier."""
    rows = dossiers.annotate(
        collectives=Count("nominees", filter=Q(nominees__kind=NomineeKind.COLLECTIVE)),
        individuals=Count("nominees", filter=Q(nominees__kind=NomineeKind.INDIVIDUAL)),
        waiting=Count("nominees", filter=Q(nominees__appraisal=Appraisal.PENDING)),
        eligible=Count("nominees", filter=Q(nominees__appraisal=Appraisal.ELIGIBLE)),
    )
    if state in DossierState.values:
        rows = rows.filter(state=state)
    if key := text.fold(query)[:100]:
        people = Nominee.objects.filter(search__contains=key).values("dossier_id")
        rows = rows.filter(Q(unit__search__contains=key) | Q(pk__in=people))
    return rows.order_by("unit__sort", "unit__sort_key")


def dossier_violations(dossier: Dossier) -> list[Violation]:
    """IV.1, IV.3: what keeps a dossier from being submitted; a collective's score may still come, so it only warns."""
    nominees = list(dossier.nominees.all())
    papers = list(dossier.papers.all())
    if not nominees:
        return [Violation("empty", rules.DOSSIER, "Hồ sơ chưa có ai. Thêm ít nhất một tập thể hoặc cá nhân.")]
    found = [
        Violation("fact_missing", rules.DOSSIER, f"Chưa nhập {label}. Bổ sung ở phần thông tin tờ trình, biên bản.")
        for field, label in DOSSIER_FACTS
        if getattr(dossier, field) in ("", None)
    ]
    votes = [rules.UnitVote(label=str(n), votes_for=n.votes_for, votes_total=n.votes_total) for n in nominees]
    found += rules.unit_votes(votes, dossier.meeting_members)
    found += [violation for n in nominees if n.is_individual for violation in rules.person_eligible(person(n))]
    found += [replace(violation, blocking=False) for violation in _collectives(dossier, nominees)]
    found += [
        replace(violation, blocking=False)
        for violation in rules.direct_share([candidate(n) for n in nominees], dossier.round.direct_percent)
    ]
    return found + rules.three_papers(paper_facts(nominees, papers))


def _collectives(dossier: Dossier, nominees: list[Nominee]) -> list[Violation]:
    collectives = [nominee for nominee in nominees if not nominee.is_individual]
    scores = unit_scores(dossier.round.period) if collectives else {}
    return [
        violation
        for nominee in collectives
        for violation in rules.collective_eligible(collective(nominee, scores.get(nominee.unit_id)))
    ]


def paper_facts(nominees: list[Nominee], papers: list[DossierPaper]) -> list[rules.Paper]:
    """The papers that IV.3 asks of this dossier, whether there or not."""
    there = {(paper.kind, paper.nominee_id): paper for paper in papers}
    wanted: list[tuple[str, int | None, str]] = [
        (PaperKind.TO_TRINH, None, "tờ trình"),
        (PaperKind.BIEN_BAN, None, "biên bản họp Hội đồng"),
        *((PaperKind.BAO_CAO, nominee.pk, f"báo cáo thành tích của {nominee}") for nominee in nominees),
    ]
    return [
        rules.Paper(
            label=label,
            clause=PAPER_CLAUSES[kind],
            drafted=(kind, nominee) in there,
            confirmed=(kind, nominee) in there and there[kind, nominee].confirmed_at is not None,
        )
        for kind, nominee, label in wanted
    ]


def nominee_violations(nominee: Nominee, score: UnitScore | None) -> list[Violation]:
    """IV.1: whether this nominee may be found eligible."""
    if nominee.is_individual:
        return rules.person_eligible(person(nominee))
    return rules.collective_eligible(collective(nominee, score))


# --- the list ------------------------------------------------------------------------------------


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


def person(nominee: Nominee) -> rules.Person:
    return rules.Person(
        label=str(nominee),
        cn_01=nominee.cn_01,
        cn_02=nominee.cn_02,
        cn_03=nominee.cn_03,
        not_under_discipline=nominee.not_under_discipline,
    )


def collective(nominee: Nominee, score: UnitScore | None) -> rules.Collective:
    if score is None:
        return rules.Collective(label=nominee.name, scored=False)
    return rules.Collective(
        label=nominee.name, scored=True, eligible=score.sheet.eligible, reasons=tuple(map(str, score.sheet.reasons))
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
