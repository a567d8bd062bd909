"""Pages of rounds, dossiers, appraisal and the list."""

from dataclasses import dataclass

from django.utils import timezone

from awards import rules
from awards.access import OFFICE_READERS
from awards.enums import Appraisal, DossierState, RoundState
from awards.models import AwardRound, Dossier, DossierPaper, Nominee
from awards.pages import consistency
from awards.pages.nominees import known_of
from awards.pages.office_papers import notice_for
from awards.pages.papers import state_of
from awards.pages.rounds import Step, papers_asked, round_more, round_steps
from awards.selectors import dossiers, once, rounds
from awards.selectors.clock import clock_of
from awards.selectors.declarations import declared
from awards.selectors.namesakes import namesakes, only_units
from awards.selectors.scores import unit_scores
from awards.selectors.verdicts import verdicts
from awards.workflow import DOSSIER, ROUND
from units.enums import Role


@dataclass(frozen=True)
class PaperRow:
    """A paper that IV.3 asks for: there or not, confirmed or not."""

    label: str
    clause: str
    paper: DossierPaper | None

    @property
    def state(self) -> str:
        return state_of(self.paper)

    @property
    def word(self) -> str:
        return {"missing": "Chưa soạn", "draft": "Chưa xác nhận", "done": "Đã xác nhận"}[self.state]


# --- round ---------------------------------------------------------------------------------------


def round_page(award_round: AwardRound, user) -> dict:
    return {
        "award_round": award_round,
        "own": rounds.own_dossiers(user, award_round) if Role.OFFICER in user.roles else [],
        "reader": bool(user.roles - {Role.OFFICER}),
        "office": Role.APPRAISER in user.roles,
        "reads_office_papers": bool(OFFICE_READERS & user.roles),
        "chairman": Role.CHAIRMAN in user.roles,
        "steps": round_steps(award_round),
        "direct_slots": award_round.slots.filter(direct_only=True).count(),
        "leader_cap": rules.leader_cap(award_round.quota_individual or 0, award_round.direct_percent),
        **round_more(award_round),
    }


# --- dossier -------------------------------------------------------------------------------------


def dossier_page(dossier: Dossier, user) -> dict:
    nominees = list(dossier.nominees.select_related("unit").order_by("kind", "sort_key", "id"))
    papers = list(dossier.papers.select_related("file", "nominee"))
    own, required = dossier.unit_id in user.units, dossier.round.papers_required
    violations = dossiers.dossier_violations(dossier) if own and dossier.editable else []
    units, rows = only_units(user), paper_rows(nominees, papers, required)
    elsewhere = once.elsewhere(dossier.round, nominees, units=units)
    alike = namesakes(dossier.round, nominees, units=units)
    return {
        "dossier": dossier,
        "award_round": dossier.round,
        "own": own,
        "editable": own and dossier.editable and dossier.round.state == RoundState.OPEN,
        "collectives": [one for one in nominees if not one.is_individual],
        "people": [one for one in nominees if one.is_individual],
        "papers": rows,
        "papers_asked": papers_asked(dossier.round),
        "undrafted": any(row.paper is None for row in rows),
        "facts": [(label, getattr(dossier, field), field) for field, label in dossiers.facts_asked(required)],
        "blocking": rules.blocking(violations),
        "warnings": [violation for violation in violations if not violation.blocking],
        "steps": dossier_steps(dossier, nominees, violations),
        "moves": [
            (step, refusal, QUESTIONS[step.name]) for step, refusal in DOSSIER.allowed(dossier, _hats(user, own))
        ],
        "notice": notice_for(dossier, user),
        "waiting": [one for one in nominees if one.appraisal == Appraisal.PENDING],
        "elsewhere": [found for one in nominees for found in elsewhere.get(one.pk, [])],
        "namesakes": [found for one in nominees for found in alike.get(one.pk, [])],
        "office": Role.APPRAISER in user.roles,
        "clock": clock_of(dossier, timezone.now()),
        "review": consistency.dossier_review(dossier, user) if papers else None,
    }


QUESTIONS = {
    "submit": "Nộp hồ sơ? Sau khi nộp, anh/chị chỉ sửa được khi Phòng Nội vụ trả lại.",
    "return": "Trả lại hồ sơ để đơn vị sửa? Kết luận thẩm định đã ghi sẽ bỏ và thẩm định lại từ đầu.",
    "finish": "Hoàn tất thẩm định hồ sơ này? Sau đó chỉ thay đổi kết luận bằng cách trả lại hồ sơ.",
}


def _hats(user, own: bool) -> frozenset[str]:
    """The roles that count for this dossier: an officer of another unit is no officer here."""
    return user.roles if own else user.roles - {Role.OFFICER}


def paper_rows(nominees: list[Nominee], papers: list[DossierPaper], required=dossiers.EVERY_PAPER) -> list[PaperRow]:
    there = {(paper.kind, paper.nominee_id): paper for paper in papers}
    wanted = dossiers.wanted_papers(nominees, required)
    facts = dossiers.paper_facts(nominees, papers, required)
    return [
        PaperRow(fact.label[0].upper() + fact.label[1:], fact.clause, there.get((kind, one.pk if one else None)))
        for fact, (kind, one) in zip(facts, wanted, strict=True)
    ]


def dossier_steps(dossier: Dossier, nominees: list[Nominee], violations: list[rules.Violation]) -> list[Step]:
    wrong = {violation.code for violation in rules.blocking(violations)}
    sent = not dossier.editable
    people_wrong = {"cn_01", "cn_02_03", "discipline", "votes_missing", "votes_too_many", "votes_too_few", "empty"}
    done = [
        ("Tập thể, cá nhân", sent or (bool(nominees) and not wrong & people_wrong)),
        ("Thông tin tờ trình, biên bản", sent or (bool(nominees) and "fact_missing" not in wrong)),
        ("Soạn và xác nhận giấy tờ", sent or (bool(nominees) and not wrong & {"paper_missing", "paper_not_confirmed"})),
        ("Nộp hồ sơ", sent),
        ("Phòng Nội vụ thẩm định", dossier.state == DossierState.APPRAISED),
    ]
    current = next((index for index, (_, finished) in enumerate(done) if not finished), len(done))
    return [
        Step(label, "done" if finished else "current" if index == current else "todo")
        for index, (label, finished) in enumerate(done)
    ]


# --- appraisal -----------------------------------------------------------------------------------


def appraisal_page(nominee: Nominee, user) -> dict:
    score = unit_scores(nominee.dossier.round.period).get(nominee.unit_id)
    return {
        "nominee": nominee,
        "dossier": nominee.dossier,
        **known_of(nominee, user),
        "declared": declared(nominee),
        "score": score,
        "violations": dossiers.nominee_violations(nominee, score),
        "review": consistency.nominee_review(nominee, user),
        "papers": nominee.dossier.papers.filter(nominee=nominee) | nominee.dossier.papers.filter(nominee=None),
        "office": bool(user.roles - {Role.OFFICER}),
        "can_judge": Role.APPRAISER in user.roles
        and nominee.dossier.state == DossierState.SUBMITTED
        and nominee.dossier.round.state == RoundState.OPEN,
    }


def next_to_appraise(nominee: Nominee) -> Nominee | None:
    return nominee.dossier.nominees.filter(appraisal=Appraisal.PENDING).order_by("kind", "sort_key", "id").first()


# --- list ----------------------------------------------------------------------------------------


def propose_page(award_round: AwardRound, user) -> dict:
    """What the office sees before the list goes to the Chairman: the rules, the papers, whether it may."""
    return {
        "award_round": award_round,
        "verdicts": verdicts(award_round),
        "review": consistency.round_review(award_round),
        "propose_refusal": ROUND.refusal(award_round, "propose", user.roles),
    }
