"""Signed papers of a decision: who takes them away, what is taken back, who gets them, and what is checked later."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards.models import Certificate, SignedFile
from awards.pages.signing import signing_lines
from awards.services import certificates, signing
from awards.services.decision_paper import render_decision
from config.checks import signing_roots
from core import files, jobs
from core.models import AuditEvent, Job
from core.signatures import SENTENCES
from core.workflow import TransitionDenied
from tests.awards import making, pki
from tests.factories import make_user
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def roots(settings, tmp_path):
    (tmp_path / "goc.pem").write_bytes(pki.root().pem)
    settings.SIGNING_ROOTS = str(tmp_path)
    return tmp_path


@pytest.fixture
def decision(period, people, members, roots):
    made = making.make_decision(period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=0, direct=2)
    jobs.run(str(Job.objects.get().pk))
    return made


@pytest.fixture
def certificate(decision):
    return Certificate.objects.select_related("file", "award__nominee").first()


def upload(data: bytes, name: str = "giay-khen-da-ky.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


def signed(paper, by, **options) -> SimpleUploadedFile:
    original = signing.to_sign(paper, by=by).read()
    return upload(pki.sign(original, pki.chairman(), at=timezone.now().replace(microsecond=0), **options))


# --- taken back -----------------------------------------------------------------------------


def test_a_signed_certificate_is_taken_and_goes_where_the_unsigned_one_went(certificate, people, client, client_as):
    sent = signed(certificate, people[Role.APPRAISER], visible=True)
    client_of_office = client_as(people[Role.APPRAISER])
    page = client_of_office.post(
        reverse("awards:certificate-signing", args=[certificate.pk]), {"file": sent}, follow=True
    ).content.decode()
    assert "Đã nhận bản ký số" in page and "Trần Văn Mẫu" in page
    row = SignedFile.objects.get(certificate=certificate)
    assert (row.signer, row.issuer) == ("Trần Văn Mẫu", "Nơi cấp trung gian thử")
    assert row.uploaded_by == people[Role.APPRAISER].username
    sent.seek(0)
    data = sent.read()
    assert files.read(row.file) == data and row.file.name.endswith("-da-ky.pdf")
    own = make_user(Role.OFFICER, certificate.award.nominee.unit)
    assert client_as(own).get(reverse("awards:certificate-file", args=[certificate.pk])).getvalue() == data
    assert client_as(own).get(reverse("awards:own-certificates")).content.decode().count("Mở bản đã ký số") == 1
    check = reverse("public:certificate", args=[certificate.token])
    assert "Bản đã ký số bởi" in client.get(check).content.decode()
    for bytes_of_paper in (data, files.read(certificate.file)):
        assert "đúng từng byte" in client.post(check, {"file": upload(bytes_of_paper)}).content.decode()
    assert "khác với tệp" in client.post(check, {"file": upload(data + b" ")}).content.decode()
    event = AuditEvent.objects.get(action="signed_file.attach")
    assert event.data["signer"] == "Trần Văn Mẫu" and event.data["sha256"] == row.file.sha256


def test_the_decision_is_kept_once_and_stays_as_it_was(decision, people, client_as, monkeypatch):
    chairman = people[Role.CHAIRMAN]
    original = signing.to_sign(decision, by=chairman)
    assert original.read() == render_decision(decision)
    sent = signed(decision, chairman)
    monkeypatch.setattr(signing, "render_decision", lambda one: b"%PDF-1.7 painted by a later version")
    assert signing.to_sign(decision, by=people[Role.APPRAISER]).sha256 == original.sha256
    assert AuditEvent.objects.filter(action=signing.KEPT).count() == 1
    assert signing.decision_file(decision) == original.read()
    signing.attach_signed(decision, sent, by=chairman)
    sent.seek(0)
    client = client_as(people[Role.INSPECTOR])
    assert client.get(reverse("awards:decision-pdf", args=[decision.pk])).content == sent.read()


def test_each_refusal_is_said_at_the_field_and_nothing_is_kept(certificate, people, client_as):
    url = reverse("awards:certificate-signing", args=[certificate.pk])
    client = client_as(people[Role.APPRAISER])
    good = signed(certificate, people[Role.APPRAISER]).read()
    stranger = pki.sign(files.read(certificate.file), pki.issue("Trần Văn Mẫu"), at=timezone.now())
    refused = {
        "unsigned": files.read(certificate.file),
        "not_pdf": b"<html></html>",
        "not_ours": pki.sign(pki.document("Giay khen"), pki.chairman(), at=timezone.now()),
        "added_after": pki.update(good),
        "untrusted": stranger,
    }
    for code, data in refused.items():
        answer = client.post(url, {"file": upload(data)})
        assert (answer.status_code, SENTENCES[code] in answer.content.decode()) == (422, True), code
    assert "Chọn tệp PDF đã ký số" in client.post(url, {}).content.decode()
    assert "trống" in client.post(url, {"file": upload(b"")}).content.decode()
    assert not SignedFile.objects.exists()
    assert client.post(url, {"file": upload(good)}).status_code == 302


def test_another_certificates_signed_file_is_not_this_ones(decision, people):
    one, other = Certificate.objects.all()[:2]
    sent = signed(other, people[Role.APPRAISER])
    with pytest.raises(ValidationError) as refused:
        signing.attach_signed(one, sent, by=people[Role.APPRAISER])
    assert refused.value.message_dict["file"] == [SENTENCES["not_ours"]]
    sent.seek(0)
    assert signing.attach_signed(other, sent, by=people[Role.APPRAISER]).certificate == other


def test_once_only_while_in_force_and_by_the_office(decision, people):
    one, other = Certificate.objects.all()[:2]
    chairman, office = people[Role.CHAIRMAN], people[Role.APPRAISER]
    sent = signed(one, office)
    for role in (Role.OFFICER, Role.HEAD, Role.REVIEWER, Role.COUNCIL, Role.INSPECTOR, Role.ADMIN):
        with pytest.raises(TransitionDenied, match="Chỉ Phòng Nội vụ"):
            signing.attach_signed(one, sent, by=people[role])
    signing.attach_signed(one, sent, by=chairman)
    with pytest.raises(TransitionDenied, match="đã có bản ký số"):
        signing.attach_signed(one, signed(one, office), by=office)
    of_other = signed(other, office)
    certificates.revoke(other, by=chairman, reason="khai gian dối")
    with pytest.raises(TransitionDenied, match="còn hiệu lực"):
        signing.attach_signed(other, of_other, by=office)
    assert SignedFile.objects.count() == 1


def test_revoked_while_the_signature_was_being_checked(certificate, people, monkeypatch):
    office, real = people[Role.APPRAISER], signing.check_confined
    sent = signed(certificate, office)

    def meanwhile(*args, **options):
        certificates.revoke(
            Certificate.objects.get(pk=certificate.pk), by=people[Role.CHAIRMAN], reason="khai gian dối"
        )
        return real(*args, **options)

    monkeypatch.setattr(signing, "check_confined", meanwhile)
    with pytest.raises(TransitionDenied, match="còn hiệu lực"):
        signing.attach_signed(certificate, sent, by=office)
    assert not SignedFile.objects.exists()


def test_a_signed_file_is_never_changed(certificate, people):
    row = signing.attach_signed(certificate, signed(certificate, people[Role.APPRAISER]), by=people[Role.APPRAISER])
    rows = SignedFile.objects.filter(pk=row.pk)
    for change in (lambda: rows.update(signer="Người khác"), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedFile.objects.create(certificate=certificate, file=row.file, signer="x", issuer="x", fingerprint="x")


# --- roots -------------------------------------------------------------------------------------------


def test_without_roots_the_page_says_so_and_takes_nothing(certificate, people, client_as, settings, roots):
    url = reverse("awards:certificate-signing", args=[certificate.pk])
    client = client_as(people[Role.APPRAISER])
    assert "Tải lên và kiểm tra" in client.get(url).content.decode()
    sent = signed(certificate, people[Role.APPRAISER])
    for folder in ("", str(roots / "khong-co")):
        settings.SIGNING_ROOTS = folder
        page = client.get(url).content.decode()
        assert "chứng thư gốc" in page and "Tải lên và kiểm tra" not in page
        sent.seek(0)
        assert client.post(url, {"file": sent}).status_code == 422
    assert not SignedFile.objects.exists()


def test_the_system_check_names_what_is_wrong_with_the_folder(settings, roots):
    assert signing_roots(None) == []
    (roots / "hong.pem").write_text("không phải")
    assert [one.id for one in signing_roots(None)] == ["thidua.W005"]
    assert "hong.pem" in signing_roots(None)[0].msg
    settings.SIGNING_ROOTS = str(roots / "khong-co")
    assert [one.id for one in signing_roots(None)] == ["thidua.W005"]
    (roots / "trong").mkdir()
    settings.SIGNING_ROOTS = str(roots / "trong")
    assert [one.id for one in signing_roots(None)] == ["thidua.W006"]
    settings.SIGNING_ROOTS = ""
    assert signing_roots(None) == []


# --- afterwards ------------------------------------------------------------------------------------------


def integrity() -> str:
    call_command("check_integrity", stdout=(out := StringIO()))
    return out.getvalue()


def test_check_integrity_reads_the_signatures_again(certificate, people, settings, roots):
    row = signing.attach_signed(certificate, signed(certificate, people[Role.APPRAISER]), by=people[Role.APPRAISER])
    assert "Nguyên vẹn" in integrity()
    settings.SIGNING_ROOTS = ""
    assert "Nguyên vẹn" in integrity()  # what was trusted then is not undone; the fingerprint still fits
    settings.SIGNING_ROOTS = str(roots)
    (roots / "goc.pem").write_bytes(pki.issue("Nơi cấp khác", ca=True).pem)
    with pytest.raises(CommandError, match="nơi cấp mà cơ quan tin cậy"):
        integrity()
    (roots / "goc.pem").write_bytes(pki.root().pem)
    path = files.path_of(row.file.sha256)
    path.write_bytes(pki.flip(path.read_bytes(), path.stat().st_size - 400))
    with pytest.raises(CommandError, match="Bản ký số"):
        integrity()


def test_a_signer_entered_past_the_service_is_found(certificate, people):
    data = signed(certificate, people[Role.APPRAISER]).read()
    stored = files.store_bytes(data, name="x.pdf", content_type="application/pdf")
    SignedFile.objects.create(
        certificate=certificate, file=stored, signer="Người khác", issuer="x", fingerprint="0" * 64, uploaded_by="x"
    )
    with pytest.raises(CommandError, match="khác với người ký đã ghi"):
        integrity()


# --- pages ---------------------------------------------------------------------------------------------


def test_the_lines_of_the_page_take_one_query(decision, people, django_assert_num_queries):
    rows = list(certificates.of_decision(decision))
    signing.attach_signed(rows[0], signed(rows[0], people[Role.APPRAISER]), by=people[Role.APPRAISER])
    for some in (rows[:1], rows):
        with django_assert_num_queries(1):
            lines = signing_lines(decision, some)
    assert [bool(line.signed) for line in lines] == [False, True, False]


def test_readers_see_the_state_and_only_the_office_the_links(decision, people, client_as):
    url = reverse("awards:decision-detail", args=[decision.pk])
    for role, sees in ((Role.APPRAISER, True), (Role.CHAIRMAN, True), (Role.INSPECTOR, False)):
        page = client_as(people[role]).get(url).content.decode()
        assert page.count("Chưa ký số") == 3
        assert ("Tải lên bản đã ký" in page, "Tải bản để ký" in page) == (sees, sees), role


def test_the_file_to_sign_is_the_issued_one(certificate, people, client_as):
    client = client_as(people[Role.CHAIRMAN])
    answer = client.get(reverse("awards:certificate-to-sign", args=[certificate.pk]))
    assert answer.content == files.read(certificate.file) and "attachment" in answer["Content-Disposition"]
    certificates.revoke(certificate, by=people[Role.CHAIRMAN], reason="khai gian dối")
    page = client.get(reverse("awards:certificate-to-sign", args=[certificate.pk]), follow=True).content.decode()
    assert "không ký số được" in page
    assert client.get(reverse("awards:certificate-to-sign", args=[10**9])).status_code == 404
