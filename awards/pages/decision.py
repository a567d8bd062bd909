"""What the Chairman reads before signing: each check with its verdict, one sentence and its proof, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards import reward, rules
from awards.enums import AwardKind, NomineeKind
from awards.models import AwardRound, Dossier, Nominee
from awards.pages.evidence import Evidence
from awards.rules import Violation
from awards.selectors import lists
from awards.selectors.dossiers import paper_facts
from awards.selectors.listed import listed
from awards.selectors.namesakes import on_list
from awards.selectors.scores import UnitScore, unit_scores
from awards.services.decision_paper import counted
from awards.services.decisions import reward_of
from awards.workflow import ROUND
from core.text import date_short, format_decimal, format_money
from units.models import User

OK, WARNING, WRONG = "ok", "warning", "wrong"


@dataclass(frozen=True)
class Proof:
    """One line behind a tick; `dossier` is the id of the dossier it can be read in."""

    label: str
    value: str
    ok: bool = True
    dossier: int | None = None


@dataclass(frozen=True)
class Check:
    code: str
    label: str
    clause: str
    state: str
    summary: str
    proof: tuple[Proof, ...]

    @property
    def where(self) -> str:
        return rules.clause_label(self.clause)


@dataclass(frozen=True)
class ListLine:
    """One nominee of the list with what was found about it."""

    nominee: Nominee
    score: UnitScore | None
    yes: int | None
    base: int | None
    reward: int


def review_page(award_round: AwardRound, user: User, *, today: date) -> dict:
    """The letter: what is asked, each name with its evidence, the steps so far, the checks, and the two buttons."""
    lines = list_lines(award_round)
    evidence = Evidence(award_round, lines, user)
    found = checks(award_round, lines, signed_on=today)
    collectives = [(line, evidence.of(line)) for line in lines if not line.nominee.is_individual]
    people = [(line, evidence.of(line)) for line in lines if line.nominee.is_individual]
    return {
        "round": award_round,
        "campaign": award_round.period.campaign,
        "collectives": collectives,
        "people": people,
        "evidence": evidence.steps(),
        "counted": counted(len(collectives), len(people)),
        "total": sum(line.reward for line in lines),
        "checks": found,
        "all_good": all(check.state != WRONG for check in found),
        "steps": {step.name: (step, refusal) for step, refusal in ROUND.allowed(award_round, user.roles)},
        "signer": award_round.signer_name or user.full_name,
        "today": today,
    }


def list_lines(award_round: AwardRound) -> list[ListLine]:
    results = lists.council_results(award_round)
    scores = unit_scores(award_round.period)
    return [
        ListLine(
            nominee,
            scores.get(nominee.unit_id),
            result.yes if (result := results.get(nominee.pk)) else None,
            result.base if result else None,
            reward_of(award_round, nominee.kind),
        )
        for nominee in listed(award_round)
    ]


def checks(award_round: AwardRound, lines: list[ListLine], *, signed_on: date) -> list[Check]:
    """IV.1 to IV.3: the same rules as the decision itself, told one by one."""
    found = lists.proposal_violations(award_round)
    told = [
        _score(lines),
        _papers(award_round, lines),
        _votes(lines, found),
        _quota(award_round, lines, found),
        _share(award_round, lines, found),
    ]
    if award_round.kind == AwardKind.GIAY_KHEN_HUYEN:  # another level pays for what it awards
        told.append(_money(award_round, lines, signed_on))
    return told


def _verdict(violations: Iterable[Violation], good: str) -> tuple[str, str]:
    violations = list(violations)
    if not violations:
        return OK, good
    state = WRONG if any(violation.blocking for violation in violations) else WARNING
    return state, " ".join(violation.message for violation in violations)


def _of(found: list[Violation], *codes: str) -> list[Violation]:
    return [violation for violation in found if violation.code in codes]


def _score(lines: list[ListLine]) -> Check:
    """The conclusion on eligibility is Phòng Nội vụ's; a sheet that says otherwise is shown, not hidden."""
    units = {line.nominee.unit_id: line for line in lines if not line.nominee.is_individual}.values()
    short = [line for line in units if line.score is None or not line.score.sheet.eligible]
    good = "Mọi tập thể trong danh sách có phiếu điểm thẩm định và đủ tiêu chuẩn bắt buộc."
    words = ", ".join(line.nominee.unit.short_name for line in short)
    summary = f"Cần xem lại điểm của: {words}." if short else good
    proof = tuple(_score_proof(line) for line in units)
    return Check("score", "Điểm thẩm định", "IV.1.1", WARNING if short else OK, summary, proof)


def _score_proof(line: ListLine) -> Proof:
    unit, score = line.nominee.unit.short_name, line.score
    if score is None:
        return Proof(unit, "chưa có phiếu điểm thẩm định", False, line.nominee.dossier_id)
    so_far = " (tạm tính)" if score.provisional else ""
    place = f"; hạng {score.place}/{score.members} – {score.league}{so_far}" if score.place else ""
    verdict = "đủ tiêu chuẩn" if score.sheet.eligible else "chưa đủ tiêu chuẩn bắt buộc"
    value = f"{format_decimal(score.sheet.percent, 2)}/100 điểm{place}; {verdict}"
    return Proof(unit, value, score.sheet.eligible, line.nominee.dossier_id)


def _papers(award_round: AwardRound, lines: list[ListLine]) -> Check:
    required = award_round.papers_required
    ids = {line.nominee.dossier_id for line in lines}
    dossiers = Dossier.objects.filter(pk__in=ids).select_related("unit").prefetch_related("nominees", "papers")
    proof, missing = [], []
    for dossier in dossiers:
        papers = paper_facts(list(dossier.nominees.all()), list(dossier.papers.all()), required)
        lacking = rules.three_papers(papers)
        missing += lacking
        value = f"{len(papers) - len(lacking)}/{len(papers)} giấy tờ đã xác nhận"
        if dossier.to_trinh_number:
            value += f"; tờ trình số {dossier.to_trinh_number}"
        if dossier.to_trinh_date:
            value += f" ngày {date_short(dossier.to_trinh_date)}"
        proof.append(Proof(dossier.unit.short_name, value, not lacking, dossier.pk))
    state, summary = _verdict(missing, "Hồ sơ của mọi đơn vị đủ giấy tờ mà đợt yêu cầu, đã được xác nhận.")
    return Check("papers", "Hồ sơ", "IV.3", state, summary, tuple(proof))


def _votes(lines: list[ListLine], found: list[Violation]) -> Check:
    state, summary = _verdict(
        [*_of(found, "not_voted", "not_passed", "appraised", "once"), *on_list([line.nominee for line in lines])],
        "Hội đồng đã biểu quyết thông qua từng tập thể, cá nhân trong danh sách.",
    )
    proof = tuple(
        Proof(
            str(line.nominee),
            "chưa biểu quyết" if line.yes is None else f"{line.yes}/{line.base} thành viên đồng ý",
            line.yes is not None,
            line.nominee.dossier_id,
        )
        for line in lines
    )
    return Check("votes", "Biểu quyết của Hội đồng", "IV.3.b", state, summary, proof)


def _quota(award_round: AwardRound, lines: list[ListLine], found: list[Violation]) -> Check:
    state, summary = _verdict(
        _of(found, "quota_collective", "quota_individual", "empty"), "Số lượng trong giới hạn của đợt."
    )
    proof = []
    for kind, limit in award_round.quotas.items():
        number = sum(line.nominee.kind == kind for line in lines)
        most = "không giới hạn" if limit is None else f"nhiều nhất {limit}"
        proof.append(Proof(NomineeKind(kind).label, f"{number} ({most})", limit is None or number <= limit))
    return Check("quota", "Số lượng", "IV.2.1", state, summary, tuple(proof))


def _share(award_round: AwardRound, lines: list[ListLine], found: list[Violation]) -> Check:
    people = [line for line in lines if line.nominee.is_individual]
    direct = sum(line.nominee.is_direct for line in people)
    cap = rules.leader_cap(len(people), award_round.direct_percent)
    leaders = len(people) - direct
    percent = award_round.direct_percent
    state, summary = _verdict(
        _of(found, "direct_share"), f"Người trực tiếp đạt từ {percent}% số cá nhân trong danh sách."
    )
    proof = (
        Proof("Trực tiếp thực hiện", f"{direct}/{len(people)} người"),
        Proof("Lãnh đạo, phối hợp, tuyên truyền", f"{leaders} người (nhiều nhất {cap})", leaders <= cap),
    )
    return Check("share", f"Tỷ lệ {percent}/{100 - percent}", "IV.2.LY", state, summary, proof)


def _money(award_round: AwardRound, lines: list[ListLine], signed_on: date) -> Check:
    """The base salary stands in the round; another one on the day of signing is said, not silently corrected."""
    total = sum(line.reward for line in lines)
    state, summary = OK, f"Tổng số tiền thưởng {format_money(total)}."
    try:
        lawful = reward.base_salary_on(signed_on)
    except ValueError as unknown:
        state, summary = WARNING, f"{summary} {unknown}"
    else:
        if lawful.amount != award_round.base_salary:
            state = WARNING
            summary += (
                f" Lương cơ sở của đợt là {format_money(award_round.base_salary)}, còn ngày {date_short(signed_on)} "
                f"là {format_money(lawful.amount)} ({lawful.basis})."
            )
    proof = [
        Proof(kind.label, f"{format_money(reward_of(award_round, kind))} mỗi {kind.label.lower()}")
        for kind in NomineeKind
    ]
    return Check("money", "Tiền thưởng", "", state, summary, tuple(proof))
