"""The talk about a line: Phòng VH-TT asks or remarks, the unit answers; every word stays, and the other side is told."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from core import audit
from core.text import clean_lines, too_long
from core.workflow import TransitionDenied
from reports.enums import ReportState, Verdict
from reports.models import Comment, Entry, SelfReport
from reports.rules import REASON_LIMIT
from reports.services.claims import hold
from reports.services.drafting import locked_report, require_own
from reports.threads import TALKING
from units.models import User
from units.selectors import officers_of
from units.services.notices import tell

MOST = 60  # words of one talk; longer ones belong on the telephone


@transaction.atomic
def ask_unit(entry: Entry, text: str, *, by, now: datetime) -> Comment:
    """A question that waits for the unit's answer; the line stays undecided meanwhile."""
    entry = _locked(entry)
    hold(entry.report, by=by, now=now)
    if entry.verdict != Verdict.PENDING:
        raise TransitionDenied(
            "Dòng này đã có kết quả thẩm định nên không hỏi nữa. Anh/chị gửi ý kiến, hoặc trả lại dòng kèm lý do."
        )
    return _to_unit(entry, text, by, asks=True)


@transaction.atomic
def comment_on(entry: Entry, text: str, *, by, now: datetime) -> Comment:
    """A remark to the unit that needs no answer."""
    entry = _locked(entry)
    hold(entry.report, by=by, now=now)
    return _to_unit(entry, text, by, asks=False)


@transaction.atomic
def answer_office(entry: Entry, text: str, *, by) -> Comment:
    """The unit's officer answers, where Phòng VH-TT has spoken first: by a word or by returning the line."""
    entry = _locked(entry)
    report = entry.report
    require_own(report.unit_id, by)
    if report.state not in TALKING:
        raise TransitionDenied("Việc thẩm định đã xong hoặc báo cáo chưa nộp nên không gửi trao đổi được.")
    if not may_answer(report, entry, report.comments.filter(indicator=entry.indicator_id).exists()):
        raise TransitionDenied("Phòng VH-TT chưa hỏi gì về dòng này. Anh/chị trả lời ở các dòng được hỏi.")
    comment = _write(entry, text, by, from_unit=True)
    audit.append("self_report.answer", report, by=by, data={"line": entry.indicator.code})
    tell(
        _office_side(report, entry),
        f"{report.unit.short_name} trả lời về dòng “{_short(entry)}” của báo cáo năm {report.period.year}.",
        url=_address("reports:report-review", report) + f"#dong-{entry.indicator.code}",
        key=f"report.comment:{comment.pk}",
    )
    return comment


def may_answer(report: SelfReport, entry: Entry, talked: bool) -> bool:
    """What is half reviewed is not shown to the unit, so a returned line opens the talk only when the report came back."""
    returned = report.state == ReportState.RETURNED and entry.verdict == Verdict.RETURNED
    return report.state in TALKING and (talked or returned)


def _to_unit(entry: Entry, text: str, by, *, asks: bool) -> Comment:
    report = entry.report
    comment = _write(entry, text, by, asks=asks)
    audit.append(
        "self_report.ask" if asks else "self_report.comment", report, by=by, data={"line": entry.indicator.code}
    )
    word = "hỏi" if asks else "có ý kiến"
    tell(
        officers_of(report.unit),
        f"Phòng VH-TT {word} về dòng “{_short(entry)}” của báo cáo năm {report.period.year}.",
        url=_address("reports:self-report-detail", report) + f"#trao-doi-{entry.indicator.code}",
        key=f"report.comment:{comment.pk}",
    )
    return comment


def _write(entry: Entry, text: str, by, *, from_unit: bool = False, asks: bool = False) -> Comment:
    text = clean_lines(text)
    if not text:
        raise ValidationError({"text": "Ghi nội dung trước khi gửi."})
    if len(text) > REASON_LIMIT:
        raise ValidationError({"text": too_long("Nội dung")})
    report = entry.report
    if report.comments.filter(indicator=entry.indicator_id).count() >= MOST:
        raise ValidationError({"text": f"Dòng này đã có {MOST} lượt trao đổi. Anh/chị liên hệ qua điện thoại."})
    side = {"from_unit": from_unit, "asks": asks, "by": by.get_username()}
    return Comment.objects.create(report=report, indicator=entry.indicator, text=text, **side)


def _locked(entry: Entry) -> Entry:
    report = locked_report(entry.report)
    found = Entry.objects.select_related("indicator").get(pk=entry.pk, report=report)
    found.report = report
    return found


def _office_side(report: SelfReport, entry: Entry):
    """Who reviews the report now; else who spoke last about this line, or decided it."""
    said = report.comments.filter(indicator=entry.indicator_id, from_unit=False).order_by("-id")
    wanted = report.claimed_by or said.values_list("by", flat=True).first() or entry.reviewed_by
    return User.objects.filter(username=wanted)


def _short(entry: Entry) -> str:
    name = entry.indicator.name
    return name if len(name) <= 120 else name[:119].rstrip() + "…"


def _address(name: str, report: SelfReport) -> str:
    return reverse(name, args=[report.period.year, report.unit.code])
