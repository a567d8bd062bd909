"""Dossiers: the list of Phòng Nội vụ, and what the rules of IV.1 and IV.3 say of one."""

from collections.abc import Collection
from dataclasses import replace

from django.db.models import Count, Q, QuerySet

from awards import rules
from awards.enums import Appraisal, DossierState, NomineeKind, PaperKind
from awards.models import Dossier, DossierPaper, Nominee
from awards.rules import Violation
from awards.selectors.lists import candidate
from awards.selectors.scores import UnitScore, unit_scores
from core import text

PAPER_CLAUSES = {
    PaperKind.TO_TRINH: rules.TO_TRINH,
    PaperKind.BIEN_BAN: rules.BIEN_BAN,
    PaperKind.BAO_CAO: rules.BAO_CAO,
}
EVERY_PAPER: tuple[str, ...] = tuple(PaperKind.values)
PAPER_LABELS: dict[str, str] = {PaperKind.TO_TRINH: "tờ trình", PaperKind.BIEN_BAN: "biên bản họp Hội đồng"}
# what is only asked because a paper prints it
FACTS_OF: dict[str, tuple[str, ...]] = {
    PaperKind.TO_TRINH: ("to_trinh_number", "to_trinh_date"),
    PaperKind.BIEN_BAN: (
        "meeting_date", "meeting_place", "meeting_members", "meeting_chair", "meeting_secretary",
    ),
}  # fmt: skip
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
    required = dossier.round.papers_required
    found = _missing_facts(dossier)
    if PaperKind.BIEN_BAN in required:
        votes = [rules.UnitVote(label=str(n), votes_for=n.votes_for, votes_total=n.votes_total) for n in nominees]
        found += rules.unit_votes(votes, dossier.meeting_members)
    found += [violation for n in nominees if n.is_individual for violation in rules.person_eligible(person(n))]
    found += [replace(violation, blocking=False) for violation in _collectives(dossier, nominees)]
    found += [
        replace(violation, blocking=False)
        for violation in rules.direct_share([candidate(n) for n in nominees], dossier.round.direct_percent)
    ]
    return found + rules.three_papers(paper_facts(nominees, papers, required))


def facts_asked(required: Collection[str]) -> list[tuple[str, str]]:
    """The particulars that the papers of this round print; who signs is always asked."""
    needless = {field for kind, fields in FACTS_OF.items() if kind not in required for field in fields}
    return [(field, label) for field, label in DOSSIER_FACTS if field not in needless]


def _missing_facts(dossier: Dossier) -> list[Violation]:
    """One line, however much of tờ trình and biên bản is not filled in yet."""
    asked = facts_asked(dossier.round.papers_required)
    missing = [label for field, label in asked if getattr(dossier, field) in ("", None)]
    if not missing:
        return []
    text = f"Chưa nhập {', '.join(missing)}. Bổ sung ở phần thông tin tờ trình, biên bản."
    return [Violation("fact_missing", rules.DOSSIER, text)]


def _collectives(dossier: Dossier, nominees: list[Nominee]) -> list[Violation]:
    collectives = [nominee for nominee in nominees if not nominee.is_individual]
    scores = unit_scores(dossier.round.period) if collectives else {}
    return [
        violation
        for nominee in collectives
        for violation in rules.collective_eligible(collective(nominee, scores.get(nominee.unit_id)))
    ]


def wanted_papers(nominees: list[Nominee], required: Collection[str] = EVERY_PAPER) -> list[tuple[str, Nominee | None]]:
    """IV.3: the papers that a round asks of these nominees, in the order of the dossier."""
    whole: list[tuple[str, Nominee | None]] = [(PaperKind.TO_TRINH, None), (PaperKind.BIEN_BAN, None)]
    each: list[tuple[str, Nominee | None]] = [(PaperKind.BAO_CAO, nominee) for nominee in nominees]
    return [(kind, nominee) for kind, nominee in whole + each if kind in required]


def paper_facts(
    nominees: list[Nominee], papers: list[DossierPaper], required: Collection[str] = EVERY_PAPER
) -> list[rules.Paper]:
    """The papers that IV.3 and the round ask of this dossier, whether there or not."""
    there = {(paper.kind, paper.nominee_id): paper for paper in papers}
    return [
        rules.Paper(
            label=PAPER_LABELS.get(kind) or f"báo cáo thành tích của {nominee}",
            clause=PAPER_CLAUSES[PaperKind(kind)],
            drafted=(paper := there.get((kind, nominee.pk if nominee else None))) is not None,
            confirmed=paper is not None and paper.confirmed_at is not None,
        )
        for kind, nominee in wanted_papers(nominees, required)
    ]


def nominee_violations(nominee: Nominee, score: UnitScore | None) -> list[Violation]:
    """IV.1: whether this nominee may be found eligible."""
    if nominee.is_individual:
        return rules.person_eligible(person(nominee))
    return rules.collective_eligible(collective(nominee, score))


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
