"""Makers of dossiers at a state and of lists: every step by the real services, as an officer and Phòng Nội vụ take it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.enums import Appraisal, Involvement, NomineeKind
from awards.models import AwardRound, Dossier, Nominee
from awards.papers.fields import PAPER_FIELDS
from awards.services import appraisal, dossiers, papers
from campaign.services import registrations
from criteria.enums import Column
from criteria.scoring.types import Answer, Kind
from criteria.selectors import rules_for
from criteria.services.scoring import score_unit
from tests.factories import make_unit, make_user
from tests.reports.factories import EARLY, register
from units.enums import Role
from units.models import Unit, User

FACTS = {
    "to_trinh_number": "15/TTr-UBND",
    "to_trinh_date": date(2023, 12, 26),
    "meeting_date": date(2023, 12, 25),
    "meeting_place": "Phòng họp UBND xã",
    "meeting_members": 5,
    "meeting_chair": "Trần Văn Mẫu",
    "meeting_secretary": "Lê Thị Thử",
    "signer_title": "Chủ tịch",
    "signer_name": "Trần Văn Mẫu",
}
ROSTER = "\n".join(
    ["Trần Văn Mẫu; Chủ tịch UBND; Chủ tịch Hội đồng", "Lê Thị Thử; Công chức; Thư ký"]
    + [f"Phạm Văn Mẫu {n}; Công chức; Ủy viên" for n in (1, 2)]
    + ["Đỗ Thị Mẫu; Công chức; Ủy viên; vắng: đi công tác"]
)
GOOD = {
    Kind.PERCENT: Answer(a=Decimal(100), b=Decimal(100)),
    Kind.COUNT: Answer(value=Decimal(3)),
    Kind.MONEY: Answer(value=Decimal(1_000_000)),
    Kind.YES_NO: Answer(yes=True),
    Kind.NARRATIVE: Answer(text="Đã thực hiện tốt."),
}
GIVEN = ("Ban", "Chi", "Dung", "Giang", "Hoa", "Khuyên", "Linh", "Mai", "Ngọc", "Phương")
_numbers = count(1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass
class Office:
    """A round with the person of Phòng Nội vụ who runs it."""

    award_round: AwardRound
    appraiser: User


@dataclass
class Desk:
    """A dossier with the officer of its unit."""

    dossier: Dossier
    officer: User

    @property
    def unit(self) -> Unit:
        return self.dossier.unit

    def fresh(self) -> Dossier:
        self.dossier = Dossier.objects.select_related("round__period__plan_version", "unit").get(pk=self.dossier.pk)
        return self.dossier


def scan(name: str = "to-trinh-da-ky.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def in_letters(n: int) -> str:
    """A number as given names, for people whose names hold letters only and are no slip of one another."""
    return " ".join(GIVEN[int(digit)] for digit in str(n))


def person(**fields) -> dict:
    """The facts of an individual that breaks no rule."""
    n = next(_numbers)
    return {
        "kind": NomineeKind.INDIVIDUAL,
        "honorific": "Bà",
        "name": f"Nguyễn Thị Ẩn {in_letters(n)}",
        "birth_year": 1985,
        "position": "Công chức Văn hóa - Xã hội",
        "involvement": Involvement.DIRECT,
        "cn_01": True,
        "cn_03": True,
        "not_under_discipline": True,
        "achievements": "Hướng dẫn 412 hộ nộp hồ sơ trực tuyến.",
        "votes_for": 4,
        "votes_total": 4,
    } | fields


def collective(name: str = "", **fields) -> dict:
    return {
        "kind": NomineeKind.COLLECTIVE,
        "name": name or f"Tổ công nghệ số cộng đồng {next(_numbers)}",
        "achievements": "Hoàn thành các chỉ tiêu đã đăng ký.",
        "votes_for": 5,
        "votes_total": 5,
    } | fields


def score(unit: Unit, period, *, good: bool = True):
    """An appraised sheet: everything met, or nothing answered at all."""
    rules = rules_for(period.plan_version, unit).rules
    answers = {rule.indicator: _best(rule) for rule in rules} if good else {}
    return score_unit(unit, period, answers, Column.APPRAISED)


def _best(rule) -> Answer:
    if rule.kind == Kind.GRADED:
        return Answer(value=Decimal(len(rule.grades) - 1))
    return GOOD[rule.kind]


def accept_registration(unit: Unit, officer: User, period) -> None:
    register(period, unit, officer)
    registration = period.registrations.get(unit=unit)
    registrations.accept_registration(registration, by=make_user(Role.REVIEWER), now=EARLY)


def make_desk(award_round, unit=None, *, registered: bool = True, scored: bool = True) -> Desk:
    """An empty draft dossier of a registered and scored commune."""
    unit = unit or make_unit()
    officer = make_user(Role.OFFICER, unit)
    if registered:
        accept_registration(unit, officer, award_round.period)
    if scored:
        score(unit, award_round.period)
    return Desk(dossiers.create_dossier(award_round, unit, by=officer), officer)


def fill(desk: Desk, *nominees: dict) -> list[Nominee]:
    """Particulars, nominees, papers drafted, completed and confirmed: ready to be submitted."""
    added = [
        dossiers.add_nominee(desk.dossier, by=desk.officer, **facts) for facts in nominees or (collective(), person())
    ]
    dossiers.update_dossier(desk.dossier, by=desk.officer, **FACTS)
    confirm_papers(desk)
    desk.fresh()
    return added


def confirm_papers(desk: Desk) -> None:
    """What is not confirmed is drafted from today's data, completed and confirmed."""
    for paper in desk.dossier.papers.filter(confirmed_at=None):
        papers.redraft_paper(paper, by=desk.officer)
    papers.draft_papers(desk.dossier, by=desk.officer)
    for paper in desk.dossier.papers.all():
        texts = {field.key: complete(field.key, paper.body.get(field.key, "")) for field in PAPER_FIELDS[paper.kind]}
        papers.confirm_paper(papers.save_paper(paper, texts, by=desk.officer), by=desk.officer)


def complete(key: str, text: str) -> str:
    return ROSTER if key == "attendees" else text.replace("…", "08")


def make_dossier_at(state: str, office: Office, *nominees: dict, unit=None) -> Desk:
    """draft (ready to go), submitted, returned, or appraised with everyone eligible."""
    desk = make_desk(office.award_round, unit)
    fill(desk, *nominees)
    if state == "draft":
        return desk
    dossiers.submit_dossier(desk.dossier, by=desk.officer)
    if state == "returned":
        appraisal.return_dossier(desk.dossier, by=office.appraiser, reason="Bổ sung văn bản công nhận sáng kiến.")
    if state == "appraised":
        for nominee in desk.dossier.nominees.all():
            appraisal.appraise_nominee(nominee, Appraisal.ELIGIBLE, by=office.appraiser)
        appraisal.finish_appraisal(desk.dossier, by=office.appraiser)
    desk.fresh()
    return desk
