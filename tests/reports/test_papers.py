"""The printed copy: what the frozen content says, nothing read from rows that may have changed since."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from core import files
from reports.models import Submission
from reports.rules import Figures
from reports.services import evidence
from reports.services.papers import make_paper, paper_of
from tests.factories import make_unit
from tests.reports.factories import LATE, make_report_at, pdf, send
from units.enums import UnitKind

pytestmark = pytest.mark.django_db


def paper(submission: Submission):
    return paper_of(submission.snapshot, sha256=submission.sha256)


def test_the_paper_says_what_was_sent(period):
    desk = make_report_at(
        "draft",
        period,
        X_02=Figures(a=Decimal(1204), b=Decimal(1510)),
        XHS_03c=Figures(na=True, note="Xã không có tuyến biên giới"),
        TT_03=Figures(value=Decimal(3)),
    )
    evidence.add_evidence(desk.entry("X-02"), pdf("trích-xuất.pdf"), reference="tr. 3", by=desk.officer)
    send(desk, now=LATE)
    doc = paper(desk.report.submissions.get())
    rows = {row.name: row for row in doc.rows}
    work = rows["Hồ sơ công việc tại cấp xã được xử lý trên môi trường mạng"]
    assert (work.numerator, work.denominator, work.value, work.target, work.verdict, work.evidence) == (
        1204, 1510, "79,74%", "từ 70% trở lên", "Đạt", "trích-xuất.pdf (tr. 3)",
    )  # fmt: skip
    border = rows["Tuyến biên giới có camera giám sát an ninh, trật tự"]
    assert (border.value, border.note, border.verdict) == ("Không phát sinh", "Xã không có tuyến biên giới", "")
    assert [row.value for row in doc.rows if row.name.startswith("Số sáng kiến")] == ["3"]
    assert next(story.heading for story in doc.narratives) == "Tình hình tổ chức thực hiện, kết quả nổi bật"
    assert doc.stamp.startswith("Bản đã nộp lần 1, lúc 09:00 ngày 22/12/2023, nộp muộn; người lập: ")
    assert doc.addressees == ("Phòng Văn hóa và Thông tin", "Phòng Nội vụ")


@pytest.mark.parametrize(
    ("kind", "parent"), [(UnitKind.CAP_XA, ""), (UnitKind.PHONG_BAN, "Ủy ban nhân dân huyện Đắk Song")]
)
def test_a_division_of_the_district_stands_under_it(period, kind, parent):
    desk = make_report_at("submitted", period, make_unit(kind))
    assert paper(desk.report.submissions.get()).head.issuer.parent == parent


@pytest.mark.parametrize(
    ("kind", "place", "signer"),
    [
        (UnitKind.CAP_XA, "Nam Bình", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (UnitKind.PHONG_BAN, "Đắk Song", ("THỦ TRƯỞNG ĐƠN VỊ",)),
    ],
)
def test_a_commune_dates_and_signs_in_its_own_place(period, kind, place, signer):
    unit = make_unit(kind, name="Ủy ban nhân dân xã Nam Bình", short_name="Xã Nam Bình")
    doc = paper(make_report_at("submitted", period, unit).report.submissions.get())
    assert str(doc.head.place_date).startswith(f"{place}, ngày")
    assert [one.lines for one in doc.signers] == [signer]


def test_the_pdf_carries_the_vietnamese_text_and_the_hash(period):
    desk = make_report_at("submitted", period)
    submission = desk.report.submissions.get()
    made = make_paper(submission)
    read = " ".join(page.extract_text() for page in PdfReader(BytesIO(files.read(made.file))).pages)
    text = " ".join(read.split())
    assert submission.sha256 in text.replace(" ", "")
    assert "Tổ chức phong trào thi đua thiết thực" in text
    assert make_paper(submission) == made
