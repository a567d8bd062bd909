"""Pages of what another level decides: recording with a scan, withdrawing, warnings, steps and cards."""

import pytest
import time_machine
from django.urls import reverse

from awards.enums import AwardKind, NomineeKind
from awards.models import OutsideAward
from awards.services import outside, rounds
from core.models import StoredFile
from reports.home import tasks_for
from tests.awards import making
from tests.awards.dossiers import scan
from tests.awards.outside import GIVEN, NOW, of_unit
from tests.factories import make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOW, tick=False):
        yield


# --- pages -----------------------------------------------------------------------------------------------


def sent(**changes) -> dict:
    values = {"authority": GIVEN["authority"], "number_text": "1520/QĐ-UBND", "signed_on": "30/12/2023"}
    return values | changes


def test_an_officer_records_with_a_scan_and_others_see_it(client_as, commune_round, commune_nominee, people):
    other = making.make_nominee(commune_round, make_unit(UnitKind.CAP_XA))
    own = make_user(Role.OFFICER, commune_nominee.unit)
    client, page = client_as(own), reverse("awards:outside-list", args=[commune_round.pk])
    text = client.get(page).content.decode()
    assert commune_nominee.name in text and other.name not in text
    assert "không qua Hội đồng và danh sách trình của huyện" in text
    url = reverse("awards:outside-record", args=[commune_nominee.pk])
    decided = sent(authority="Chủ tịch UBND xã Nam Bình")
    bare = client.post(url, decided)
    assert bare.status_code == 422 and "Chọn tệp bản quét quyết định đã ký" in bare.content.decode()
    assert client.post(url, decided | {"file": scan("quyet-dinh.pdf")}).url == page
    award = OutsideAward.objects.get()
    where = reverse("awards:outside-file", args=[award.pk])
    assert where in client.get(page).content.decode()
    assert b"".join(client.get(where).streaming_content).startswith(b"%PDF")
    assert b"".join(client_as(people[Role.INSPECTOR]).get(where).streaming_content).startswith(b"%PDF")
    stranger = client_as(make_user(Role.OFFICER))
    for address in (url, where):
        assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("awards:outside-withdraw", args=[award.pk]), {"reason": "x"}).status_code == 404


def test_a_wrong_form_keeps_what_was_typed(client_as, commune_nominee, appraiser):
    url = reverse("awards:outside-record", args=[commune_nominee.pk])
    answer = client_as(appraiser).post(url, sent(signed_on="30/12/2030"))
    text = answer.content.decode()
    assert answer.status_code == 422 and "không được ở tương lai" in text and 'value="1520/QĐ-UBND"' in text
    lie = scan("quyet-dinh.pdf")
    lie.file.seek(0)
    lie.file.write(b"MZ")
    assert client_as(appraiser).post(url, sent(file=lie)).status_code == 422
    assert not OutsideAward.objects.exists() and not StoredFile.objects.exists()


def test_what_phong_noi_vu_recorded_has_no_button_for_the_unit(client_as, commune_round, commune_nominee, appraiser):
    award = outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
    page = reverse("awards:outside-list", args=[commune_round.pk])
    where = reverse("awards:outside-withdraw", args=[award.pk])
    assert where not in client_as(make_user(Role.OFFICER, commune_nominee.unit)).get(page).content.decode()
    assert where in client_as(appraiser).get(page).content.decode()


def test_withdrawn_on_the_page_with_its_reason_shown(client_as, commune_round, commune_nominee, appraiser):
    award = outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
    client, url = client_as(appraiser), reverse("awards:outside-withdraw", args=[award.pk])
    client.post(url, {"reason": ""})
    award.refresh_from_db()
    assert award.withdrawn_at is None
    answer = client.post(url, {"reason": "Ghi nhầm số quyết định."}, follow=True)
    assert "Đã bỏ số 1520/QĐ-UBND: Ghi nhầm số quyết định." in answer.content.decode()


def test_heads_of_district_offices_are_warned_about(client_as, period, appraiser, commune_round):
    heads = rounds.create_round(period, by=appraiser, kind=AwardKind.GIAY_KHEN_THU_TRUONG)
    client = client_as(appraiser)
    for name in ("awards:round-detail", "awards:outside-list"):
        assert "Điều 80" in client.get(reverse(name, args=[heads.pk])).content.decode()
        assert "Điều 80" not in client.get(reverse(name, args=[commune_round.pk])).content.decode()


def test_a_round_of_the_district_has_no_such_page(client_as, proposed, appraiser):
    assert client_as(appraiser).get(reverse("awards:outside-list", args=[proposed.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number(client_as, people, commune_round, django_assert_num_queries, number):
    for _ in range(number):
        made = making.make_nominee(commune_round, make_unit(UnitKind.CAP_XA))
        outside.record_outside_award(made, by=people[Role.APPRAISER], **GIVEN)
    client = client_as(people[Role.INSPECTOR])
    with django_assert_num_queries(8):
        answer = client.get(reverse("awards:outside-list", args=[commune_round.pk]))
    assert (answer.context["recorded"], answer.context["total"]) == (number, number)


# --- steps and cards ---------------------------------------------------------------------------------------


def steps_of(client, award_round) -> list[tuple[str, str]]:
    page = client.get(reverse("awards:round-detail", args=[award_round.pk]))
    return [(step.label, step.state) for step in page.context["steps"]]


def test_each_kind_shows_its_own_way(client_as, forwarded, commune_nominee, proposed, appraiser):
    client = client_as(appraiser)
    assert steps_of(client, forwarded)[-2:] == [
        ("Chủ tịch chuyển cấp có thẩm quyền", "done"),
        ("Ghi kết quả của cấp có thẩm quyền", "current"),
    ]
    assert steps_of(client, commune_nominee.round) == [
        ("Đơn vị nộp hồ sơ", "done"),
        ("Phòng Nội vụ thẩm định", "done"),
        ("Ghi kết quả của cấp có thẩm quyền", "current"),
    ]
    assert steps_of(client, proposed)[-1] == ("Chủ tịch quyết định", "current")
    outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
    assert steps_of(client, commune_nominee.round)[-1] == ("Ghi kết quả của cấp có thẩm quyền", "done")


def test_cards_ask_for_what_is_not_recorded_yet(forwarded, commune_nominee, appraiser):
    own, title = make_user(Role.OFFICER, commune_nominee.unit), "Ghi kết quả khen thưởng của cấp khác"

    def asked(user):
        return sorted(one.detail for one in tasks_for(user, now=NOW) if one.title == title)

    commune = "Đợt xã: 1 đối tượng chưa có quyết định của người có thẩm quyền."
    assert asked(appraiser) == ["Đề nghị tỉnh: 3 đối tượng chưa có quyết định của cấp tỉnh.", commune]
    assert asked(own) == [commune]
    assert asked(make_user(Role.OFFICER)) == []
    outside.record_outside_award(commune_nominee, by=own, **of_unit())
    assert asked(own) == []


def test_a_commune_round_asks_for_no_council(commune_nominee, appraiser):
    titles = {one.title for one in tasks_for(appraiser, now=NOW)}
    assert not titles & {"Phiên họp Hội đồng", "Trình Chủ tịch danh sách khen thưởng"}
    making.make_nominee(
        making.make_round(commune_nominee.round.period, appraiser), make_unit(), kind=NomineeKind.INDIVIDUAL
    )
    assert "Phiên họp Hội đồng" in {one.title for one in tasks_for(appraiser, now=NOW)}
