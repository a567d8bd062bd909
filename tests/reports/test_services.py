"""What happens to a report in the hands of its unit: every refusal beside the step that is allowed."""

import json
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.jobs import run
from core.models import Job
from core.workflow import TransitionDenied
from reports.enums import Verdict
from reports.models import Evidence, SubmissionPaper
from reports.rules import Figures
from reports.services import drafting, evidence, reports, review, sending
from tests.factories import make_unit, make_user
from tests.reports.factories import CLOSED, DUE, EARLY, LAST_MOMENT, LATE, fill, make_desk, make_report_at, pdf, send
from units.enums import Role

pytestmark = pytest.mark.django_db


def test_a_report_is_opened_once_by_its_own_unit_while_the_year_is_open(period):
    unit = make_unit()
    officer, stranger = make_user(Role.OFFICER, unit), make_user(Role.OFFICER, make_unit())
    with pytest.raises(TransitionDenied, match="Chỉ cán bộ được phân công"):
        reports.open_report(period, unit, by=stranger, now=EARLY)
    with pytest.raises(TransitionDenied, match="đã đóng ngày 01/01/2024"):
        reports.open_report(period, unit, by=officer, now=CLOSED)
    first = reports.open_report(period, unit, by=officer, now=EARLY)
    assert reports.open_report(period, unit, by=officer, now=CLOSED) == first


def test_saving_keeps_all_lines_or_none(period):
    desk = make_desk(period)
    rows = {"X-02": Figures(a=Decimal(80), b=Decimal(100)), "TT-03": Figures(value=Decimal(-1))}
    with pytest.raises(drafting.WrongLinesError) as wrong:
        reports.save_entries(desk.report, rows, by=desk.officer)
    assert wrong.value.lines == {"TT-03": {"value": "Số không được âm. Nhập số từ 0 trở lên."}}
    assert desk.fresh().entries.count() == 0
    rows["TT-03"] = Figures(value=Decimal(2))
    reports.save_entries(desk.report, rows, by=desk.officer)
    kept = {entry.indicator.code: (entry.a, entry.b, entry.value) for entry in desk.report.entries.all()}
    assert kept == {"X-02": (80, 100, None), "TT-03": (None, None, 2)}


def test_only_the_unit_itself_writes(period):
    desk = make_desk(period)
    other = make_desk(period)
    with pytest.raises(TransitionDenied):
        reports.save_entries(desk.report, {"TT-03": Figures(value=Decimal(2))}, by=other.officer)
    with pytest.raises(TransitionDenied):
        reports.save_entries(desk.report, {"TT-03": Figures(value=Decimal(2))}, by=desk.reviewer)
    assert desk.report.entries.count() == 0


def test_an_indicator_of_another_kind_of_unit_is_no_line(period):
    desk = make_desk(period)
    with pytest.raises(drafting.WrongLinesError, match="không thuộc báo cáo của đơn vị"):
        reports.save_entries(desk.report, {"PB-01": Figures(a=Decimal(1), b=Decimal(1))}, by=desk.officer)


def test_evidence_is_kept_with_its_line_and_a_liar_with_nothing(period):
    desk = make_desk(period)
    liar = SimpleUploadedFile("bao-cao.pdf", b"MZ\x90\x00 not a pdf", "application/pdf")
    with pytest.raises(drafting.WrongLinesError, match="không đúng với đuôi"):
        reports.save_entries(desk.report, {"TT-01": Figures(yes=True)}, by=desk.officer, uploads={"TT-01": (liar, "")})
    assert (desk.report.entries.count(), Evidence.objects.count()) == (0, 0)
    reports.save_entries(
        desk.report, {"TT-01": Figures(yes=True)}, by=desk.officer, uploads={"TT-01": (pdf(), "tr. 3")}
    )
    evidence = Evidence.objects.get()
    assert (evidence.reference, evidence.file.name, evidence.entry) == ("tr. 3", "minh-chung.pdf", desk.entry("TT-01"))
    reports.save_entries(desk.report, {"TT-01": Figures(yes=True)}, by=desk.officer, removals=frozenset({evidence.pk}))
    assert Evidence.objects.count() == 0


def test_evidence_of_another_report_is_not_removed(period):
    mine, other = make_desk(period), make_desk(period)
    reports.save_entries(other.report, {"TT-01": Figures(yes=True)}, by=other.officer, uploads={"TT-01": (pdf(), "")})
    foreign = frozenset({Evidence.objects.get().pk})
    reports.save_entries(mine.report, {"TT-01": Figures(yes=True)}, by=mine.officer, removals=foreign)
    assert Evidence.objects.count() == 1
    with pytest.raises(TransitionDenied):
        evidence.remove_evidence(Evidence.objects.get(), by=mine.officer)
    evidence.remove_evidence(Evidence.objects.get(), by=other.officer)
    assert Evidence.objects.count() == 0


def test_evidence_stays_out_of_a_sent_report(period):
    desk = make_report_at("submitted", period)
    with pytest.raises(TransitionDenied, match="không sửa được"):
        evidence.add_evidence(desk.entry("TT-01"), pdf(), by=desk.officer)
    draft = make_report_at("draft", period)
    assert evidence.add_evidence(draft.entry("TT-01"), pdf(), reference="mục II", by=draft.officer).pk


def test_no_more_than_ten_files_a_line(period):
    desk = make_report_at("draft", period)
    entry = desk.entry("TT-01")
    for number in range(10):
        evidence.add_evidence(entry, pdf(f"{number}.pdf", str(number)), by=desk.officer)
    with pytest.raises(drafting.WrongLinesError, match="tối đa 10 tệp"):
        evidence.add_evidence(entry, pdf("11.pdf"), by=desk.officer)


def test_submitting_needs_a_registration_and_every_line(period):
    desk = make_desk(period, registered=False)
    with pytest.raises(TransitionDenied, match=r"chưa gửi đăng ký thi đua năm 2023 \(mục IV.1.1\)"):
        send(desk, now=EARLY)
    desk = make_desk(period)
    with pytest.raises(TransitionDenied, match=r"Còn 29 việc: 29 dòng chưa điền\. Cần điền: Đã ban hành kế hoạch"):
        send(desk, now=EARLY)
    fill(desk, X_02=Figures())
    with pytest.raises(TransitionDenied, match=r"Còn 1 việc: 1 dòng chưa điền\. Cần điền: Hồ sơ công việc tại cấp xã"):
        send(desk, now=EARLY)
    fill(desk)
    assert send(desk, now=EARLY).state == "submitted"


@pytest.mark.parametrize(("now", "late"), [(LAST_MOMENT, False), (DUE, True), (LATE, True)])
def test_late_begins_with_the_first_instant_of_20_december(period, now: datetime, late):
    desk = make_report_at("submitted", period, now=now)
    assert (desk.report.late, desk.report.submissions.get().late, desk.report.submitted_at) == (late, late, now)


def test_a_closed_year_takes_nothing_new_but_what_came_back(period):
    draft = make_report_at("draft", period)
    with pytest.raises(TransitionDenied, match="đã đóng"):
        send(draft, now=CLOSED)
    returned = make_report_at("returned", period)
    report = send(returned, now=CLOSED)
    assert (report.state, report.late) == ("submitted", False)


def test_what_was_sent_is_frozen_with_its_hash(period):
    desk = make_report_at("submitted", period, X_02=Figures(a=Decimal(1204), b=Decimal(1510)))
    submission = desk.report.submissions.get()
    body = json.dumps(submission.snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert submission.sha256 == sha256(body.encode()).hexdigest()
    rows = {row["code"]: row for section in submission.snapshot["sections"] for row in section["rows"]}
    assert (rows["X-02"]["shown"], rows["X-02"]["parts"]) == ("79,74%", "1.204 / 1.510\u00a0hồ sơ")
    assert (submission.number, submission.by, submission.prepared_by) == (1, desk.head.username, desk.officer.username)


def test_the_printed_copy_is_made_once_by_a_job(period):
    make_report_at("submitted", period)
    job = Job.objects.get(kind="reports.submission_pdf")
    run(str(job.pk))
    job.refresh_from_db()
    assert job.state == "done", job.error
    paper = SubmissionPaper.objects.get()
    assert paper.file.content_type == "application/pdf"
    Job.objects.filter(pk=job.pk).update(state="queued")
    run(str(job.pk))
    assert SubmissionPaper.objects.get() == paper


def test_withdrawing_ends_when_a_line_is_reviewed(period):
    desk = make_report_at("submitted", period, now=LATE)
    report = sending.withdraw_report(desk.report, by=desk.officer, now=EARLY)
    assert (report.state, report.submitted_at, report.late) == ("draft", None, False)
    send(desk, now=LATE)
    review.decide_entry(desk.entry("X-02"), Verdict.ACCEPTED, by=desk.reviewer, now=LATE)
    with pytest.raises(TransitionDenied, match="đã bắt đầu thẩm định"):
        sending.withdraw_report(desk.report, by=desk.officer, now=EARLY)
    assert [copy.number for copy in desk.report.submissions.all()] == [1, 2]


def test_only_returned_lines_open_after_a_return(period):
    desk = make_report_at("returned", period)
    open_line = desk.report.entries.get(verdict=Verdict.RETURNED).indicator.code
    assert open_line != "X-02"
    with pytest.raises(drafting.WrongLinesError, match="không bị trả lại nên không sửa được"):
        reports.save_entries(desk.report, {"X-02": Figures(a=Decimal(1), b=Decimal(2))}, by=desk.officer)
    with pytest.raises(drafting.WrongLinesError, match="không đổi được minh chứng"):
        evidence.add_evidence(desk.entry("X-02"), pdf(), by=desk.officer)
    reports.save_entries(desk.report, {open_line: Figures(yes=False)}, by=desk.officer)
    evidence.add_evidence(desk.entry(open_line), pdf(), by=desk.officer)
    assert desk.entry(open_line).yes is False


def test_after_sending_again_only_the_changed_lines_wait(period):
    desk = make_report_at("returned", period)
    send(desk, now=EARLY)
    waiting = desk.report.entries.filter(verdict=Verdict.PENDING)
    assert [entry.reason for entry in waiting] == ["Thiếu văn bản kèm theo."]
    assert desk.report.entries.filter(verdict=Verdict.ACCEPTED).count() == desk.report.entries.count() - 1
