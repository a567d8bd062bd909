"""A replaced Giấy khen: both papers kept, the right words printed under the same number, said at once on the check page."""

import hashlib
import zipfile

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.models import Certificate
from awards.services import certificates
from awards.services.decisions import new_token
from awards.services.replacement import replace_certificate
from awards.views.verify import COMPARES_PER_MINUTE
from core import files, jobs
from core.models import AuditEvent, Job
from core.workflow import TransitionDenied
from tests.awards import making
from tests.factories import make_user
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()


@pytest.fixture
def decision(period, people, members):
    decision = making.make_decision(period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=0, direct=2)
    print_all()
    return decision


@pytest.fixture
def old(decision):
    return Certificate.objects.select_related("award__decision", "award__nominee").order_by("pk").first()


def print_all() -> None:
    for job in Job.objects.exclude(state="done"):
        jobs.run(str(job.pk))


def page_of(client, certificate) -> str:
    return client.get(reverse("public:certificate", args=[certificate.token])).content.decode()


def test_the_new_paper_has_the_right_words_and_the_old_one_stays(old, decision, people, client):
    bytes_before = files.read(old.file)
    new = replace_certificate(
        old, by=people[Role.CHAIRMAN], reason="Sai tên đệm", corrections={"name": "Trần Thị Đúng"}
    )
    assert "Đã thay thế" in page_of(client, old) and "đang được in" in page_of(client, old)
    assert "Còn hiệu lực" not in page_of(client, old)
    assert client.get(reverse("public:certificate", args=[new.token])).status_code == 404
    print_all()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state, new.replaces, new.award) == ("replaced", "valid", old, old.award)
    assert old.revoke_reason == "Sai tên đệm" and old.revoked_at
    assert new.token != old.token and files.read(old.file) == bytes_before
    read = making.text_of(files.read(new.file))
    assert "Trần Thị Đúng" in read and old.award.nominee.name not in read
    assert f"{old.award.register_number:04d}/{old.award.register_year}" in read
    assert old.award.nominee.position in read  # what was right stays as it was
    assert f"/kiem-tra/{new.token}/" in page_of(client, old)
    assert "Sai tên đệm" not in page_of(client, old)  # the reason stays in the office
    page = page_of(client, new)
    assert "Còn hiệu lực" in page and "Trần Thị Đúng" in page
    assert "Trần Thị Đúng" in client.get(reverse("public:results")).content.decode()
    assert AuditEvent.objects.get(action="certificate.replace").data["reason"] == "Sai tên đệm"
    assert AuditEvent.objects.get(action="certificate.corrected").data["corrections"] == {"name": "Trần Thị Đúng"}


def test_a_chain_of_replacements_keeps_what_was_put_right_and_leads_to_the_last(old, people, client):
    chairman = people[Role.CHAIRMAN]
    second = replace_certificate(old, by=chairman, reason="Sai tên", corrections={"name": "Trần Thị Đúng"})
    print_all()
    third = replace_certificate(
        Certificate.objects.get(pk=second.pk), by=chairman, reason="Sai chức vụ", corrections={"position": "Công chức"}
    )
    print_all()
    third.refresh_from_db()
    assert third.corrections == {"name": "Trần Thị Đúng", "position": "Công chức"}
    assert f"/kiem-tra/{third.token}/" in page_of(client, old)
    assert Certificate.objects.filter(award=old.award, state="valid").get() == third


def test_only_the_chairman_with_a_reason_and_only_a_valid_one(old, people):
    for role in set(Role) - {Role.CHAIRMAN}:
        with pytest.raises(TransitionDenied, match="không có quyền"):
            replace_certificate(old, by=people[role], reason="sai tên")
    chairman = people[Role.CHAIRMAN]
    with pytest.raises(TransitionDenied, match="lý do"):
        replace_certificate(old, by=chairman, reason=" ")
    for wrong in ({"name": ""}, {"name": "x" * 201}, {"reward": "1"}, {"name": "x" * 150}):
        with pytest.raises(ValidationError):
            replace_certificate(old, by=chairman, reason="sai tên", corrections=wrong)
    old.refresh_from_db()
    assert (old.state, Certificate.objects.count()) == ("valid", 2)
    new = replace_certificate(old, by=chairman, reason="rách")  # torn: no word differs
    assert new.corrections == {}
    for one in (old, new):
        with pytest.raises(TransitionDenied, match="Không thể"):
            replace_certificate(Certificate.objects.get(pk=one.pk), by=chairman, reason="lần nữa")


def test_the_database_lets_no_second_paper_in_force_and_no_other_award(old, people):
    other = Certificate.objects.exclude(pk=old.pk).first()
    for fields in (
        {"award": old.award},
        {"award": old.award, "replaces": old},  # the old one is still valid
        {"award": old.award, "replaces": other},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(token=new_token(), **fields)
    new = replace_certificate(old, by=people[Role.CHAIRMAN], reason="rách")
    for change in ({"corrections": {"name": "x"}}, {"replaces": None}, {"award": other.award}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=new.pk).update(**change)


def test_the_page_shows_the_printed_words_and_asks_for_certainty(old, decision, people, client_as):
    url, client = reverse("awards:certificate-replace", args=[old.pk]), client_as(people[Role.CHAIRMAN])
    page = client.get(url).content.decode()
    assert old.award.nominee.name in page and decision.content["achievement"][:20] in page
    words = {name: certificates.current_words(old)[name] for name in ("name", "position", "achievement")}
    answer = client.post(url, words | {"name": "Trần Thị Đúng", "reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="Trần Thị Đúng"' in page
    assert "cần được điền" in page and "Cần xác nhận đã đối chiếu" in page
    answer = client.post(url, words | {"name": "Trần Thị Đúng", "reason": "sai tên", "sure": "on"}, follow=True)
    assert "đang được in" in answer.content.decode()
    assert Certificate.objects.get(replaces=old).corrections == {"name": "Trần Thị Đúng"}
    assert "Không thể" in client.get(url).content.decode()
    assert client.get(reverse("awards:certificate-replace", args=[10**9])).status_code == 404


def test_the_decision_page_lists_both_and_gives_out_the_new_one(old, decision, people, client_as):
    new = replace_certificate(old, by=people[Role.CHAIRMAN], reason="Sai tên", corrections={"name": "Trần Thị Đúng"})
    print_all()
    page = client_as(people[Role.CHAIRMAN]).get(reverse("awards:decision-detail", args=[decision.pk])).content.decode()
    assert "Đã thay thế" in page and "Cấp thay tờ đã in trước" in page and page.count("Mở PDF") == 3
    new.refresh_from_db()
    with certificates.as_zip(decision) as packed, zipfile.ZipFile(packed) as package:
        kept = {hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}
    assert len(kept) == 2 and new.file.sha256 in kept and old.file.sha256 not in kept
    assert "Trần Thị Đúng" in making.text_of(certificates.merged_pdf(decision))
    own = make_user(Role.OFFICER, old.award.nominee.unit)
    page = client_as(own).get(reverse("awards:own-certificates")).content.decode()
    assert "Trần Thị Đúng" in page and page.count("Mở PDF") == 3


def test_a_replacement_asked_for_while_the_job_runs_is_printed_by_it(old, people):
    """The job that is already running looks again before it ends."""
    replace_certificate(old, by=people[Role.CHAIRMAN], reason="rách")
    other = Certificate.objects.filter(state="valid").get()

    def progress(done, total):
        if not Certificate.objects.filter(replaces=other).exists():
            other.refresh_from_db()
            replace_certificate(other, by=people[Role.CHAIRMAN], reason="rách")

    assert certificates.print_pending(old.award.decision_id, progress) == 2
    assert not Certificate.objects.filter(state="pending").exists()


def test_files_for_the_printer_are_the_same_bytes_each_time(decision, people, client_as):
    client = client_as(people[Role.APPRAISER])
    for name in ("certificates-pdf", "certificates-zip"):
        url = reverse(f"awards:{name}", args=[decision.pk])
        first, second = (b"".join(client.get(url)) for _ in range(2))
        assert first == second and len(first) > 10_000
    answer = client.get(reverse("awards:certificates-zip", args=[decision.pk]))
    assert answer.streaming and int(answer["Content-Length"]) == len(answer.getvalue())


# --- comparing a file ------------------------------------------------------------------------


def test_sending_many_files_is_slowed_and_reading_is_not(client, old):
    url, wrong = reverse("public:certificate", args=[old.token]), b"x" * 10

    def send() -> int:
        return client.post(url, {"file": SimpleUploadedFile("a.pdf", wrong)}).status_code

    assert [send() for _ in range(COMPARES_PER_MINUTE + 1)] == [200] * COMPARES_PER_MINUTE + [429]
    assert client.get(url).status_code == 200


def test_the_page_carries_the_hash_of_the_genuine_file_only(client, old, people):
    page = page_of(client, old)
    assert page.count(f'data-sha256="{old.file.sha256}"') == 1 == page.count("data-sha256=")
    new = replace_certificate(old, by=people[Role.CHAIRMAN], reason="rách")
    print_all()
    new.refresh_from_db()
    assert f'data-sha256="{new.file.sha256}"' in page_of(client, new)
    assert new.file.sha256 not in page_of(client, old)
    upload = SimpleUploadedFile("a.pdf", files.read(old.file))
    page = client.post(reverse("public:certificate", args=[old.token]), {"file": upload}).content.decode()
    assert "đúng từng byte với tệp đã phát hành (nay đã thay thế)" in page
