"""Giấy khen: printed once however often the job runs, what each file says, who may take it, retry and revocation."""

import hashlib
import zipfile
from io import BytesIO
from itertools import product

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from awards.models import Certificate
from awards.services import certificates, replacement
from awards.workflow import CERTIFICATE
from core import files, jobs
from core.models import AuditEvent, Job, JobState, StoredFile
from core.transitions import apply
from core.workflow import TransitionDenied
from tests.awards import making
from tests.factories import appoint, make_unit, make_user
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(period, people, members):
    return making.make_decision(
        period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=2, direct=4, leaders=1
    )


@pytest.fixture
def printed(decision):
    jobs.run(str(Job.objects.get().pk))
    return decision


def snapshot() -> list[tuple]:
    return list(Certificate.objects.order_by("pk").values_list("pk", "state", "token", "file__sha256", "issued_at"))


# --- printing -------------------------------------------------------------------------


def test_the_job_prints_everything_and_tells_how_far_it_is(decision):
    seen = []
    assert certificates.print_pending(decision.pk, lambda done, total: seen.append((done, total))) == 7
    assert seen == [(0, 7), (5, 7), (7, 7)]
    assert set(Certificate.objects.values_list("state", flat=True)) == {"valid"}
    assert AuditEvent.objects.filter(action="certificate.issue", actor="hệ thống (in Giấy khen)").count() == 7


def test_three_runs_are_one_run(decision):
    job = Job.objects.get()
    states = []
    for _ in range(3):
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
        jobs.run(str(job.pk))
        job.refresh_from_db()
        states.append((snapshot(), StoredFile.objects.count(), AuditEvent.objects.count()))
        assert (job.state, job.done, job.total) == (JobState.DONE, 7, 7)
    assert states[0] == states[1] == states[2]
    assert job.result == {"issued": 0, "url": reverse("awards:decision-detail", args=[decision.pk])}


def test_a_run_goes_on_where_another_stopped(decision, monkeypatch):
    real, drawn = certificates.draw_certificates, []

    def stops_after_five(items, layout):
        drawn.append(len(items))
        if len(drawn) > 1:
            raise MemoryError("hết bộ nhớ")
        return real(items, layout)

    monkeypatch.setattr(certificates, "draw_certificates", stops_after_five)
    with pytest.raises(MemoryError):
        certificates.print_pending(decision.pk, lambda done, total: None)
    first = {row[0]: row for row in snapshot() if row[1] == "valid"}
    assert len(first) == 5
    monkeypatch.setattr(certificates, "draw_certificates", real)
    assert certificates.print_pending(decision.pk, lambda done, total: None) == 2
    assert {row[0]: row for row in snapshot() if row[0] in first} == first


def test_a_run_that_comes_second_changes_nothing(decision):
    """Two workers drew the same certificate: the first one's file stays."""
    one = Certificate.objects.first()
    assert certificates._issue(one, b"%PDF-1.7 first") is True
    assert certificates._issue(one, b"%PDF-1.7 second") is False
    one.refresh_from_db()
    assert files.read(one.file) == b"%PDF-1.7 first"
    assert StoredFile.objects.count() == 1


def test_a_poisoned_job_fails_visibly_and_is_printed_after_retry(decision, people, client_as, monkeypatch):
    real = certificates.draw_certificates
    monkeypatch.setattr(certificates, "draw_certificates", lambda *_: 1 / 0)
    job = Job.objects.get()
    for _ in range(jobs.MAX_ATTEMPTS):
        jobs.run(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    monkeypatch.setattr(certificates, "draw_certificates", real)
    office = client_as(people[Role.APPRAISER])
    page = office.get(reverse("awards:decision-detail", args=[decision.pk])).content.decode()
    assert "In tiếp 7 Giấy khen còn thiếu" in page
    office.post(reverse("awards:certificates-print", args=[decision.pk]))
    jobs.run(str(job.pk))
    assert set(Certificate.objects.values_list("state", flat=True)) == {"valid"}
    assert Job.objects.count() == 1
    page = office.get(reverse("awards:decision-detail", args=[decision.pk])).content.decode()
    assert "In tiếp" not in page


# --- what is on the paper ------------------------------------------------------------------


def test_every_paper_says_what_the_decision_says(printed):
    for certificate in certificates.of_decision(printed):
        row = certificates.facts_of(printed)[certificate.award.nominee_id]
        data = files.read(certificate.file)
        assert hashlib.sha256(data).hexdigest() == certificate.file.sha256
        read = making.text_of(data)
        for expected in (row["name"], row["register_text"], "01/QĐ-UBND", "ngày 28 tháng 12 năm 2023", "CHỦ TỊCH"):
            assert expected in read, read


def test_the_qr_leads_to_the_check_page_of_this_paper(printed, client):
    for certificate in certificates.of_decision(printed)[:3]:
        page = pypdfium2.PdfDocument(files.read(certificate.file))[0]
        (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        assert code.text == f"{settings.SITE_URL}/kiem-tra/{certificate.token}/"
        shown = client.get(code.text.removeprefix(settings.SITE_URL)).content.decode()
        assert certificate.award.nominee.name in shown and "Còn hiệu lực" in shown


def test_one_file_for_the_printer_and_a_zip(printed, people, client_as):
    client = client_as(people[Role.APPRAISER])
    merged = client.get(reverse("awards:certificates-pdf", args=[printed.pk]))
    names = [row.award.nominee.name for row in certificates.of_decision(printed)]
    read = [page.extract_text() for page in PdfReader(BytesIO(merged.content)).pages]
    assert len(read) == 7
    assert all(name in " ".join(text.split()) for name, text in zip(names, read, strict=True))
    packed = client.get(reverse("awards:certificates-zip", args=[printed.pk]))
    with zipfile.ZipFile(BytesIO(packed.getvalue())) as package:
        assert package.testzip() is None
        kept = {hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}
        assert all(name.isascii() and name.startswith("giay-khen-") for name in package.namelist())
    assert kept == set(Certificate.objects.values_list("file__sha256", flat=True))


def test_nothing_to_take_away_before_printing(decision, people, client_as):
    client = client_as(people[Role.APPRAISER])
    for name in ("certificates-pdf", "certificates-zip"):
        page = client.get(reverse(f"awards:{name}", args=[decision.pk]), follow=True).content.decode()
        assert "Chưa có Giấy khen nào in xong" in page


# --- who may take it ---------------------------------------------------------------------------


def test_an_officer_reads_those_of_the_own_unit_only(printed, people, client_as, client):
    certificate = Certificate.objects.filter(award__kind="individual").first()
    url = reverse("awards:certificate-file", args=[certificate.pk])
    own = make_user(Role.OFFICER, certificate.award.nominee.unit)
    assert client_as(own).get(url).getvalue() == files.read(certificate.file)
    assert client_as(people[Role.OFFICER]).get(url).status_code == 404
    appoint(people[Role.COUNCIL], Role.COUNCIL, make_unit())
    answers = {role: client_as(people[role]).get(url) for role in Role.values}
    read = {role for role, answer in answers.items() if answer.streaming and answer.getvalue().startswith(b"%PDF")}
    assert read == {role for role, answer in answers.items() if answer.status_code == 200}
    assert read == {
        "chairman",
        "appraiser",
        "reviewer",
        "council",
        "inspector",
    }
    assert client.get(url).status_code == 302
    assert client_as(own).get(reverse("awards:certificate-file", args=[10**12])).status_code == 404


def test_a_unit_finds_its_own(printed, people, client_as):
    certificate = Certificate.objects.filter(award__kind="individual").first()
    own = make_user(Role.OFFICER, certificate.award.nominee.unit)
    url = reverse("awards:own-certificates")
    page = client_as(own).get(url).content.decode()
    assert page.count("Mở PDF") == 5 and certificate.award.nominee.name in page
    page = client_as(people[Role.OFFICER]).get(url).content.decode()
    assert "Mở PDF" not in page and "sẽ hiện ở đây" in page


def test_a_certificate_still_waiting_says_so(decision, people, client_as):
    certificate = Certificate.objects.filter(award__kind="individual").first()
    url = reverse("awards:certificate-file", args=[certificate.pk])
    own = make_user(Role.OFFICER, certificate.award.nominee.unit)
    for person in (own, people[Role.CHAIRMAN]):
        assert "đang được in" in client_as(person).get(url, follow=True).content.decode()


# --- life after ------------------------------------------------------------------------------------


def test_from_by_step_by_role(decision, people):
    """All in one world: what is refused changes nothing, what is allowed is put back."""
    appoint(people[Role.COUNCIL], Role.COUNCIL, make_unit())
    waiting, valid, revoked, replaced = Certificate.objects.all()[:4]
    for certificate in (valid, revoked, replaced):
        certificates._issue(certificate, b"%PDF-1.7")
    certificates.revoke(revoked, by=people[Role.CHAIRMAN], reason="khai gian dối")
    replacement.replace_certificate(replaced, by=people[Role.CHAIRMAN], reason="rách")
    stored = files.store_bytes(b"%PDF-1.7 x", name="x.pdf", content_type="application/pdf")
    fields = {
        "issue": {"file": stored, "issued_at": timezone.now()},
        "revoke": {"revoked_at": timezone.now(), "revoke_reason": "vì sai"},
        "replace": {"revoked_at": timezone.now(), "revoke_reason": "vì sai"},
    }
    subjects = {"pending": waiting, "valid": valid, "revoked": revoked, "replaced": replaced}
    allowed = set()
    for state, step, role in product(subjects, fields, Role.values):
        try:
            with transaction.atomic():
                apply(CERTIFICATE, subjects[state], step, by=people[role], reason="vì sai", **fields[step])
                allowed.add((state, step, role))
                raise TransitionDenied("lùi lại để thử tiếp")
        except TransitionDenied:
            assert Certificate.objects.get(pk=subjects[state].pk).state == state
    assert allowed == {
        ("pending", "issue", "appraiser"),
        ("valid", "revoke", "chairman"),
        ("valid", "replace", "chairman"),
    }


def test_revoking_needs_a_reason_and_shows_at_once(printed, people, client_as, client):
    certificate = Certificate.objects.first()
    url = reverse("awards:certificate-revoke", args=[certificate.pk])
    chairman = client_as(people[Role.CHAIRMAN])
    assert "Cần ghi lý do" in chairman.post(url, {"reason": "  "}, follow=True).content.decode()
    assert "Còn hiệu lực" in client.get(reverse("public:certificate", args=[certificate.token])).content.decode()
    chairman.post(url, {"reason": "Hồ sơ khai không đúng."})
    page = client.get(reverse("public:certificate", args=[certificate.token])).content.decode()
    assert "Đã thu hồi" in page and "Còn hiệu lực" not in page
    assert "Hồ sơ khai không đúng" not in page  # the reason is the office's, the paper does not carry it
    assert "không thể" in chairman.post(url, {"reason": "lần nữa"}, follow=True).content.decode().lower()


def test_only_the_chairman_revokes(decision, people, client_as):
    certificate = Certificate.objects.first()
    certificates._issue(certificate, b"%PDF-1.7")
    url = reverse("awards:certificate-revoke", args=[certificate.pk])
    answers = {role: client_as(people[role]).post(url, {"reason": "x"}).status_code for role in Role.values[::-1]}
    assert answers == {role: 302 if role == Role.CHAIRMAN else 403 for role in Role.values}
    assert AuditEvent.objects.get(action="certificate.revoke").actor == people[Role.CHAIRMAN].username


def test_revoked_ones_are_not_printed_again(printed, people):
    certificate = Certificate.objects.first()
    certificates.revoke(certificate, by=people[Role.CHAIRMAN], reason="khai gian dối")
    with certificates.as_zip(printed) as packed, zipfile.ZipFile(packed) as package:
        assert len(package.namelist()) == 6
    assert len(PdfReader(BytesIO(certificates.merged_pdf(printed))).pages) == 6


def test_what_is_issued_never_changes(printed):
    certificate = Certificate.objects.first()
    other = files.store_bytes(b"%PDF-1.7 other", name="x.pdf", content_type="application/pdf")
    rows = Certificate.objects.filter(pk=certificate.pk)
    for change in (
        {"file": other},
        {"token": "0" * 28},
        {"issued_at": timezone.now()},
        {"state": "pending", "file": None, "issued_at": None},
        {"state": "revoked"},
        {"state": "revoked", "revoked_at": timezone.now(), "revoke_reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    assert rows.update(state="revoked", revoked_at=timezone.now(), revoke_reason="vì sai") == 1


@pytest.mark.parametrize("people_in_it", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    period, people, client_as, django_assert_max_num_queries, people_in_it
):
    making.make_members(3)
    decision = making.make_decision(
        period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=1, direct=people_in_it
    )
    client = client_as(people[Role.CHAIRMAN])
    with django_assert_max_num_queries(15):
        client.get(reverse("awards:decision-detail", args=[decision.pk]))
