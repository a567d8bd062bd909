"""The yearly summary as a document: its own words are kept, its PDF is made by a worker from the data of that moment."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit, files, jobs
from core.letterhead import DocumentNumber, Issuer, Letterhead, PlaceDate, Signer
from core.text import clean, clean_lines, format_int, two_digits
from core.workflow import TransitionDenied
from reports import documents
from reports.models import SummaryPaper, YearSummary
from reports.summary import Summary, gather
from units.enums import Role

KIND = "reports.summary"
WORDS = ("achievements", "shortcomings", "proposals")
NAMES = ("number", "signer_title", "signer_name")


@transaction.atomic
def save_summary(period, *, by, signed_on: date | None = None, **words: str) -> YearSummary:
    """Keeps the words of Phòng VH-TT; logs who wrote. Only a reviewer may."""
    if Role.REVIEWER not in by.roles:
        raise TransitionDenied("Chỉ Phòng Văn hóa và Thông tin được soạn báo cáo tổng hợp (mục VI.1).")
    summary, _ = YearSummary.objects.select_for_update().get_or_create(period=period)
    for name in WORDS:
        setattr(summary, name, clean_lines(words.get(name, "")))
    for name in NAMES:
        setattr(summary, name, clean(words.get(name, "")))
    summary.signed_on, summary.updated_by = signed_on, by.get_username()
    summary.full_clean()
    summary.save()
    audit.append("summary.save", summary, by=by)
    return summary


def queue_summary(period, *, by) -> jobs.Job:
    """Asks a worker for the PDF; a reviewer only, once the words are there to sign under."""
    if Role.REVIEWER not in by.roles:
        raise TransitionDenied("Chỉ Phòng Văn hóa và Thông tin được lập báo cáo tổng hợp (mục VI.1).")
    if not YearSummary.objects.filter(period=period).exclude(signer_name="").exists():
        raise ValidationError("Hãy ghi họ tên người ký rồi lưu phần lời trước khi lập PDF.")
    return jobs.enqueue(
        KIND,
        args={"period": period.pk, "by": by.get_username()},
        label=f"Lập báo cáo tổng hợp năm {period.year}",
        by=by,
        dedupe=str(period.pk),
        total=1,
    )


def make_summary(period, *, by: str) -> SummaryPaper:
    """Renders the paper from the data of now and keeps it beside the earlier editions; same bytes, same edition."""
    summary = gather(period)
    data = documents.render_summary(paper(summary))
    stored = files.store_bytes(data, name=f"tong-hop-{period.year}.pdf", content_type="application/pdf")
    if twin := SummaryPaper.objects.filter(summary=summary.text, file__sha256=stored.sha256).first():
        stored.delete()  # the row only: the bytes are those of the edition that stands
        return twin
    return SummaryPaper.objects.create(summary=summary.text, file=stored, made_by=by)


def paper(summary: Summary) -> documents.SummaryPaper:
    campaign, text, year = summary.period.campaign, summary.text, summary.period.year
    number = int(text.number) if text.number.isdigit() else None
    return documents.SummaryPaper(
        head=Letterhead(
            Issuer(campaign.lead_office, parent=campaign.organ),
            DocumentNumber("BC-VHTT", number),
            PlaceDate(campaign.place, text.signed_on, year),
        ),
        about=f"Kết quả thực hiện phong trào thi đua “{campaign.title}” năm {year}",
        addressees=(campaign.organ,),
        opening=_opening(summary),
        participation=summary.participation,
        targets=tuple(
            documents.TargetRow(row.name, row.target, row.reached, row.verdict, _coverage(row.units))
            for row in summary.targets
        ),
        ranking=tuple(
            documents.RankingGroup(
                group.name,
                tuple(documents.RankRow(row.place, row.unit.name, row.percent, _note(row)) for row in group.rows),
            )
            for group in summary.groups
        ),
        awarded=tuple(_awarded(award) for award in summary.awards),
        narratives=tuple(
            documents.Narrative(heading, words)
            for heading, words in (
                ("Kết quả nổi bật", text.achievements),
                ("Tồn tại, hạn chế", text.shortcomings),
                ("Phương hướng, kiến nghị", text.proposals),
            )
            if words
        ),
        closing=f"Trên đây là báo cáo kết quả thực hiện phong trào thi đua năm {year}, {campaign.lead_office} kính báo cáo.",
        recipients=("Như trên", campaign.appraising_office, "Lưu: VT"),
        signers=(Signer(text.signer_title.upper(), text.signer_name),),
    )


def _opening(summary: Summary) -> str:
    campaign = summary.period.campaign
    return (
        f"Thực hiện Kế hoạch phát động phong trào thi đua “{campaign.title}”, {campaign.lead_office} tổng hợp kết quả năm "
        f"{summary.period.year}: {two_digits(summary.reported)}/{two_digits(summary.expected)} đơn vị đã báo cáo; "
        f"{two_digits(summary.met)}/{two_digits(summary.judged)} chỉ tiêu có số liệu đạt mục tiêu đến năm 2025."
    )


def _coverage(units: int) -> str:
    return f"{format_int(units)} đơn vị" if units else "chưa có"


def _note(row) -> str:
    return "" if row.eligible else "Chưa đủ tiêu chuẩn"


def _awarded(award) -> documents.AwardedRow:
    nominee = award.nominee
    position = ", ".join(part for part in (nominee.position, nominee.unit.name) if part and part != nominee.name)
    name = f"{nominee.honorific} {nominee.name}".strip()
    return documents.AwardedRow(name, position, "Giấy khen", award.decision.number_text)
