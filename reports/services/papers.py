"""The copies of what was sent, PDF and Excel: asked for after sending, made by a worker from the frozen content alone."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import files, jobs
from core.jobs import Job
from core.letterhead import DocumentNumber, Issuer, Letterhead, PlaceDate, Signer
from core.text import date_short, format_decimal
from reports.documents import Narrative, ReportRow, SelfReportPaper, render_submission_copy
from reports.exchange.copy import workbook_of_snapshot
from reports.models import Submission, SubmissionPaper

KIND = "reports.submission_pdf"
RESULTS = {"met": "Đạt", "not_met": "Chưa đạt"}


def queue_paper(submission: Submission, *, by) -> Job:
    return jobs.enqueue(
        KIND,
        args={"submission": submission.pk},
        label=f"In bản đã nộp: {submission}",
        by=by,
        dedupe=str(submission.pk),
    )


def make_paper(submission: Submission) -> SubmissionPaper:
    """Renders and keeps the PDF and the workbook once; a second call finds the first paper."""
    if paper := SubmissionPaper.objects.filter(submission=submission).first():
        return paper
    content = submission.snapshot
    name = f"bao-cao-{content['year']}-{content['unit']['code']}-lan-{submission.number}"
    pdf = render_submission_copy(paper_of(content, sha256=submission.sha256))
    workbook = workbook_of_snapshot(content, submission.sha256)
    stored = {
        field: files.store_bytes(data, name=f"{name}.{kind}", content_type=files.CONTENT_TYPES[kind])
        for field, kind, data in (("file", "pdf", pdf), ("workbook", "xlsx", workbook))
    }
    try:
        with transaction.atomic():
            return SubmissionPaper.objects.create(submission=submission, **stored)
    except IntegrityError:  # the same job ran twice at once
        return SubmissionPaper.objects.get(submission=submission)


def paper_of(content: dict, *, sha256: str) -> SelfReportPaper:
    """VI.9: the report as an office paper; number, signature and seal are left for the pen."""
    unit, year = content["unit"], content["year"]
    rows = [(section["title"], row) for section in content["sections"] for row in section["rows"]]
    return SelfReportPaper(
        head=Letterhead(
            Issuer(unit["name"], content["parent_organ"]),
            DocumentNumber("BC"),
            PlaceDate(content["place"], year=year),
        ),
        about=f"Kết quả thực hiện phong trào thi đua “{content['campaign']}” năm {year}",
        addressees=tuple(content["addressees"]),
        opening=f"Thực hiện Kế hoạch phát động phong trào thi đua “{content['campaign']}”, {unit['name']} báo cáo "
        f"kết quả thực hiện năm {year} như sau:",
        rows=tuple(_row(title, row) for title, row in rows if row["kind"] != "narrative"),
        narratives=tuple(
            Narrative(row["name"], _story(row)) for _, row in rows if row["kind"] == "narrative" and row["shown"]
        ),
        closing=f"Trên đây là báo cáo kết quả thực hiện phong trào thi đua năm {year} của {unit['name']}.",
        recipients=("Như trên", "Lưu: VT"),
        signers=(_signer(content.get("signer", ["THỦ TRƯỞNG ĐƠN VỊ"])),),  # older copies name no signer
        stamp=_stamp(content, sha256),
    )


def _signer(lines: list[str]) -> Signer:
    *prefixes, title = lines
    return Signer(title, prefixes=tuple(prefixes))


def _row(group: str, row: dict) -> ReportRow:
    proofs = [item["name"] + (f" ({item['reference']})" if item["reference"] else "") for item in row["evidence"]]
    return ReportRow(
        name=row["name"],
        unit=row["unit_label"],
        numerator=_number(row["a"]),
        denominator=_number(row["b"]),
        value=_value(row),
        target=row["threshold"],
        verdict=RESULTS.get(row["result"], ""),
        note="; ".join(filter(None, ["Ước thực hiện" if row.get("estimate") else "", row["note"]])),
        evidence="; ".join(proofs),
        group=group,
    )


def _value(row: dict) -> str:
    """A bare number where the unit of measure already stands beside the name."""
    return format_decimal(Decimal(row["value"])) if row["kind"] in ("count", "money") and row["value"] else row["shown"]


def _story(row: dict) -> str:
    return "\n".join(part for part in (row["text"], row["note"] and f"Ghi chú: {row['note']}") if part)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _stamp(content: dict, sha256: str) -> str:
    moment = timezone.localtime(datetime.fromisoformat(content["submitted_at"]))
    late = ", nộp muộn" if content["late"] else ""
    return (
        f"Bản đã nộp lần {content['number']}, lúc {moment:%H:%M} ngày {date_short(moment.date())}{late}; "
        f"{_people(content)}. Mã kiểm tra: {sha256}"
    )


def _people(content: dict) -> str:
    """Copies older than the two steps name only who sent them."""
    if not content.get("prepared_by"):
        return f"người nộp: {content['by']['name']}"
    return f"người lập: {content['prepared_by']['name']}; người ký nộp: {content['by']['name']}"
