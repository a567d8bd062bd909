"""Awards that another level decides: forwarding the list, recording, scans, withdrawing; who may, when, and the pages."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.enums import AwardKind, DossierState, RoundState
from awards.models import Dossier, OutsideAward
from awards.services import lists, outside, rounds
from core.models import AuditEvent
from core.workflow import TransitionDenied
from reports.home import tasks_for
from tests.awards import making
from tests.awards.outside import GIVEN, LETTER, NOW, of_unit, outside_row, the_same_in
from tests.factories import make_unit, make_user
from tests.refusing import refuses
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(NOW, tick=False):
        yield


# --- forwarding ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"day": date(2024, 1, 6)}, "day", "không được ở tương lai"),
        ({"day": date(2023, 12, 26)}, "day", r"từ ngày tờ trình của Phòng Nội vụ \(27/12/2023\) trở đi"),
        ({"number": "số 120"}, "number", "viết như 120/TTr-UBND"),
        ({"number": " "}, "number", "viết như 120/TTr-UBND"),
    ],
)
def test_the_letter_has_a_number_and_a_day_that_can_be(province, chairman, changes, field, sentence):
    with pytest.raises(ValidationError, match=sentence) as refused:
        rounds.forward_round(province, by=chairman, **(LETTER | changes))
    assert set(refused.value.message_dict) == {field}
    province.refresh_from_db()
    assert province.state == RoundState.PROPOSED
    assert rounds.forward_round(province, by=chairman, **LETTER).state == RoundState.FORWARDED


def test_only_the_chairman_forwards_and_only_what_is_not_decided_here(province, period, appraiser, people, chairman):
    for role in set(Role) - {Role.CHAIRMAN}:
        with pytest.raises(TransitionDenied):
            rounds.forward_round(province, by=people[role], **LETTER)
    here = making.make_proposed_round(period, appraiser, name="Đợt huyện", direct=1, collectives=0)
    with pytest.raises(TransitionDenied, match="được quyết định tại đây"):
        rounds.forward_round(here, by=chairman, **LETTER)


def test_the_chairman_walks_from_the_card_to_the_letter(client_as, province, chairman):
    (task,) = [one for one in tasks_for(chairman, now=NOW) if "Chuyển cấp có thẩm quyền" in one.title]
    assert task.button == "Xem và chuyển"
    client = client_as(chairman)
    page = client.get(task.url).content.decode()
    url = reverse("awards:round-forward", args=[province.pk])
    assert (
        url in page
        and "Ký và ban hành" not in page
        and reverse("awards:decision-draft", args=[province.pk]) not in page
    )
    assert "Bằng khen của Chủ tịch UBND tỉnh" in page
    wrong = client.post(url, {"number": "120/TTr-UBND", "day": "31/12/2030"})
    assert wrong.status_code == 422
    assert "không được ở tương lai" in wrong.content.decode() and 'value="120/TTr-UBND"' in wrong.content.decode()
    answer = client.post(url, {"number": "120/TTr-UBND", "day": "28/12/2023"})
    assert answer.url == reverse("awards:round-detail", args=[province.pk])
    page = client.get(answer.url).content.decode()
    assert "Văn bản số 120/TTr-UBND ngày 28/12/2023" in page and "Đã chuyển cấp có thẩm quyền" in page
    assert "số 120/TTr-UBND" in client.get(task.url).content.decode()
    assert "đang ở trạng thái" in client.get(url).content.decode()  # a second time is told, not offered
    assert not [one for one in tasks_for(chairman, now=NOW) if "Chuyển cấp" in one.title]


def test_a_list_of_the_district_is_still_decided_on_its_page(client_as, proposed, chairman):
    page = client_as(chairman).get(reverse("awards:decision-review", args=[proposed.pk])).content.decode()
    assert "Ký và ban hành" in page
    assert reverse("awards:round-forward", args=[proposed.pk]) not in page


# --- recording -------------------------------------------------------------------------------------------


def test_the_province_is_recorded_after_forwarding_for_who_is_listed(province, chairman, appraiser):
    nominee = province.nominees.first()
    with pytest.raises(TransitionDenied, match="Danh sách chưa được chuyển lên cấp tỉnh"):
        outside.record_outside_award(nominee, by=appraiser, **GIVEN)
    rounds.forward_round(province, by=chairman, **LETTER)
    award = outside.record_outside_award(nominee, by=appraiser, **GIVEN)
    assert (award.number_text, award.recorded_by) == ("1520/QĐ-UBND", appraiser.username)
    assert AuditEvent.objects.get(action="outside_award.record").data["number"] == "1520/QĐ-UBND"


def test_who_is_not_on_the_forwarded_list_has_no_result(period, appraiser, members, chairman):
    kind = AwardKind.BANG_KHEN_TINH
    award_round = making.make_voted_round(period, appraiser, direct=2, collectives=0, kind=kind, name="Đề nghị tỉnh")
    kept, left_out = award_round.nominees.order_by("pk")
    lists.set_list(award_round, {kept.pk}, by=appraiser)
    making.write_reasons(award_round, appraiser)
    rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    rounds.forward_round(award_round, by=chairman, **LETTER)
    with pytest.raises(TransitionDenied, match="không có trong danh sách đã chuyển"):
        outside.record_outside_award(left_out, by=appraiser, **GIVEN)
    assert refuses(outside_row(left_out).save)
    assert not refuses(outside_row(kept).save)


def test_a_commune_is_recorded_by_its_own_officer_or_phong_noi_vu(commune_nominee, people):
    own = make_user(Role.OFFICER, commune_nominee.unit)
    for by in [people[role] for role in set(Role) - {Role.APPRAISER}] + [make_user(Role.OFFICER)]:
        with pytest.raises(TransitionDenied, match="Chỉ cán bộ của đơn vị hoặc Phòng Nội vụ"):
            outside.record_outside_award(commune_nominee, by=by, **GIVEN)
    first = outside.record_outside_award(commune_nominee, by=own, **of_unit())
    outside.withdraw_outside_award(first, by=own, reason="Ghi nhầm số.")
    outside.record_outside_award(commune_nominee, by=people[Role.APPRAISER], **GIVEN)
    assert OutsideAward.objects.count() == 2


def test_the_province_is_not_recorded_by_a_unit(forwarded):
    nominee = forwarded.nominees.first()
    with pytest.raises(TransitionDenied, match="Chỉ Phòng Nội vụ"):
        outside.record_outside_award(nominee, by=make_user(Role.OFFICER, nominee.unit), **GIVEN)


def test_nothing_is_recorded_for_what_the_district_decides(nominee, appraiser):
    with pytest.raises(TransitionDenied, match="được quyết định trên cổng"):
        outside.record_outside_award(nominee, by=appraiser, **GIVEN)
    assert refuses(outside_row(nominee).save)


def test_who_is_not_appraised_waits(commune_round, appraiser):
    unit = make_unit(UnitKind.CAP_XA)
    pending = making.make_nominee(commune_round, unit, eligible=False)
    with pytest.raises(TransitionDenied, match="chưa được thẩm định đủ điều kiện"):
        outside.record_outside_award(pending, by=appraiser, **GIVEN)
    assert refuses(outside_row(pending).save)
    ready = making.make_nominee(commune_round, make_unit(UnitKind.CAP_XA))
    Dossier.objects.filter(pk=ready.dossier_id).update(state=DossierState.RETURNED, return_reason="bổ sung")
    with pytest.raises(TransitionDenied, match="chưa được thẩm định đủ điều kiện"):
        outside.record_outside_award(ready, by=appraiser, **GIVEN)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"authority": " \u200b"}, "authority"),
        ({"number_text": "không số"}, "number_text"),
        ({"number_text": "1" * 61}, "number_text"),
        ({"signed_on": date(2024, 1, 6)}, "signed_on"),
        ({"signed_on": date(2023, 12, 27)}, "signed_on"),  # before the letter of 28/12
    ],
)
def test_what_is_recorded_can_be(forwarded, appraiser, changes, field):
    with pytest.raises(ValidationError) as refused:
        outside.record_outside_award(forwarded.nominees.first(), by=appraiser, **(GIVEN | changes))
    assert set(refused.value.message_dict) == {field}
    assert not OutsideAward.objects.exists()


def test_a_decision_before_the_units_own_letter_is_refused(commune_round, appraiser):
    unit = make_unit(UnitKind.CAP_XA)
    Dossier.objects.create(round=commune_round, unit=unit, to_trinh_date=date(2023, 12, 31))
    commune_nominee = making.make_nominee(commune_round, unit)
    with pytest.raises(ValidationError, match="từ ngày tờ trình của đơn vị"):
        outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)


def test_one_decision_in_force_and_withdrawn_only_with_a_reason(commune_nominee, appraiser):
    award = outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
    with pytest.raises(TransitionDenied, match="đã có quyết định được ghi"):
        outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
    for reason in ("", " \n", "x" * 2001):
        with pytest.raises(ValidationError):
            outside.withdraw_outside_award(award, by=appraiser, reason=reason)
    gone = outside.withdraw_outside_award(award, by=appraiser, reason="Quyết định ghi nhầm người.")
    assert (gone.withdrawn_reason, gone.withdrawn_at) == ("Quyết định ghi nhầm người.", NOW)
    with pytest.raises(TransitionDenied, match="đã được bỏ trước đó"):
        outside.withdraw_outside_award(award, by=appraiser, reason="Lần nữa.")
    assert AuditEvent.objects.filter(action="outside_award.withdraw").count() == 1
    outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)


def test_the_row_keeps_what_was_recorded(commune_nominee, appraiser):
    award = outside.record_outside_award(commune_nominee, by=appraiser, **GIVEN)
    rows = OutsideAward.objects.filter(pk=award.pk)
    for change in ({"number_text": "2/QĐ"}, {"signed_on": date(2023, 12, 29)}, {"authority": "Ai đó"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    outside.withdraw_outside_award(award, by=appraiser, reason="Sai.")  # the one change there is


def test_who_is_awarded_elsewhere_in_the_year_is_refused_with_the_decision(awarded, commune_round, appraiser):
    twin = the_same_in(commune_round, awarded.nominee)
    with pytest.raises(TransitionDenied, match=f"ở đợt “Đợt một” theo {awarded.decision}"):
        outside.record_outside_award(twin, by=appraiser, **GIVEN)
    other = the_same_in(commune_round, awarded.nominee, distinct_note="Là người khác, ở thôn 5")
    outside.record_outside_award(other, by=appraiser, **GIVEN)
