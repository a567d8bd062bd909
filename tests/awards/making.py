"""Makers for the council's tests: eligible nominees of a round, a seated council, a voted, proposed and decided round.

Rounds, sessions, lists and decisions are walked by the real services; only the dossiers behind them are short-cut.
"""

from datetime import date, datetime
from io import BytesIO
from itertools import count

from django.utils import timezone
from pypdf import PdfReader

from awards.enums import Appraisal, Choice, DossierState, Involvement, NomineeKind, PaperKind, RoundState
from awards.models import (
    Award,
    AwardRound,
    Certificate,
    CouncilSession,
    Decision,
    Dossier,
    DossierPaper,
    Nominee,
)
from awards.services import council, decisions, lists, office_papers, rounds
from core.models import Counter, Job
from tests.factories import appoint, make_unit, make_user
from units.enums import Role, UnitKind

HELD_AT = timezone.make_aware(datetime(2023, 12, 25, 8, 0))
PROPOSED_ON, SIGNED_ON = date(2023, 12, 27), date(2023, 12, 28)
_numbers = count(1)


def make_round(period, appraiser, **fields) -> AwardRound:
    return rounds.create_round(period, by=appraiser, **fields)


def make_nominee(
    award_round, unit, *, kind=NomineeKind.INDIVIDUAL, name="", direct=True, eligible=True, **facts
) -> Nominee:
    """A nominee in the unit's dossier, appraised; the dossier ends up as Phòng Nội vụ leaves it."""
    n = next(_numbers)
    person = kind == NomineeKind.INDIVIDUAL
    dossier, _ = Dossier.objects.get_or_create(round=award_round, unit=unit)
    rows = Dossier.objects.filter(pk=dossier.pk)
    rows.update(state=DossierState.RETURNED, submitted_at=HELD_AT, return_reason="làm lại")
    nominee = Nominee(dossier=dossier, round=award_round, unit=unit, kind=kind, name=name or f"Trần Văn Mẫu {n}")
    if person:
        nominee.honorific, nominee.birth_year, nominee.cn_01, nominee.cn_03 = "Ông", 1980 + n % 20, True, True
        nominee.involvement = Involvement.DIRECT if direct else Involvement.LEADER
        nominee.position = f"Chuyên viên, {unit.short_name}"
    nominee.achievements, nominee.not_under_discipline = "Hướng dẫn 412 hộ nộp hồ sơ trực tuyến.", True
    for field, value in facts.items():
        setattr(nominee, field, value)
    nominee.save()
    _confirm_papers(dossier, nominee)
    rows.update(state=DossierState.SUBMITTED)
    if eligible:
        Nominee.objects.filter(pk=nominee.pk).update(appraisal=Appraisal.ELIGIBLE)
    rows.update(state=DossierState.APPRAISED, appraised_at=HELD_AT, return_reason="")
    nominee.refresh_from_db()
    return nominee


def _confirm_papers(dossier, nominee) -> None:
    clerk = make_user(Role.OFFICER, dossier.unit)
    confirmed = {"confirmed_at": HELD_AT, "confirmed_by": clerk}
    DossierPaper.objects.create(dossier=dossier, kind=PaperKind.BAO_CAO, nominee=nominee, **confirmed)
    for kind in (PaperKind.TO_TRINH, PaperKind.BIEN_BAN):
        DossierPaper.objects.get_or_create(dossier=dossier, kind=kind, nominee=None, defaults=confirmed)


def make_members(number: int = 3) -> list:
    """Members of the council, each of a unit of its own; the first is the Chủ tịch, the second of Phòng Nội vụ."""
    members = [
        make_user(Role.COUNCIL, make_unit(UnitKind.PHONG_BAN), full_name=f"Lê Thị Thử {n}", title="Trưởng phòng")
        for n in range(1, number + 1)
    ]
    appoint(members[0], Role.CHAIRMAN, members[0].appointments.get().unit)
    appoint(members[1], Role.APPRAISER, members[1].appointments.get().unit)
    return members


def make_session(award_round, appraiser) -> CouncilSession:
    return council.prepare_session(award_round, by=appraiser, held_at=HELD_AT, place="Phòng họp số 1")


def mark_present(session, appraiser, *users) -> None:
    """These people, or everyone when none is named, are there."""
    changes = [
        council.SeatChange(seat.pk, seat.title, seat.position, not users or seat.user in users, "")
        for seat in session.seats.select_related("user")
    ]
    council.save_roster(session, changes, by=appraiser)


def make_open_session(award_round, appraiser) -> CouncilSession:
    session = make_session(award_round, appraiser)
    mark_present(session, appraiser)
    return council.open_session(session, by=appraiser)


def vote_all(session, choice=Choice.YES) -> None:
    """Everyone votes on everything that is allowed."""
    for seat in session.seats.select_related("user"):
        for nominee in council.votable(session):
            if not council.vote_refusal(session, seat, nominee):
                council.cast_vote(session, nominee, by=seat.user, choice=choice)


def make_voted_round(period, appraiser, *, collectives=1, direct=2, leaders=0, **fields) -> AwardRound:
    """A round whose council has met and agreed to everyone; each collective has a unit, the people share one."""
    award_round = make_round(period, appraiser, **fields)
    unit = make_unit(UnitKind.CAP_XA)
    for _ in range(collectives):
        make_nominee(award_round, make_unit(UnitKind.CAP_XA), kind=NomineeKind.COLLECTIVE, name=f"Tổ {next(_numbers)}")
    for n in range(direct + leaders):
        make_nominee(award_round, unit, direct=n < direct)
    hold_vote(award_round, appraiser)
    return award_round


def hold_vote(award_round, appraiser) -> None:
    """The council meets, agrees to everyone and closes."""
    session = make_open_session(award_round, appraiser)
    vote_all(session)
    council.close_session(session, by=appraiser)


def make_proposed_round(period, appraiser, **fields) -> AwardRound:
    award_round = make_voted_round(period, appraiser, **fields)
    lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    return rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=PROPOSED_ON)


def write_reasons(award_round, appraiser, why="đơn vị xin rút") -> None:
    """The office writes into its tờ trình why it leaves out whom no rule leaves out, and confirms it."""
    paper = office_papers.draft_proposal(award_round, by=appraiser)
    texts = {key: text.replace("…", why) for key, text in paper.body.items() if isinstance(text, str)}
    office_papers.confirm_proposal(office_papers.save_paper(paper, texts, by=appraiser), by=appraiser)


def make_decision(period, appraiser, chairman, **fields) -> Decision:
    award_round = make_proposed_round(period, appraiser, **fields)
    return decisions.decide_round(award_round, by=chairman, signed_on=SIGNED_ON)


def nothing_happened(award_round) -> bool:
    """No number drawn, no row written: the list still lies before the Chairman."""
    award_round.refresh_from_db()
    drawn = Counter.objects.exclude(series=council.MINUTES_SYMBOL)
    written = any(model.objects.exists() for model in (Decision, Award, Certificate, Job)) or drawn.exists()
    return award_round.state == RoundState.PROPOSED and not written


def text_of(pdf: bytes) -> str:
    """Text of all pages as a reader sees it, each blank one blank."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
