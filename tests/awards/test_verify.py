"""The public check of a Giấy khen and the published results: status first, the paper's own lines and nothing more."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.enums import NomineeKind
from awards.forms.verify import token_of
from awards.models import Certificate
from awards.services import certificates
from awards.services.decisions import new_token
from awards.views.verify import CHECKS_PER_MINUTE, visitor
from core import files, jobs
from core.models import Job, StoredFile
from tests.awards import making
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def decision(period, people, members):
    decision = making.make_decision(
        period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=1, direct=2, leaders=0
    )
    jobs.run(str(Job.objects.get().pk))
    return decision


@pytest.fixture
def certificate(decision):
    return Certificate.objects.filter(award__kind=NomineeKind.INDIVIDUAL).first()


def check_url(certificate) -> str:
    return reverse("public:certificate", args=[certificate.token])


# --- the check ---------------------------------------------------------------------


def test_every_line_of_the_paper_is_there(client, certificate, decision):
    answer = client.get(check_url(certificate))
    page = answer.content.decode()
    row = certificates.facts_of(decision)[certificate.award.nominee_id]
    for expected in (
        "Còn hiệu lực",
        row["name"],
        row["position"],
        row["register_text"],
        "01/QĐ-UBND",
        "28/12/2023",
        "Đắk Song",
        decision.signer_name,
        certificate.file.sha256,
    ):
        assert expected in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in page


def test_no_more_than_the_paper_says(client, certificate):
    nominee = certificate.award.nominee
    page = client.get(check_url(certificate)).content.decode()
    for private in (str(nominee.birth_year), nominee.achievements, "540.000", "3/3", nominee.get_involvement_display()):
        assert private not in page


def test_the_code_may_be_typed_as_people_type(client, certificate):
    token = certificate.token
    for typed in (
        token,
        token.upper(),
        certificates.grouped(token),
        f" {token[:13]}-{token[13:]} ",
        f"https://thi-dua.vi-du.vn/kiem-tra/{token}/",
        f"http://localhost:8000/kiem-tra/{token}",
    ):
        answer = client.post(reverse("public:certificate-check"), {"code": typed})
        assert answer.url == check_url(certificate)
    assert client.get(answer.url).status_code == 200


def test_look_alikes_are_read_as_meant():
    assert token_of("OIL") == "011"
    assert all(token_of(token) == token for token in (new_token() for _ in range(50)))


UNKNOWN = ["0" * 28, "a" * 300, "../../etc/passwd", "%00", "'; DROP TABLE--", "Đắk Song", "-", "😀", "/", "//"]


def test_unknown_codes_get_a_polite_page(client, certificate):
    url = reverse("public:certificate-check")
    for code in UNKNOWN:
        answer = client.post(url, {"code": code}, follow=True)
        assert (answer.status_code, "Không tìm thấy Giấy khen" in answer.content.decode()) == (404, True), code
        assert certificate.award.nominee.name not in answer.content.decode()
    for code in ("", "  ", "\x00", "a" * 10_000):
        answer = client.post(url, {"code": code})
        assert (answer.status_code, "has-error" in answer.content.decode()) == (422, True), code


def test_hostile_addresses_are_no_crash(client, db):
    for path in ("%00", "%FF%FE", "a" * 3000, "..%2f..", "<script>alert(1)</script>"):
        answer = client.get(f"/kiem-tra/{path}/")
        assert answer.status_code == 404, path
        assert b"<script>alert" not in answer.content


def test_one_that_is_not_printed_yet_is_unknown(client, period, people):
    making.make_members(3)
    making.make_decision(period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=0, direct=1)
    assert client.get(check_url(Certificate.objects.get())).status_code == 404


def test_revoked_is_said_first_with_its_day(client, certificate, people):
    assert "Còn hiệu lực" in client.get(check_url(certificate)).content.decode()
    certificates.revoke(certificate, by=people[Role.CHAIRMAN], reason="Khai không đúng")
    certificate.refresh_from_db()
    page = client.get(check_url(certificate)).content.decode()
    assert "Đã thu hồi" in page and "Còn hiệu lực" not in page
    assert f"{certificate.revoked_at:%m/%Y}" in page


# --- comparing the file ----------------------------------------------------------------


def compare(client, certificate, data: bytes, name="giay-khen.pdf"):
    upload = SimpleUploadedFile(name, data, content_type="application/pdf")
    return client.post(check_url(certificate), {"file": upload})


def test_the_issued_file_is_recognised_and_any_other_is_not(client, certificate):
    data = files.read(certificate.file)
    kept = StoredFile.objects.count()
    assert "đúng từng byte" in compare(client, certificate, data).content.decode()
    changed = bytearray(data)
    changed[len(data) // 2] ^= 1
    other = Certificate.objects.exclude(pk=certificate.pk).first()
    for wrong in (bytes(changed), data + b" ", data[:-1], files.read(other.file), b"x"):
        page = compare(client, certificate, wrong).content.decode()
        assert "khác với tệp đã phát hành" in page and "đúng từng byte" not in page
    assert StoredFile.objects.count() == kept


def test_no_file_an_empty_file_and_a_huge_file_are_sentences(client, certificate, settings):
    answer = client.post(check_url(certificate), {})
    assert (answer.status_code, "Hãy chọn tệp PDF cần so sánh." in answer.content.decode()) == (422, True)
    answer = compare(client, certificate, b"")
    assert (answer.status_code, "trống" in answer.content.decode()) == (422, True)
    settings.MAX_UPLOAD_BYTES = 1024
    answer = compare(client, certificate, b"x" * 1025)
    assert (answer.status_code, "nên không phải Giấy khen của cổng" in answer.content.decode()) == (422, True)


# --- limits ------------------------------------------------------------------------------


def test_a_scraper_is_told_to_wait_and_others_are_not(client, certificate):
    url = reverse("public:certificate", args=["0" * 28])
    states = [client.get(url).status_code for _ in range(CHECKS_PER_MINUTE + 1)]
    assert states == [404] * CHECKS_PER_MINUTE + [429]
    answer = client.get(check_url(certificate))
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "chờ một phút" in answer.content.decode()
    assert client.get(check_url(certificate), REMOTE_ADDR="10.0.0.9").status_code == 200


def test_behind_a_proxy_each_visitor_is_counted_alone(client, db, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    url = reverse("public:certificate-check")

    def ask(forwarded):
        return client.get(url, HTTP_X_FORWARDED_FOR=forwarded, HTTP_X_FORWARDED_PROTO="https").status_code

    assert [ask("9.9.9.9, 10.0.0.1") for _ in range(CHECKS_PER_MINUTE + 1)][-1] == 429
    assert (ask("10.0.0.2"), ask("10.0.0.1, 10.0.0.3"), ask(""), ask("x" * 9999)) == (200, 200, 200, 200)
    assert ask("8.8.8.8, 10.0.0.1") == 429  # what a visitor writes before the proxy's own entry does not count


def test_without_the_proxys_header_all_are_counted_as_one_not_as_nobody(rf, settings):
    assert visitor(rf.get("/", REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR="9.9.9.9")) == "10.0.0.7"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert visitor(rf.get("/", REMOTE_ADDR="10.0.0.7")) == "10.0.0.7"
    assert visitor(rf.get("/", REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR="8.8.8.8, 9.9.9.9")) == "9.9.9.9"


def test_one_subscriber_of_ipv6_is_one_visitor(rf):
    def who(address):
        return visitor(rf.get("/", REMOTE_ADDR=address))

    assert who("2001:db8:1:2::1") == who("2001:db8:1:2:ffff::9") != who("2001:db8:1:3::1")
    assert who("::ffff:10.0.0.7") == who("10.0.0.7") != who("10.0.0.8")


def test_head_is_answered(client, certificate):
    assert client.head(check_url(certificate)).status_code == 200
    assert client.head(reverse("public:results")).status_code == 200


# --- results -------------------------------------------------------------------------------


def test_results_name_everyone_awarded_and_nothing_else(client, decision):
    page = client.get(reverse("public:results")).content.decode()
    assert all(row["name"] in page for row in decision.content["awards"])
    assert "01/QĐ-UBND" in page
    for award in decision.awards.select_related("nominee"):
        if award.nominee.birth_year:
            assert str(award.nominee.birth_year) not in page
    assert client.get(reverse("public:results"), {"nam": "2022"}).status_code == 200


def test_the_search_ignores_marks_and_case(client, decision):
    person = decision.awards.filter(kind="individual").first().nominee
    found = client.get(reverse("public:results"), {"q": "TRAN VAN MAU"}).content.decode()
    assert person.name in found
    none = client.get(reverse("public:results"), {"q": "không ai"}).content.decode()
    assert person.name not in none and "Không có tên hoặc đơn vị nào khớp" in none


def test_odd_questions_are_no_crash(client, decision):
    odd = [{"q": "\x00"}, {"q": "%" * 500}, {"q": "_"}, {"nam": "²²²²"}, {"nam": "x" * 9999}, {"page": "-1"}]
    for query in (*odd, {"page": "9" * 99}):
        assert client.get(reverse("public:results"), query).status_code == 200, query


def test_before_any_decision_the_page_says_what_will_be_here(client, db):
    assert "sẽ hiện ở đây" in client.get(reverse("public:results")).content.decode()


def test_a_revoked_award_is_marked_in_the_results(client, certificate, people):
    certificates.revoke(certificate, by=people[Role.CHAIRMAN], reason="Khai không đúng")
    assert "Giấy khen đã thu hồi" in client.get(reverse("public:results")).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_pages_ask_the_same_number_of_queries(client, period, people, django_assert_max_num_queries, n):
    making.make_members(3)
    making.make_decision(period, people[Role.APPRAISER], people[Role.CHAIRMAN], collectives=1, direct=n)
    jobs.run(str(Job.objects.get().pk))
    with django_assert_max_num_queries(9):
        client.get(reverse("public:results"))
    with django_assert_max_num_queries(4):
        client.get(check_url(Certificate.objects.first()))
