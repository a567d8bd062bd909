"""The score sheet as an office paper: the same lines as on the page, in the shape of reports.documents."""

from decimal import Decimal

from core.letterhead import Issuer, Letterhead, PlaceDate, Signer
from criteria.selectors import league_for
from reports.documents import ScoreLine, ScoreSheetPaper
from reports.enums import ReportState
from reports.models import SelfReport
from reports.scores import ADJUSTMENTS, SheetPage

WEIGHTS_NOTE = "Trọng số là đề xuất; kế hoạch chỉ nêu tiêu chuẩn, không quy định điểm."


def provisional_note(report: SelfReport) -> str:
    """What page and paper say while the points may still change; "" once the report is accepted."""
    if report.state == ReportState.ACCEPTED:
        return ""
    return "Báo cáo chưa được chấp nhận nên điểm còn là tạm tính."


def paper_of_sheet(report: SelfReport, page: SheetPage) -> ScoreSheetPaper:
    """`page` must hold a sheet. Bonus and minus are those of the last column."""
    campaign, unit, last = report.period.campaign, report.unit, page.last
    league = league_for(report.period.plan_version, unit)
    by_hand = [line for title, lines in page.groups if title == ADJUSTMENTS for line in lines]
    bonus = [line for line in by_hand if line.met]
    minus = [line for line in by_hand if not line.met]
    return ScoreSheetPaper(
        head=Letterhead(Issuer(campaign.lead_office, campaign.organ), None, PlaceDate(campaign.place, None)),
        about=f"Phong trào “{campaign.title}” năm {report.period.year}",
        unit_name=unit.name,
        ranking_group=league.name if league else "–",
        lines=tuple(_line(title, line) for title, lines in page.groups if title != ADJUSTMENTS for line in lines),
        bonus=_sum(bonus),
        bonus_reason=" ".join(line.reason for line in bonus),
        minus=-_sum(minus),
        minus_reason=" ".join(line.reason for line in minus),
        maximum=last.max_total,
        own_total=page.own.total if page.own else None,
        appraised_total=page.appraised.total if page.appraised else None,
        council_total=page.council.total if page.council else None,
        weights_note=WEIGHTS_NOTE,
        digest=last.digest,
        provisional_note=provisional_note(report),
        signers=(Signer(campaign.lead_office.upper()),),
    )


def _sum(lines) -> Decimal:
    return sum((line.last_points for line in lines), Decimal(0))


def _line(group: str, line) -> ScoreLine:
    return ScoreLine(
        standard=line.name,
        clause=line.clause,
        value=line.value.partition(" (")[0],  # a and b stand in the reason below the name
        threshold=line.threshold,
        maximum=line.maximum,
        own=line.own,
        appraised=line.appraised,
        council=line.council,
        reason=line.reason,
        group=group,
    )
