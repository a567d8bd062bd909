"""Papers of reporting as frozen values, a `render_…` each: unit report, frozen copy, score sheet, district summary."""

from dataclasses import dataclass
from decimal import Decimal

from core import pdf
from core.letterhead import Letterhead, Signer


@dataclass(frozen=True)
class ReportRow:
    """One indicator of a unit. `numerator`/`denominator` stay None for a plain figure; `verdict` is in words."""

    name: str
    unit: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: str = ""
    target: str = ""
    verdict: str = ""
    note: str = ""
    evidence: str = ""
    group: str = ""


@dataclass(frozen=True)
class Narrative:
    """A headed text; lines are paragraphs."""

    heading: str
    text: str


@dataclass(frozen=True)
class SelfReportPaper:
    """VI.9: báo cáo kết quả thực hiện phong trào của một đơn vị. `stamp` tells when a frozen copy was submitted."""

    head: Letterhead
    about: str
    addressees: tuple[str, ...]
    opening: str
    rows: tuple[ReportRow, ...]
    narratives: tuple[Narrative, ...]
    closing: str
    recipients: tuple[str, ...]
    signers: tuple[Signer, ...]
    stamp: str = ""
    draft: bool = False


@dataclass(frozen=True)
class ScoreLine:
    """One standard: the three columns are tự chấm, thẩm định, hội đồng; None where nobody has scored yet."""

    standard: str
    clause: str
    value: str
    threshold: str
    maximum: Decimal
    own: Decimal | None
    appraised: Decimal | None
    council: Decimal | None
    reason: str = ""
    group: str = ""


@dataclass(frozen=True)
class HandLine:
    """Points given or taken by hand, in the columns in which they stand, with the reason."""

    name: str
    reason: str
    own: Decimal | None
    appraised: Decimal | None
    council: Decimal | None


@dataclass(frozen=True)
class ScoreSheetPaper:
    """Phiếu chấm điểm; `weights_note` says that the weights are a proposal, `digest` names rules and values."""

    head: Letterhead
    about: str
    unit_name: str
    ranking_group: str
    lines: tuple[ScoreLine, ...]
    by_hand: tuple[HandLine, ...]
    maximum: Decimal
    own_total: Decimal | None
    appraised_total: Decimal | None
    council_total: Decimal | None
    weights_note: str
    digest: str
    signers: tuple[Signer, ...]
    provisional_note: str = ""  # says that the points may still change
    why: str = ""  # one sentence: why the unit may not be praised
    draft: bool = False


@dataclass(frozen=True)
class ParticipationRow:
    kind: str
    units: int
    registered: int
    on_time: int
    late: int
    missing: int


@dataclass(frozen=True)
class TargetRow:
    """III: one target of the district; `coverage` tells from how many units the figure was formed."""

    name: str
    target: str
    reached: str
    verdict: str
    coverage: str = ""
    group: str = ""


@dataclass(frozen=True)
class RankRow:
    rank: int
    unit_name: str
    score: Decimal
    note: str = ""


@dataclass(frozen=True)
class RankingGroup:
    """Khối thi đua: units are ranked inside it only."""

    name: str
    rows: tuple[RankRow, ...]


@dataclass(frozen=True)
class AwardedRow:
    name: str
    position: str
    award_form: str
    decision: str


@dataclass(frozen=True)
class SummaryPaper:
    """VI.1: báo cáo tổng hợp năm của Phòng VH-TT, before 31/12."""

    head: Letterhead
    about: str
    addressees: tuple[str, ...]
    opening: str
    participation: tuple[ParticipationRow, ...]
    targets: tuple[TargetRow, ...]
    ranking: tuple[RankingGroup, ...]
    awarded: tuple[AwardedRow, ...]
    narratives: tuple[Narrative, ...]
    closing: str
    recipients: tuple[str, ...]
    signers: tuple[Signer, ...]
    draft: bool = False

    @property
    def participation_total(self) -> ParticipationRow:
        names = ("units", "registered", "on_time", "late", "missing")
        return ParticipationRow("Tổng cộng", *(sum(getattr(row, name) for row in self.participation) for name in names))


def render_submission_copy(doc: SelfReportPaper) -> bytes:
    """The report as it was submitted: the same paper, with its stamp."""
    if not doc.stamp:
        raise ValueError("Bản nộp phải ghi thời điểm nộp và mã kiểm tra.")
    return pdf.render("self_report.html", {"doc": doc})


def render_score_sheet(doc: ScoreSheetPaper) -> bytes:
    return pdf.render("score_sheet.html", {"doc": doc})


def render_summary(doc: SummaryPaper) -> bytes:
    return pdf.render("summary.html", {"doc": doc})
