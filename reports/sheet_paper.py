"""The score sheet as an office paper: the same lines as on the page, in the shape of reports.documents."""

from core.letterhead import Issuer, Letterhead, PlaceDate, Signer
from criteria.selectors import league_for
from reports.documents import HandLine, ScoreLine, ScoreSheetPaper
from reports.enums import Outcome, ReportState, Verdict
from reports.explanations import Explanation
from reports.models import SelfReport
from reports.scores import ADJUSTMENTS, SheetLine, SheetPage

WEIGHTS_NOTE = "Trọng số là đề xuất; kế hoạch chỉ nêu tiêu chuẩn, không quy định điểm."


def provisional_note(report: SelfReport) -> str:
    """What page and paper say while the points may still change; "" once the report is accepted."""
    if report.state == ReportState.ACCEPTED:
        return ""
    return "Báo cáo chưa được chấp nhận nên điểm còn là tạm tính."


def paper_of_sheet(report: SelfReport, page: SheetPage, behind: dict[str, Explanation]) -> ScoreSheetPaper:
    """`page` must hold a sheet; `behind` is what stands behind each line."""
    campaign, unit, last = report.period.campaign, report.unit, page.last
    league = league_for(report.period.plan_version, unit)
    return ScoreSheetPaper(
        head=Letterhead(Issuer(campaign.lead_office, campaign.organ), None, PlaceDate(campaign.place, None)),
        about=f"Phong trào “{campaign.title}” năm {report.period.year}",
        unit_name=unit.name,
        ranking_group=league.name if league else "–",
        lines=tuple(
            _line(title, line, behind.get(line.code))
            for title, lines in page.groups
            if title != ADJUSTMENTS
            for line in lines
        ),
        by_hand=tuple(_by_hand(line) for title, lines in page.groups if title == ADJUSTMENTS for line in lines),
        maximum=last.max_total,
        own_total=page.own.total if page.own else None,
        appraised_total=page.appraised.total if page.appraised else None,
        council_total=page.council.total if page.council else None,
        weights_note=WEIGHTS_NOTE,
        digest=last.digest,
        provisional_note=provisional_note(report),
        why=page.why,
        signers=(Signer(campaign.lead_office.upper()),),
    )


def _by_hand(line: SheetLine) -> HandLine:
    return HandLine(line.name, line.reason, line.own, line.appraised, line.council)


def _line(group: str, line: SheetLine, behind: Explanation | None) -> ScoreLine:
    return ScoreLine(
        standard=line.name,
        clause=line.clause,
        value=line.value.partition(" (")[0],  # a and b stand in the reason below the name
        threshold=line.threshold,
        maximum=line.maximum,
        own=line.own,
        appraised=line.appraised,
        council=line.council,
        reason=" ".join(filter(None, [line.reason, *(_more(behind) if behind else [])])),
        group=group,
    )


def _more(behind: Explanation) -> list[str]:
    """Why a column says something else than the one before: the reviewer's words, and what was asked afterwards."""
    found = []
    if behind.estimate:
        found.append(f"{behind.estimate[0].upper()}{behind.estimate[1:]}.")
    if behind.verdict and behind.row.verdict == Verdict.ADJUSTED:
        found.append(f"Thẩm định điều chỉnh: {_sentence(behind.verdict.detail)}")
    for one in behind.asks:
        if one.ask.outcome != Outcome.OPEN:
            said = f"{one.ask.get_outcome_display().lower()} – {_sentence(one.ask.answer)}"
            found.append(f"{one.ask.get_kind_display()}: {said}")
    return found


def _sentence(words: str) -> str:
    return f"{words.strip().rstrip('.')}."
