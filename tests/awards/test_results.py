"""The published results: awards of this level and of others, lists that went on, and the same as a workbook."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from awards.enums import AwardKind
from awards.models import Certificate, OutsideAward
from awards.services import certificates, rounds
from awards.views.verify import CHECKS_PER_MINUTE
from core import jobs
from core.files import save_upload
from core.models import Job
from core.office import read_xlsx
from tests.awards import making
from tests.awards.dossiers import scan
from tests.factories import make_user
from units.enums import Role

pytestmark = pytest.mark.django_db
PROVINCE = "Chủ tịch UBND tỉnh Đắk Nông"


@pytest.fixture
def sent_on(period, appraiser, chairman, members):
    """A list for the province's Bằng khen that the Chairman has sent on."""
    award_round = making.make_proposed_round(
        period, appraiser, collectives=0, direct=2, name="Đề nghị Bằng khen", kind=AwardKind.BANG_KHEN_TINH
    )
    return rounds.forward_round(award_round, by=chairman, number="120/TTr-UBND", day=making.SIGNED_ON)


def record(nominee, **fields) -> OutsideAward:
    return OutsideAward.objects.create(
        nominee=nominee, authority=PROVINCE, number_text="45/QĐ-UBND", recorded_at=timezone.now(),
        **{"signed_on": date(2024, 1, 15), "recorded_by": "x"} | fields,
    )  # fmt: skip


def page_of(client, **query) -> str:
    return client.get(reverse("public:results"), query).content.decode()


def test_a_list_that_went_on_is_told_before_it_is_decided(client, sent_on):
    page = page_of(client, nam="2023")
    assert "120/TTr-UBND" in page and "đã chuyển cấp có thẩm quyền" in page
    assert not any(nominee.name in page for nominee in sent_on.nominees.all())


def test_an_award_of_another_level_stands_in_its_own_year_with_authority_and_number(client, sent_on):
    awarded, other = sent_on.nominees.order_by("pk")
    record(awarded)
    page = page_of(client, nam="2024")
    assert awarded.name in page and other.name not in page
    assert "Bằng khen – Chủ tịch UBND tỉnh Đắk Nông" in page and "45/QĐ-UBND" in page and "15/01/2024" in page
    assert awarded.name not in page_of(client, nam="2023")
    assert str(awarded.birth_year) not in page and awarded.achievements not in page


def test_an_entry_that_was_taken_back_is_gone(client, sent_on):
    award = record(sent_on.nominees.first())
    OutsideAward.objects.filter(pk=award.pk).update(withdrawn_at=timezone.now(), withdrawn_reason="Ghi nhầm.")
    assert award.nominee.name not in page_of(client, nam="2024")
    assert client.get(reverse("public:results-file", args=[2024])).status_code == 404


def test_what_a_unit_says_of_itself_is_published_with_its_scan_only(client, commune_nominee, appraiser):
    own = make_user(Role.OFFICER, commune_nominee.unit)
    by_office, with_scan = {"recorded_by": appraiser.username}, {"file": save_upload(scan(), by=own)}
    record(commune_nominee, recorded_by=own.username)
    assert commune_nominee.name not in page_of(client, nam="2024")
    assert client.get(reverse("public:results-file", args=[2024])).status_code == 404
    for fields in (by_office, {"recorded_by": own.username} | with_scan):
        OutsideAward.objects.filter(withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_reason="Ghi lại.")
        record(commune_nominee, **fields)
        assert commune_nominee.name in page_of(client, nam="2024")


def test_the_search_ignores_marks_and_looks_at_units(client, sent_on):
    award = record(sent_on.nominees.first())
    assert award.nominee.name in page_of(client, nam="2024", q="tran van mau")
    assert award.nominee.name in page_of(client, nam="2024", q=award.nominee.unit.short_name.upper())
    assert award.nominee.name not in page_of(client, nam="2024", q="không ai")


def test_the_workbook_says_what_the_page_says(client, period, appraiser, chairman, members):
    decision = making.make_decision(period, appraiser, chairman, collectives=1, direct=2)
    jobs.run(str(Job.objects.get().pk))
    certificates.revoke(Certificate.objects.last(), by=chairman, reason="Khai không đúng")
    answer = client.get(reverse("public:results-file", args=[2023]))
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "max-age=300, public" and not answer.cookies
    rows = read_xlsx(answer.content)
    assert rows[0][0] == "KẾT QUẢ KHEN THƯỞNG NĂM 2023"
    lines = rows[3:]
    assert [row[8] for row in lines] == [row["register_text"] for row in decision.content["awards"]]
    assert [row[9] for row in lines].count("Giấy khen đã thu hồi") == 1
    shown = str(lines)
    for nominee in decision.round.nominees.filter(kind="individual"):
        assert nominee.name in shown and nominee.achievements not in shown and str(nominee.birth_year) not in shown
    assert client.get(reverse("public:results-file", args=[1999])).status_code == 404


def test_the_workbook_takes_no_upload_and_no_post(client, db):
    upload = SimpleUploadedFile("x.xlsx", b"x")
    assert client.post(reverse("public:results-file", args=[2023]), {"file": upload}).status_code == 405


def test_the_workbook_is_not_asked_for_without_end(client, sent_on):
    cache.clear()
    url = reverse("public:results-file", args=[2023])
    states = [client.head(url).status_code for _ in range(CHECKS_PER_MINUTE + 1)]
    cache.clear()
    assert states == [200] * CHECKS_PER_MINUTE + [429]
