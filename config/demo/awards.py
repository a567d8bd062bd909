"""The second half of a demo year: dossiers, appraisal, council, list, decision, Giấy khen – by the real services."""

import random
from datetime import date, timedelta

from awards.enums import Appraisal, Choice, DossierState, Involvement, NomineeKind, RoundState, SeatPosition
from awards.models import AwardRound, Dossier
from awards.services import appraisal, council, decisions, dossiers, lists, papers, rounds
from campaign.models import Period
from config.demo.figures import STAR
from config.demo.people import User
from config.demo.year import at
from core.text import date_long
from core.workflow import TransitionDenied
from criteria.enums import Column
from criteria.selectors import latest_sheets
from units.enums import UnitKind
from units.models import Unit

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "H’")
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Quốc", "Thu", "Đức")
GIVEN = (
    "Ẩn",
    "Bình",
    "Chi",
    "Dũng",
    "Đào",
    "Giang",
    "Hạnh",
    "Khuê",
    "Lợi",
    "Mỹ",
    "Ngãi",
    "Phượng",
    "Quỳnh",
    "Tưởng",
    "Vỹ",
)
NOMINATING = 9  # units that put somebody forward


def nominate(period: Period, users: dict[str, User], officers: dict[int, User]) -> AwardRound:
    """The best units of each kind put forward themselves and two people each; Phòng Nội vụ appraises."""
    award_round = AwardRound.objects.filter(period=period).first()
    if award_round is None:
        award_round = rounds.create_round(period, by=users["noivu"])
    for unit in _best_units(period):
        dossier = dossiers.create_dossier(award_round, unit, by=officers[unit.pk])
        if dossier.state == DossierState.DRAFT:
            _fill(dossier, officers[unit.pk])
            _appraise(dossier, users["noivu"])
    return award_round


def _best_units(period: Period) -> list[Unit]:
    """Eligible ones, the demo commune first; at most four of a kind."""
    sheets = [sheet for sheet in latest_sheets(period, Column.APPRAISED) if sheet.eligible]
    sheets.sort(key=lambda sheet: (sheet.unit.code != STAR, -sheet.percent, sheet.unit.code))
    chosen: list[Unit] = []
    for sheet in sheets:
        if sum(unit.kind == sheet.unit.kind for unit in chosen) < 4:
            chosen.append(sheet.unit)
    return chosen[:NOMINATING]


def _fill(dossier: Dossier, by: User) -> None:
    day, unit = date(dossier.round.period.year, 12, 26), dossier.unit
    dossier = dossiers.update_dossier(
        dossier,
        by=by,
        to_trinh_number=f"15/TTr-{_short_mark(unit)}",
        to_trinh_date=day,
        meeting_date=day - timedelta(days=1),
        meeting_place=f"Trụ sở {unit.short_name}",
        meeting_members=7,
        meeting_chair="Đặng Văn Chủ Trì",
        meeting_secretary="Bùi Thị Thư Ký",
        signer_title="Chủ tịch" if unit.kind == UnitKind.CAP_XA else "Thủ trưởng",
        signer_name="Đặng Văn Chủ Trì",
    )
    shared = {"votes_for": 7, "votes_total": 7, "not_under_discipline": True}
    dossiers.add_nominee(
        dossier,
        by=by,
        kind=NomineeKind.COLLECTIVE,
        name=unit.name,
        achievements=f"{unit.name} hoàn thành các chỉ tiêu đã đăng ký trong năm. (Nội dung minh họa.)",
        **shared,
    )
    for place, involvement in enumerate((Involvement.DIRECT, Involvement.LEADER)):
        dossiers.add_nominee(dossier, by=by, kind=NomineeKind.INDIVIDUAL, **_person(unit, place, involvement), **shared)
    papers.draft_papers(dossier, by=by)
    _complete_papers(dossier, by)
    dossiers.submit_dossier(dossier, by=by)


def _short_mark(unit: Unit) -> str:
    """The letters of the office after the kind of paper: UBND, PNV."""
    if unit.kind == UnitKind.CAP_XA:
        return "UBND"
    return "".join(word[0] for word in unit.name.replace("-", " ").split()).upper()


def _person(unit: Unit, place: int, involvement: str) -> dict:
    rng = random.Random(f"{unit.code}-{place}")  # noqa: S311
    middle = rng.choice(MIDDLE)
    leader = involvement == Involvement.LEADER
    return {
        "honorific": "Bà" if middle in ("Thị", "Ngọc", "Thu") else "Ông",
        "name": f"{rng.choice(FAMILY[:-1])} {middle} {rng.choice(GIVEN)}",
        "birth_year": rng.randint(1970, 1998),
        "position": f"{'Lãnh đạo' if leader else 'Chuyên viên'}, {unit.short_name}",
        "involvement": involvement,
        "achievements": f"Trực tiếp tham gia các nhiệm vụ chuyển đổi số của {unit.short_name}. (Nội dung minh họa.)",
        "cn_01": True,
        "cn_03": True,
    }


def _complete_papers(dossier: Dossier, by: User) -> None:
    """What a draft leaves open ("…") is filled in with words that say they are an illustration."""
    roster = "\n".join(f"Thành viên Minh Họa {n}; Công chức; Ủy viên" for n in range(1, 6))
    day = date_long(dossier.meeting_date)
    given = {
        "attendees": f"Đặng Văn Chủ Trì; Thủ trưởng; Chủ tịch\nBùi Thị Thư Ký; Công chức; Thư ký\n{roster}",
        "opened": f"08 giờ 00, {day}",
        "closed": f"Cuộc họp kết thúc vào 10 giờ 30, {day}.",
    }
    for paper in dossier.papers.select_related("nominee"):
        texts = {}
        for field in papers.PAPER_FIELDS[paper.kind]:
            text = given.get(field.key) or paper.body.get(field.key, "").replace("…", "(minh họa)")
            texts[field.key] = text or ("(Nội dung minh họa.)" if field.required else "")
        papers.confirm_paper(papers.save_paper(paper, texts, by=by), by=by)


def _appraise(dossier: Dossier, by: User) -> None:
    for nominee in dossier.nominees.all():
        appraisal.appraise_nominee(nominee, Appraisal.ELIGIBLE, by=by)
    appraisal.finish_appraisal(dossier, by=by)


def decide(period: Period, users: dict[str, User]) -> None:
    """The council meets and votes, the list is made and proposed, the Chairman signs."""
    award_round = AwardRound.objects.get(period=period)
    if award_round.state != RoundState.OPEN:
        return
    _meet(award_round, users)
    lists.suggest_list(award_round, by=users["noivu"])
    rounds.propose(award_round, by=users["noivu"], number="31/TTr-NV", day=date(period.year, 12, 29))
    decisions.decide_round(award_round, by=users["chutich"], signed_on=date(period.year, 12, 30))


def _meet(award_round: AwardRound, users: dict[str, User]) -> None:
    office = users["noivu"]
    held = at(date(award_round.period.year, 12, 28), 8)
    session = council.prepare_session(award_round, by=office, held_at=held, place="Phòng họp số 1, UBND huyện")
    seats = list(session.seats.select_related("user"))
    roles = {"chutich": SeatPosition.CHAIR, "noivu": SeatPosition.SECRETARY}
    changes = [
        council.SeatChange(seat.pk, seat.title, roles.get(seat.user.username, SeatPosition.MEMBER), present=True)
        for seat in seats
    ]
    council.save_roster(session, changes, by=office)
    session = council.open_session(session, by=office)
    for place, nominee in enumerate(council.votable(session)):
        for number, seat in enumerate(seats):
            choice = Choice.ABSTAIN if (place + number) % 17 == 0 else Choice.YES
            try:
                council.cast_vote(session, nominee, by=seat.user, choice=choice)
            except TransitionDenied:  # a member does not vote on the own unit
                continue
    council.close_session(session, by=office, notes="Các thành viên thống nhất với kết quả thẩm định. (Minh họa.)")
