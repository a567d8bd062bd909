"""The yearly summary (VI.1.d): figures from the data, words of Phòng VH-TT, printed editions that stay."""

import io

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import files, jobs
from core.models import AuditEvent, Job
from core.workflow import TransitionDenied
from reports.models import SummaryPaper
from reports.services import summary as services
from reports.summary import gather
from tests.factories import make_unit, make_user
from tests.reports.factories import LATE, make_report_at
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db
WORDS = {
    "achievements": "Tỷ lệ hồ sơ trực tuyến tăng.",
    "shortcomings": "",
    "proposals": "",
    "number": "125",
    "signer_title": "Trưởng phòng",
    "signer_name": "Đỗ Văn Thử",
}


@pytest.fixture
def reviewer(db):
    return make_user(Role.REVIEWER)


def test_every_figure_comes_from_the_data(period):
    on_time = make_report_at("accepted", period)
    late = make_report_at("submitted", period, now=LATE)
    missing = make_unit(UnitKind.CAP_XA)
    found = gather(period)
    communes = next(row for row in found.participation if row.kind == UnitKind.CAP_XA.label)
    assert (communes.units, communes.on_time, communes.late, communes.missing) == (3, 1, 1, 1)
    assert missing in found.missing and on_time.unit not in found.missing
    assert found.late == (late.unit,)
    hs = next(row for row in found.targets if row.code == "CQS-05a")
    assert hs.units == 1, "only accepted reports count"


def test_number_of_queries_does_not_grow(period, django_assert_num_queries):
    make_report_at("accepted", period)
    gather(period)
    with django_assert_num_queries(13):
        gather(period)
    for _ in range(2):
        make_report_at("accepted", period)
    with django_assert_num_queries(13):
        gather(period)


def test_only_the_reviewer_writes_and_it_is_logged(period, reviewer):
    with pytest.raises(TransitionDenied, match="Phòng Văn hóa và Thông tin"):
        services.save_summary(period, by=make_user(Role.CHAIRMAN), **WORDS)
    kept = services.save_summary(period, by=reviewer, **WORDS)
    assert kept.achievements == "Tỷ lệ hồ sơ trực tuyến tăng."
    assert AuditEvent.objects.latest("id").action == "summary.save"


def test_pdf_says_the_words_and_the_figures_and_stays(period, reviewer):
    desk = make_report_at("accepted", period)
    services.save_summary(period, by=reviewer, **WORDS)
    job = services.queue_summary(period, by=reviewer)
    assert services.queue_summary(period, by=reviewer) == job, "asked twice, made once"
    jobs.run(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == "done"
    paper = SummaryPaper.objects.get()
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files.read(paper.file))).pages)
    assert "Tỷ lệ hồ sơ trực tuyến tăng." in text and desk.unit.name in text
    again = services.make_summary(period, by=reviewer.username)
    assert again == paper, "same data, same bytes, same edition"
    with pytest.raises(IntegrityError), transaction.atomic():
        SummaryPaper.objects.update(made_by="ai khác")


def test_nobody_signs_an_unsigned_summary(period, reviewer):
    with pytest.raises(ValidationError, match="họ tên người ký"):
        services.queue_summary(period, by=reviewer)


def test_page_is_read_by_offices_and_written_by_one(period, client_as, reviewer):
    address = f"/tong-hop/{period.year}/"
    chairman = client_as(make_user(Role.CHAIRMAN))
    assert "Lưu phần lời" not in chairman.get(address).content.decode()
    assert "Lưu phần lời" in client_as(reviewer).get(address).content.decode()
    refused = client_as(reviewer).post(address, WORDS | {"number": "một trăm", "achievements": "Giữ lại câu này."})
    assert refused.status_code == 422
    assert "chỉ gồm chữ số" in refused.content.decode() and "Giữ lại câu này." in refused.content.decode()
    chairman.post(address, WORDS)
    assert not SummaryPaper.objects.exists()
    assert client_as(make_user(Role.OFFICER)).get(address).status_code == 403


def test_a_year_or_paper_that_is_not_there_is_a_404(client_as, period, reviewer):
    client = client_as(reviewer)
    assert client.get("/tong-hop/1999/").status_code == 404
    assert client.get(f"/tong-hop/{period.year}/tep/9/").status_code == 404
