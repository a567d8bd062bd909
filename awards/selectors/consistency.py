"""The facts of a dossier and of a round as awards/consistency reads them; a constant number of queries each."""

from datetime import date, datetime

from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone

from awards import consistency
from awards.consistency import Finding, Report
from awards.enums import DossierState, NomineeKind, OfficePaperKind, PaperKind, RoundState, SessionState
from awards.models import AwardRound, Decision, Dossier, DossierPaper, Nominee, OfficePaper
from awards.selectors.lists import council_results
from core.models import AuditEvent

# what a report prints of the particulars: its signer and its day
ON_REPORTS = ("signer_title", "signer_name", "to_trinh_date")


def dossier_facts(dossier: Dossier, now: datetime) -> consistency.Dossier:
    """Three queries; `round.period` of the dossier is at hand."""
    nominees = {one.pk: one for one in dossier.nominees.order_by("kind", "sort_key", "id")}
    required = frozenset(dossier.round.papers_required)
    papers = [paper for paper in dossier.papers.order_by("id") if paper.kind in required]
    changed, signer_changed = _changes(dossier)
    sent = dossier.submitted_at if dossier.submitted_at and not dossier.editable else now
    return consistency.Dossier(
        key=dossier.pk,
        round=dossier.round_id,
        year=dossier.round.period.year,
        today=timezone.localdate(sent),
        required=required,
        to_trinh_number=dossier.to_trinh_number,
        to_trinh_date=dossier.to_trinh_date,
        meeting_date=dossier.meeting_date,
        members=dossier.meeting_members,
        chair=dossier.meeting_chair,
        secretary=dossier.meeting_secretary,
        signer=dossier.signer_name,
        changed_at=changed,
        signer_changed_at=signer_changed,
        nominees=tuple(_nominee(one) for one in nominees.values()),
        papers=tuple(_paper(paper, nominees) for paper in papers),
    )


def _nominee(one: Nominee) -> consistency.Nominee:
    return consistency.Nominee(
        key=one.pk,
        individual=one.is_individual,
        name=one.name,
        honorific=one.honorific,
        position=one.position,
        birth_year=one.birth_year,
        involvement=one.get_involvement_display(),
        votes_for=one.votes_for,
        votes_total=one.votes_total,
        recognition=one.initiative_recognition,
    )


def _paper(paper: DossierPaper, nominees: dict[int, Nominee]) -> consistency.Paper:
    owner = nominees.get(paper.nominee_id)
    label = paper.get_kind_display()
    return consistency.Paper(
        key=paper.pk,
        kind=paper.kind,
        label=f"{label} của {owner}" if owner else label,
        texts={name: text for name, text in paper.body.items() if isinstance(text, str)},
        nominee=paper.nominee_id,
        confirmed_at=paper.confirmed_at,
        scanned=paper.file_id is not None,
    )


def _changes(dossier: Dossier) -> tuple[datetime | None, datetime | None]:
    """When the particulars were last written, and when those that a report prints last became others; from the log."""
    rows = AuditEvent.objects.filter(
        subject_type=Dossier._meta.label_lower, subject_id=str(dossier.pk), action="award_dossier.update"
    )
    changed, signer_changed, before = None, None, None
    for at, data in rows.order_by("id").values_list("at", "data"):
        changed, printed = at, [data.get(name) for name in ON_REPORTS]
        if printed != before:
            signer_changed, before = at, printed
    return changed, signer_changed


# --- reports told in the same words --------------------------------------------------------------


def _reports(papers) -> tuple[Report, ...]:
    rows = papers.filter(kind=PaperKind.BAO_CAO).annotate(told=KT("body__achievements"))
    rows = rows.order_by("pk").values_list(
        "pk", "told", "dossier_id", "nominee__name", "nominee__honorific", "nominee__kind", "nominee__position",
        "dossier__unit__name", "dossier__unit__short_name",
    )  # fmt: skip
    return tuple(
        Report(
            paper=pk,
            nominee=f"{honorific} {name}".strip(),
            individual=kind == NomineeKind.INDIVIDUAL,
            dossier=dossier,
            unit=short,
            text=_own_part(told or ""),
            own_words=(name, position, unit, short),
        )
        for pk, told, dossier, name, honorific, kind, position, unit, short in rows
    )


def _own_part(told: str) -> str:
    """Without the line that the portal itself writes into every person's report of a unit (drafts.py)."""
    return "\n".join(line for line in told.splitlines() if not line.startswith("Đóng góp vào kết quả chung"))


def own_reports(dossier: Dossier) -> tuple[Report, ...]:
    return _reports(DossierPaper.objects.filter(dossier=dossier))


def other_reports(dossier: Dossier) -> tuple[Report, ...]:
    """Those of other units handed in for the same year; what a unit still writes is nobody's business."""
    same_year = Q(dossier__round__period=dossier.round.period_id)
    papers = DossierPaper.objects.filter(same_year).exclude(dossier__unit=dossier.unit_id)
    return _reports(papers.exclude(dossier__state=DossierState.DRAFT))


# --- findings ------------------------------------------------------------------------------------


def certain(dossier: Dossier) -> list[Finding]:
    """What keeps the dossier from being submitted; three queries."""
    return [finding for finding in consistency.check(dossier_facts(dossier, timezone.now())) if finding.must]


def findings(dossier: Dossier, *, named: bool) -> list[Finding]:
    """Everything, reports in the same words too; `named` is for who may read the dossiers of other units."""
    found = consistency.check(dossier_facts(dossier, timezone.now()))
    return found + consistency.copies(own_reports(dossier), other_reports(dossier), named=named)


def round_findings(award_round: AwardRound) -> list[Finding]:
    return consistency.check_round(round_facts(award_round))


def round_facts(award_round: AwardRound) -> consistency.Round:
    """Five queries: the list, the results, the sessions, the tờ trình of Phòng Nội vụ, the decision."""
    results = council_results(award_round)
    listed = award_round.nominees.filter(listed=True).select_related("dossier", "unit")
    sessions = award_round.sessions.filter(state=SessionState.CLOSED).order_by("held_at", "id")
    passed = [row.nominee_id for row in results.values() if row.passed]
    kinds = list(award_round.nominees.filter(pk__in=passed).values_list("kind", flat=True))
    return consistency.Round(
        key=award_round.pk,
        number=award_round.proposal_number,
        day=award_round.proposal_date,
        signer=award_round.signer_name,
        listed=tuple(_listed(one, results.get(one.pk)) for one in listed.order_by("kind", "list_order", "id")),
        sessions=tuple(
            consistency.Session(key=row.pk, held=timezone.localdate(row.held_at), minutes_number=row.minutes_number)
            for row in sessions
        ),
        passed_collectives=kinds.count(NomineeKind.COLLECTIVE),
        passed_people=kinds.count(NomineeKind.INDIVIDUAL),
        quota_collective=award_round.quota_collective,
        quota_individual=award_round.quota_individual,
        paper=_office_paper(award_round),
        answered=_answered(award_round),
    )


def _listed(one: Nominee, result) -> consistency.Listed:
    return consistency.Listed(
        key=one.pk,
        individual=one.is_individual,
        name=one.name,
        honorific=one.honorific,
        unit=one.unit.short_name,
        dossier=one.dossier_id,
        to_trinh_date=one.dossier.to_trinh_date,
        session=result.session_id if result else None,
        yes=result.yes if result else None,
        base=result.base if result else None,
    )


def _office_paper(award_round: AwardRound) -> consistency.OfficePaper | None:
    paper = OfficePaper.objects.filter(round=award_round, kind=OfficePaperKind.TO_TRINH).first()
    if paper is None:
        return None
    texts = {name: text for name, text in paper.body.items() if isinstance(text, str)}
    return consistency.OfficePaper(key=paper.pk, number=paper.number, day=paper.day, texts=texts)


def _answered(award_round: AwardRound) -> date | None:
    if award_round.state == RoundState.FORWARDED:
        return award_round.forwarded_on
    if award_round.state != RoundState.DECIDED:
        return None
    return Decision.objects.filter(round=award_round).values_list("signed_on", flat=True).first()
