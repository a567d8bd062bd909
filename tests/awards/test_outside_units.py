"""What a unit may say of its own awards, and how an award of another level holds its dossier."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from awards.models import Dossier, Nominee, Objection, PublicListing
from awards.services import appraisal, dossiers, outside
from core.workflow import TransitionDenied
from tests.awards import making
from tests.awards.outside import GIVEN, NOW, of_unit, the_same_in
from tests.factories import make_user
from tests.refusing import refuses
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(commune_nominee):
    return make_user(Role.OFFICER, commune_nominee.unit)


def test_a_unit_proves_what_it_records_and_phong_noi_vu_may_add_the_scan_later(commune_nominee, officer, appraiser):
    with pytest.raises(ValidationError, match="phải kèm bản quét") as refused:
        outside.record_outside_award(commune_nominee, by=officer, **of_unit(file=None))
    assert set(refused.value.message_dict) == {"file"}
    assert outside.record_outside_award(commune_nominee, by=appraiser, **of_unit(file=None)).file is None


@pytest.mark.parametrize(
    "authority",
    [
        "Chủ tịch UBND huyện Đắk Song",
        "chủ tịch uỷ ban nhân dân  HUYỆN ĐẮK SONG",
        "UBND H. Dak Song",
        "Phó Chủ tịch huyện",
        "TM. Ủy ban nhân dân, Chủ tịch UBND tỉnh Đắk Nông",
        "UBND tỉnh",
    ],
)
def test_a_unit_records_nothing_of_the_district_or_the_province(commune_nominee, officer, appraiser, authority):
    with pytest.raises(ValidationError, match="cấp huyện, cấp tỉnh không ghi ở đây") as refused:
        outside.record_outside_award(commune_nominee, by=officer, **of_unit(authority=authority))
    assert set(refused.value.message_dict) == {"authority"}
    assert outside.record_outside_award(commune_nominee, by=appraiser, **of_unit(authority=authority))


@pytest.mark.parametrize(
    "authority",
    ["Chủ tịch UBND xã Nam Bình, huyện Đắk Song", "Trưởng phòng Văn hóa huyện Đắk Song", "Huyện đoàn Đắk Song"],
)
def test_a_unit_records_its_own(commune_nominee, officer, authority):
    assert outside.record_outside_award(commune_nominee, by=officer, **of_unit(authority=authority)).file


def test_a_unit_does_not_stop_a_list_before_the_chairman(period, appraiser, members, commune_round):
    award_round = making.make_proposed_round(period, appraiser, collectives=0, direct=1, name="Đợt một")
    twin = the_same_in(commune_round, award_round.nominees.get())
    own = make_user(Role.OFFICER, twin.unit)
    with pytest.raises(TransitionDenied, match=r"danh sách trình của đợt “Đợt một”\. Báo Phòng Nội vụ"):
        outside.record_outside_award(twin, by=own, **of_unit())
    other = the_same_in(commune_round, twin, distinct_note="Là người khác, ở thôn 5")
    assert outside.record_outside_award(other, by=make_user(Role.OFFICER, other.unit), **of_unit())
    assert outside.record_outside_award(twin, by=appraiser, **GIVEN)


def test_what_phong_noi_vu_recorded_the_unit_does_not_take_back(commune_nominee, officer, appraiser):
    award = outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
    with pytest.raises(TransitionDenied, match="do Phòng Nội vụ ghi"):
        outside.withdraw_outside_award(award, by=officer, reason="Không muốn.")
    outside.withdraw_outside_award(award, by=appraiser, reason="Ghi nhầm.")
    colleague = make_user(Role.OFFICER, commune_nominee.unit)
    own = outside.record_outside_award(commune_nominee, by=colleague, **of_unit())
    assert outside.withdraw_outside_award(own, by=officer, reason="Ghi nhầm.").withdrawn_at == NOW


def test_a_dossier_with_an_award_in_force_does_not_go_back(commune_nominee, appraiser):
    award = outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
    with pytest.raises(TransitionDenied, match="Bỏ quyết định đó kèm lý do rồi trả lại"):
        appraisal.return_dossier(commune_nominee.dossier, by=appraiser, reason="Bổ sung.")
    dossier = Dossier.objects.filter(pk=commune_nominee.dossier_id)
    for state in ("draft", "returned"):
        assert refuses(lambda to=state: dossier.update(state=to, return_reason="x"))
    outside.withdraw_outside_award(award, by=appraiser, reason="Ghi nhầm.")
    assert appraisal.return_dossier(commune_nominee.dossier, by=appraiser, reason="Bổ sung.").state == "returned"
    assert not refuses(lambda: Nominee.objects.filter(pk=commune_nominee.pk).update(name="Người khác"))


def objected(nominee) -> None:
    listing = PublicListing.objects.create(
        round=nominee.round, content={}, published_at=NOW, published_by="x", until=date(2024, 1, 12)
    )
    words = {"code": "x", "sender": "x", "contact": "x", "text": "x"}
    Objection.objects.create(listing=listing, nominee=nominee, received_on=date(2024, 1, 8), received_at=NOW, **words)


@pytest.mark.parametrize("kept", ["outside award", "objection"])
def test_who_others_wrote_about_is_not_removed(commune_nominee, officer, appraiser, kept):
    free = making.make_nominee(commune_nominee.round, commune_nominee.unit)
    if kept == "objection":
        objected(commune_nominee)
    else:
        award = outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
        outside.withdraw_outside_award(award, by=appraiser, reason="Ghi nhầm.")
    dossier = appraisal.return_dossier(commune_nominee.dossier, by=appraiser, reason="Bổ sung.")
    with pytest.raises(TransitionDenied, match=r"nên không bỏ khỏi hồ sơ được\. Giữ"):
        dossiers.remove_nominee(commune_nominee, by=officer)
    assert commune_nominee.papers.exists()
    dossiers.remove_nominee(free, by=officer)
    assert list(dossier.nominees.all()) == [commune_nominee]
