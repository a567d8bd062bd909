"""Papers of an award round as frozen values, a `render_…` each: tờ trình, biên bản, báo cáo, quyết định, thông báo."""

from dataclasses import dataclass
from decimal import Decimal

from core import pdf
from core.letterhead import Letterhead, Signer


@dataclass(frozen=True)
class NomineeLine:
    """One row of a list. `salutation` (Ông, Bà) and `position` are for people; `role` is trực tiếp or lãnh đạo."""

    name: str
    summary: str = ""
    award_form: str = ""
    salutation: str = ""
    position: str = ""
    role: str = ""
    vote_share: Decimal | None = None


@dataclass(frozen=True)
class ToTrinh:
    """IV.3: tờ trình đề nghị khen thưởng. `opening` and `closing` may have several lines."""

    head: Letterhead
    about: str
    addressee: str
    bases: tuple[str, ...]
    opening: str
    collectives: tuple[NomineeLine, ...]
    individuals: tuple[NomineeLine, ...]
    closing: str
    recipients: tuple[str, ...]
    signers: tuple[Signer, ...]
    show_votes: bool = True
    draft: bool = False


@dataclass(frozen=True)
class Attendee:
    name: str
    position: str
    council_role: str
    present: bool = True
    absence_reason: str = ""


@dataclass(frozen=True)
class VoteLine:
    """Result of one nominee; `share` is per cent of all members, `excluded` those without a vote."""

    name: str
    position: str
    award_form: str
    agree: int
    disagree: int
    abstain: int
    excluded: int
    share: Decimal
    passed: bool
    invalid: int = 0


@dataclass(frozen=True)
class BienBan:
    """IV.3: biên bản họp Hội đồng Thi đua - Khen thưởng, NĐ 30/2020 Mẫu 1.9; times are as the office says them."""

    head: Letterhead
    about: str
    opened: str
    place: str
    attendees: tuple[Attendee, ...]
    chair: str
    secretary: str
    proceedings: tuple[str, ...]
    ballot: str
    collectives: tuple[VoteLine, ...]
    individuals: tuple[VoteLine, ...]
    conclusion: str
    closed: str
    recipients: tuple[str, ...]
    signers: tuple[Signer, ...]
    draft: bool = False

    @property
    def present(self) -> tuple[Attendee, ...]:
        return tuple(person for person in self.attendees if person.present)

    @property
    def absent(self) -> tuple[Attendee, ...]:
        return tuple(person for person in self.attendees if not person.present)


@dataclass(frozen=True)
class BienBanKiemPhieu:
    """Biên bản kiểm phiếu of a secret vote: the sheets counted, then each nominee; the head of the count signs first."""

    head: Letterhead
    about: str
    opened: str
    place: str
    committee: tuple[str, ...]
    members: int
    issued: int
    returned: int
    valid: int
    invalid: int
    collectives: tuple[VoteLine, ...]
    individuals: tuple[VoteLine, ...]
    closed: str
    signers: tuple[Signer, ...]
    draft: bool = False
    base: str = "tổng số thành viên Hội đồng"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A line of "Thông tin chung": a label and what is written after it."""

    label: str
    value: str


@dataclass(frozen=True)
class Part:
    """A headed part of the achievements, typed by the nominee."""

    heading: str
    text: str


@dataclass(frozen=True)
class ResultLine:
    """One indicator as registered and as reached."""

    name: str
    target: str
    reached: str
    verdict: str


@dataclass(frozen=True)
class PriorAward:
    year: int
    form: str
    decision: str
    issuer: str


@dataclass(frozen=True)
class AchievementReport:
    """NĐ 91/2017 Mẫu số 07 (2023), one form for both. `form_reference` stays empty for a form number not confirmed.

    `registered`: what the unit had registered, its heading first; `standing`: the unit's result as a sentence.
    """

    head: Letterhead
    award_form: str
    subject: str
    subject_detail: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    results: tuple[ResultLine, ...]
    initiatives: tuple[str, ...]
    prior_awards: tuple[PriorAward, ...]
    signers: tuple[Signer, ...]
    form_reference: str = ""
    draft: bool = False
    registered: tuple[str, ...] = ()
    results_heading: str = "Kết quả thực hiện các chỉ tiêu đã đăng ký:"
    standing: str = ""

    @property
    def heading(self) -> str:
        return f"ĐỀ NGHỊ TẶNG {self.award_form.upper()}"

    @property
    def about(self) -> str:
        return f"Báo cáo thành tích đề nghị tặng {self.award_form}: {self.subject}"


@dataclass(frozen=True)
class AwardLine:
    name: str
    salutation: str = ""
    position: str = ""
    reward: Decimal | None = None


@dataclass(frozen=True)
class QuyetDinh:
    """Quyết định khen thưởng (NĐ 30/2020 Mẫu 1.2) with its list; `articles` are whole paragraphs after "Điều n."."""

    head: Letterhead
    about: str
    authority: str
    bases: tuple[str, ...]
    proposal: str
    articles: tuple[str, ...]
    recipients: tuple[str, ...]
    signers: tuple[Signer, ...]
    list_heading: str
    list_reference: str
    collectives: tuple[AwardLine, ...]
    individuals: tuple[AwardLine, ...]
    numbered_through: bool = False
    draft: bool = False

    @property
    def offset(self) -> int:
        """People follow the collectives in one numbering, or start again from 01."""
        return len(self.collectives) if self.numbered_through else 0

    @property
    def shows_rewards(self) -> bool:
        return any(line.reward is not None for line in (*self.collectives, *self.individuals))


@dataclass(frozen=True)
class RefusedLine:
    """One row of a thông báo: who is not awarded, where it ended, why."""

    name: str
    position: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class ThongBao:
    """VI.2: thông báo to a unit (NĐ 30/2020 Mẫu 1.4: no "Kính gửi"); `opening` and `closing` may have several lines."""

    head: Letterhead
    about: str
    bases: tuple[str, ...]
    opening: str
    lines: tuple[RefusedLine, ...]
    closing: str
    recipients: tuple[str, ...]
    signers: tuple[Signer, ...]
    draft: bool = False


@dataclass(frozen=True)
class ListTable:
    """One table of a list: columns as width in mm (None takes the rest), head, kind (left, mid, num); rows of texts."""

    heading: str
    columns: tuple[tuple[float | None, str, str], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class TrichNgang:
    """Danh sách trích ngang: who is put forward, a line each, on A4 across; `reference` says what it belongs to."""

    head: Letterhead
    about: str
    reference: str
    tables: tuple[ListTable, ...]
    signers: tuple[Signer, ...]
    draft: bool = False


def render_to_trinh(doc: ToTrinh) -> bytes:
    return pdf.render("to_trinh.html", {"doc": doc})


def render_bien_ban(doc: BienBan) -> bytes:
    return pdf.render("bien_ban.html", {"doc": doc})


def render_bien_ban_kiem_phieu(doc: BienBanKiemPhieu) -> bytes:
    return pdf.render("bien_ban_kiem_phieu.html", {"doc": doc})


def render_collective_report(doc: AchievementReport) -> bytes:
    return pdf.render("bao_cao_thanh_tich_tap_the.html", {"doc": doc})


def render_individual_report(doc: AchievementReport) -> bytes:
    return pdf.render("bao_cao_thanh_tich_ca_nhan.html", {"doc": doc})


def render_quyet_dinh(doc: QuyetDinh) -> bytes:
    return pdf.render("quyet_dinh.html", {"doc": doc})


def render_thong_bao(doc: ThongBao) -> bytes:
    return pdf.render("thong_bao.html", {"doc": doc})


def render_trich_ngang(doc: TrichNgang) -> bytes:
    return pdf.render("trich_ngang.html", {"doc": doc})
