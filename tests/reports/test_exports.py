"""The export centre: what stands in each workbook, what never does, who may take it, and that the taking is logged."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from awards.models import Award
from core import jobs
from core.models import AuditEvent, Job, JobState
from reports.exports import EXPORTS
from reports.models import Entry
from reports.rules import Figures
from reports.services.reconsiderations import answer_reconsideration, ask_reconsideration
from reports.services.scoring import score_report
from tests.awards.making import make_decision, make_members
from tests.factories import make_unit, make_user
from tests.reports.factories import EARLY, make_desk, make_report_at
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db
TRAP = '=HYPERLINK("http://example.vn";"bấm")'


@pytest.fixture
def client(people, client_as):
    return client_as(people[Role.ADMIN])


def make(client, kind: str, year: int = 2023):
    return client.post(reverse("reports:export-make", args=[year, kind]))


def take(client, kind: str) -> openpyxl.Workbook:
    """The workbook of a list, through the worker's code when it is a big one."""
    answer = make(client, kind)
    if EXPORTS[kind].big:
        assert answer.status_code == 302
        job = Job.objects.get(kind="reports.export", state=JobState.QUEUED)
        jobs.run(str(job.pk))
        job.refresh_from_db()
        assert (job.state, job.error) == (JobState.DONE, "")
        assert job.done == job.total > 0
        answer = client.get(reverse("reports:export-file", args=[job.pk]))
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(b"".join(answer)))


def rows(sheet) -> list[dict]:
    """Lines below the head as dicts; the head is the first line with more than one filled cell."""
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    head = next(i for i, line in enumerate(lines) if sum(cell is not None for cell in line) > 1)
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :] if any(line)]


def no_formula(book) -> bool:
    return all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)


def test_units_and_registrations(client, period, commune):
    desk = make_desk(period, make_unit(UnitKind.CAP_XA, code="24718", name=TRAP, short_name="Bẫy"))
    units = take(client, "don-vi")
    told = {row["Mã đơn vị"]: row for row in rows(units.active)}
    assert {"24721", "24718"} <= set(told)
    assert (told["24718"]["Tên đơn vị"], told["24718"]["Hoạt động từ"]) == (TRAP, datetime(2023, 1, 1))
    assert no_formula(units)
    sent = {row["Mã đơn vị"]: row for row in rows(take(client, "dang-ky").active)}
    assert (sent["24721"]["Tình trạng"], sent["24721"]["Gửi lúc"]) == ("Chưa gửi", None)
    assert (sent["24718"]["Tình trạng"], sent["24718"]["Người gửi"]) == ("Đã gửi", desk.officer.full_name)
    assert isinstance(sent["24718"]["Ngày kế hoạch"], datetime) and isinstance(sent["24718"]["Gửi lúc"], datetime)


def test_reports_hold_numbers_as_numbers_and_no_draft(client, period):
    sent = make_report_at(
        "returned", period, make_unit(UnitKind.CAP_XA, code="24718"), X_02=Figures(a=Decimal(1204), b=Decimal(1510))
    )
    draft = make_report_at("draft", period, make_unit(UnitKind.CAP_XA, code="24719"))
    Entry.objects.filter(report=draft.report).update(note="Bí mật của nháp")
    book = take(client, "bao-cao")
    lines = rows(book["Số liệu báo cáo"])
    assert {line["Mã đơn vị"] for line in lines} == {"24718"}
    assert len(lines) == sent.report.entries.count()
    line = next(line for line in lines if line["Mã chỉ tiêu"] == "X-02")
    assert (line["Tử số (a)"], line["Mẫu số (b)"], line["Không phát sinh"]) == (1204, 1510, "Không")
    assert {line["Thẩm định"] for line in lines} == {"Chấp nhận", "Trả lại"}
    assert "Thiếu văn bản kèm theo." in {line["Lý do"] for line in lines}
    assert [row["Mã đơn vị"] for row in rows(book["Báo cáo"])] == ["24718"]
    assert "Bí mật" not in str([list(sheet.values) for sheet in book])


def test_reports_show_what_counts_after_a_granted_request(client, period):
    half = Figures(a=Decimal(1), b=Decimal(2))
    desk = make_report_at("accepted", period, make_unit(UnitKind.CAP_XA, code="24718"), X_02=half)
    ask = ask_reconsideration(desk.entry("X-02"), "appeal", text="Đếm thiếu.", figures=half, by=desk.officer, now=EARLY)
    figures = Figures(a=Decimal(3), b=Decimal(4))
    answer_reconsideration(ask, "granted", answer="Đúng.", figures=figures, by=desk.reviewer, now=EARLY)
    book = take(client, "bao-cao")
    line = next(line for line in rows(book["Số liệu báo cáo"]) if line["Mã chỉ tiêu"] == "X-02")
    assert (line["Tử số (a)"], line["Tử số được tính"], line["Mẫu số được tính"]) == (1, 3, 4)
    [asked] = rows(book["Đề nghị xem lại"])
    assert (asked["Mã đơn vị"], asked["Kết quả"], asked["Tử số chấp nhận"], asked["Trả lời"]) == (
        "24718",
        "Chấp nhận",
        3,
        "Đúng.",
    )


def test_scores_sum_to_the_total(client, period):
    desk = make_report_at("submitted", period, make_unit(UnitKind.CAP_XA, code="24718"))
    sheet = score_report(desk.report, "self")
    book = take(client, "diem")
    total = next(row for row in rows(book.worksheets[0]) if row["Mã đơn vị"] == "24718")
    lines = [row for row in rows(book["Dòng điểm"]) if row["Mã đơn vị"] == "24718"]
    assert Decimal(str(total["Điểm"])) == sheet.total == sum(Decimal(str(line["Điểm"])) for line in lines)
    assert total["Dấu vết"] == sheet.digest and len(lines) == len(sheet.lines)
    assert all(line["Giải thích"] for line in lines)


def test_dossiers_and_decisions(client, period, people):
    make_members()
    make_decision(period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=1, direct=2)
    book = take(client, "ho-so")
    people_told = rows(book["Đề nghị khen thưởng"])
    assert sorted(row["Loại"] for row in people_told) == ["Cá nhân", "Cá nhân", "Tập thể"]
    assert {row["Thẩm định"] for row in people_told} == {"Đủ điều kiện"}
    book = take(client, "quyet-dinh")
    decision = rows(book["Quyết định"])[0]
    assert decision["Ngày ký"].date() == date(2023, 12, 28)
    told = rows(book["Khen thưởng"])
    assert [row["Số vào sổ"] for row in told] == [
        award.register_number for award in Award.objects.order_by("register_number")
    ]
    assert all(isinstance(row["Tiền thưởng (đồng)"], int) for row in told)


def test_everything_in_one_workbook_and_nobody_s_vote(client, period, people):
    make_members()
    make_decision(period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=1, direct=2)
    make_report_at("submitted", period)
    book = take(client, "tat-ca")
    assert len(book.sheetnames) == 11
    text = str([list(sheet.values) for sheet in book])
    assert "Lê Thị Thử" not in text  # the members of the council
    assert no_formula(book)


def test_every_taking_is_in_the_log(client, period, people):
    for kind in EXPORTS:
        b"".join(make(client, kind))
    lines = AuditEvent.objects.filter(action="export.made").order_by("id")
    assert [(line.actor, line.data) for line in lines] == [("admin", {"kind": kind, "year": 2023}) for kind in EXPORTS]
    before = AuditEvent.objects.count()
    client.get(reverse("reports:exports"))
    assert AuditEvent.objects.count() == before


def test_asking_twice_gives_one_job_and_the_page_shows_it(client, period):
    for _ in range(2):
        make(client, "bao-cao")
    job = Job.objects.get(kind="reports.export")
    page = client.get(reverse("reports:exports"))
    assert [shown.pk for shown in page.context["jobs"]] == [job.pk]
    assert client.get(reverse("reports:export-file", args=[job.pk])).status_code == 404
    jobs.run(str(job.pk))
    assert reverse("reports:export-file", args=[job.pk]) in client.get(reverse("reports:exports")).content.decode()


def test_only_the_administrator_and_the_inspector(client, people, client_as, period):
    make(client, "bao-cao")
    job = Job.objects.get(kind="reports.export")
    jobs.run(str(job.pk))
    page, file = reverse("reports:exports"), reverse("reports:export-file", args=[job.pk])
    for role in Role:
        other = client_as(people[role])
        allowed = role in (Role.ADMIN, Role.INSPECTOR)
        assert other.get(page).status_code == (200 if allowed else 403), role
        answer = make(other, "don-vi")
        b"".join(answer)
        assert answer.status_code == (200 if allowed else 403), role
        answer = other.get(file)
        b"".join(answer)
        assert answer.status_code == {Role.ADMIN: 200, Role.INSPECTOR: 404}.get(role, 403), role
    assert client_as(make_user(Role.ADMIN)).get(file).status_code == 404
    shown = client_as(people[Role.INSPECTOR]).get(page).context["jobs"]
    assert list(shown) == []


@pytest.mark.parametrize("year", ["1999", "abcd", "٢٠٢٣", "20233"])
def test_odd_years_and_kinds(client, period, year):
    assert client.get(reverse("reports:exports"), {"nam": year}).status_code == 404
    assert make(client, "phieu-bau").status_code == 404
    assert make(client, "don-vi", 1999).status_code == 404
    assert client.get(reverse("reports:export-make", args=[2023, "don-vi"])).status_code == 405


def test_without_any_year_the_page_says_so(client):
    assert "Chưa có năm nào để xuất" in client.get(reverse("reports:exports")).content.decode()


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_number_of_questions_does_not_grow_with_the_rows(client, period, django_assert_max_num_queries, kind):
    limits = {"tat-ca": 34, "diem": 14}
    for n in range(3):
        make_report_at("submitted", period, make_unit(UnitKind.CAP_XA, code=f"x{n}"))
    with django_assert_max_num_queries(limits.get(kind, 12)):
        for sheet in EXPORTS[kind].sheets(period, lambda: None):
            list(sheet.rows)
