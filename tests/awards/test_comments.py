"""The list put out for comment: frozen for its time, objections answered once, and what keeps the list from going on."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.enums import ObjectionState, RoundState
from awards.models import AwardRound, Nominee, Objection, PublicListing
from awards.selectors.comments import comment_refusal, said
from awards.services import comments, lists, rounds
from campaign.models import Holiday
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards import making
from units.enums import Role
from units.models import Notice, Unit, User

pytestmark = pytest.mark.django_db

PUBLISHED = timezone.make_aware(datetime(2023, 12, 21, 9, 0))  # a Thursday
IN_TIME, OVER = PUBLISHED + timedelta(days=1), timezone.make_aware(datetime(2023, 12, 29, 8, 0))
WORDS = {"sender": "Nguyễn Văn Ẩn", "contact": "0900 000 000", "text": "Thành tích nêu không đúng."}


@pytest.fixture
def asked(period, appraiser, members):
    """A voted round that asks the public for five working days; its whole list is chosen."""
    award_round = making.make_voted_round(period, appraiser, collectives=1, direct=3, leaders=1, comment_days=5)
    lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    return award_round


@pytest.fixture
def listing(asked, appraiser) -> PublicListing:
    return comments.publish_listing(asked, by=appraiser, now=PUBLISHED)


@pytest.fixture
def person(asked) -> Nominee:
    return asked.nominees.filter(kind="individual").first()


def send(listing, nominee=None, now=IN_TIME, **words) -> Objection:
    return Objection.objects.get(code=comments.send_objection(listing, nominee, **WORDS | words, now=now))


def propose(award_round, appraiser):
    return rounds.propose(award_round, by=appraiser, number="12/TTr-PNV", day=date(2023, 12, 29))


def test_no_longer_asking_for_comment_does_not_silence_what_was_asked(asked, listing, appraiser):
    send(listing)
    for days in (None, 1):
        with pytest.raises(ValidationError, match="Rút danh sách đó") as refusal:
            rounds.update_round(asked, by=appraiser, comment_days=days)
        assert set(refusal.value.message_dict) == {"comment_days"}
    same = rounds.update_round(asked, by=appraiser, comment_days=5, name="Đợt đổi tên")  # other settings may change
    assert (same.name, same.comment_days) == ("Đợt đổi tên", 5)
    AwardRound.objects.filter(pk=asked.pk).update(comment_days=None)  # and the guard goes by the list, not the setting
    assert "Còn 1 ý kiến chưa trả lời" in comment_refusal(AwardRound.objects.get(), today=OVER.date())
    comments.withdraw_listing(listing, by=appraiser, reason="Không lấy ý kiến nữa.")
    award_round = rounds.update_round(asked, by=appraiser, comment_days=None)
    assert comment_refusal(award_round, today=OVER.date()) is None


# --- publishing ------------------------------------------------------------------------------


def test_working_days_are_counted_from_the_day_after(listing):
    assert listing.until == date(2023, 12, 28)  # Friday, then Monday to Thursday


def test_a_holiday_is_no_working_day(asked, appraiser):
    Holiday.objects.create(day=date(2023, 12, 25), name="Ngày nghỉ thử")
    assert comments.publish_listing(asked, by=appraiser, now=PUBLISHED).until == date(2023, 12, 29)


def test_the_list_is_frozen_and_says_nothing_private(listing, asked):
    rows = listing.content["rows"]
    assert [row["nominee"] for row in rows] == list(
        asked.nominees.order_by("kind", "list_order").values_list("pk", flat=True)
    )
    assert {key for row in rows for key in row} == {
        "nominee", "kind", "honorific", "name", "place", "unit", "form", "merit",
    }  # fmt: skip
    text = str(listing.content)
    for nominee in asked.nominees.filter(kind="individual"):
        assert nominee.achievements not in text and str(nominee.birth_year) not in text
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicListing.objects.update(content={})
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicListing.objects.update(until=date(2023, 12, 22))
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicListing.objects.all().delete()


def test_one_list_at_a_time_and_a_new_one_after_it_is_withdrawn(listing, asked, appraiser):
    with pytest.raises(TransitionDenied, match="rút bản đó trước"):
        comments.publish_listing(asked, by=appraiser, now=IN_TIME)
    with pytest.raises(TransitionDenied, match="lý do rút"):
        comments.withdraw_listing(listing, by=appraiser, reason=" \u200b")
    comments.withdraw_listing(listing, by=appraiser, reason="Sửa chức vụ của một người.")
    with pytest.raises(TransitionDenied, match="đã được rút"):
        comments.withdraw_listing(listing, by=appraiser, reason="Lần nữa.")
    with pytest.raises(TransitionDenied, match="đã được rút nên không nhận"):
        send(listing)
    again = comments.publish_listing(asked, by=appraiser, now=IN_TIME)
    assert again.until == date(2023, 12, 29)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicListing.objects.filter(pk=listing.pk).update(withdrawn_reason="Khác.")


@pytest.mark.parametrize("state", ["no days", "empty list", "proposed"])
def test_what_cannot_be_published(period, appraiser, members, state):
    award_round = making.make_voted_round(period, appraiser, comment_days=None if state == "no days" else 5)
    if state != "empty list":
        lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    if state == "proposed":
        comments.publish_listing(award_round, by=appraiser, now=PUBLISHED)
        propose(award_round, appraiser)
    sentence = {"no days": "không đặt thời gian", "empty list": "chưa có ai", "proposed": "đã trình Chủ tịch"}[state]
    with pytest.raises(TransitionDenied, match=sentence):
        comments.publish_listing(award_round, by=appraiser, now=PUBLISHED)
    assert PublicListing.objects.count() == (state == "proposed")


def test_the_row_itself_is_refused_once_the_list_is_proposed(listing, asked, appraiser):
    propose(asked, appraiser)
    PublicListing.objects.update(withdrawn_at=IN_TIME, withdrawn_reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicListing.objects.create(
            round=asked, content={}, published_at=IN_TIME, published_by="x", until=date(2024, 1, 5)
        )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.APPRAISER])
def test_only_phong_noi_vu(listing, asked, person, people, role):
    if role == Role.COUNCIL:
        people[role] = making.make_user(role)
    objection, who = send(listing), people[role]
    for act in (
        lambda: comments.publish_listing(asked, by=who),
        lambda: comments.withdraw_listing(listing, by=who, reason="x"),
        lambda: comments.enter_objection(listing, None, by=who, received_on=date(2023, 12, 22), **WORDS),
        lambda: comments.answer_objection(objection, "dismissed", "x", by=who),
    ):
        with pytest.raises(TransitionDenied, match="Phòng Nội vụ"):
            act()


# --- objections ------------------------------------------------------------------------------


def test_an_objection_is_taken_told_and_logged_without_its_sender(listing, person, appraiser):
    objection = send(listing, person)
    assert len(objection.code) == 28
    assert (objection.received_on, objection.entered_by, objection.state) == (date(2023, 12, 22), "", "open")
    assert Notice.objects.filter(user=appraiser, key=f"objection:{objection.pk}", read_at__isnull=True).exists()
    event = AuditEvent.objects.get(action="objection.receive")
    assert event.actor == "hệ thống"
    for private in (WORDS["sender"], WORDS["contact"], WORDS["text"], objection.code):
        assert private not in f"{event.subject_label} {event.data}"


@pytest.mark.parametrize(("moment", "taken"), [(datetime(2023, 12, 28, 23, 59), True), (datetime(2023, 12, 29), False)])
def test_the_last_day_counts_whole(listing, moment, taken):
    moment = timezone.make_aware(moment)
    if taken:
        assert send(listing, now=moment)
        return
    with pytest.raises(TransitionDenied, match="Đã hết thời gian nhận ý kiến"):
        send(listing, now=moment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(
            listing=listing, code="x", sender="x", contact="x", text="x",
            received_on=moment.date(), received_at=moment,
        )  # fmt: skip
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("sender", " \u200b "), ("contact", ""), ("text", "\n\n"), ("sender", "a" * 121), ("text", "a" * 6001)],
)
def test_what_is_missing_or_too_long_is_said_at_its_field(listing, field, value):
    with pytest.raises(ValidationError) as refusal:
        send(listing, **{field: value})
    assert set(refusal.value.message_dict) == {field}
    assert not Objection.objects.exists()


def test_an_objection_names_somebody_of_the_published_list(listing, period, appraiser, commune):
    other = making.make_round(period, appraiser, name="Đợt khác")
    stranger = making.make_nominee(other, commune)
    with pytest.raises(ValidationError, match="có trong danh sách"):
        send(listing, stranger)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(
            listing=listing, nominee=stranger, code="x", sender="x", contact="x", text="x",
            received_on=date(2023, 12, 22), received_at=IN_TIME,
        )  # fmt: skip


def test_one_on_paper_counts_by_the_day_it_came(listing, person, appraiser):
    def enter(day):
        return comments.enter_objection(listing, person, by=appraiser, received_on=day, now=OVER, **WORDS)

    objection = enter(date(2023, 12, 28))
    assert (objection.entered_by, objection.received_at) == (appraiser.get_username(), OVER)
    with pytest.raises(TransitionDenied, match="Đã hết thời gian"):
        enter(date(2023, 12, 29))
    for day in (date(2023, 12, 20), date(2023, 12, 30)):
        with pytest.raises(ValidationError, match="Ngày nhận"):
            enter(day)
    assert Objection.objects.count() == 1


def test_an_answer_is_given_once_and_stays(listing, person, appraiser):
    objection = send(listing, person)
    for state, answer, field in (("open", "x", "state"), ("dismissed", " ", "answer"), ("", "x", "state")):
        with pytest.raises(ValidationError) as refusal:
            comments.answer_objection(objection, state, answer, by=appraiser)
        assert set(refusal.value.message_dict) == {field}
    answered = comments.answer_objection(objection, "dismissed", "Đã kiểm tra hồ sơ, số liệu đúng.", by=appraiser)
    assert (answered.state, answered.answered_by) == (ObjectionState.DISMISSED, appraiser.get_username())
    assert not Notice.objects.filter(key=f"objection:{objection.pk}", read_at__isnull=True).exists()
    with pytest.raises(TransitionDenied, match="đã được trả lời"):
        comments.answer_objection(objection, "upheld", "Khác.", by=appraiser)
    for change in ({"answer": "Khác."}, {"state": "open"}, {"text": "Khác."}, {"sender": "Khác"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        objection.delete()


def test_a_withdrawn_list_still_owes_its_answers(listing, asked, appraiser):
    objection = send(listing)
    comments.withdraw_listing(listing, by=appraiser, reason="Lập lại danh sách.")
    comments.publish_listing(asked, by=appraiser, now=PUBLISHED)
    with pytest.raises(TransitionDenied, match="Còn 1 ý kiến chưa trả lời"):
        propose(asked, appraiser)
    comments.answer_objection(objection, "dismissed", "Đã xem xét.", by=appraiser)
    assert propose(asked, appraiser).state == RoundState.PROPOSED


# --- before the list goes to the Chairman ------------------------------------------------------


def test_without_comment_days_nothing_is_asked(period, appraiser, members):
    assert making.make_proposed_round(period, appraiser, comment_days=None).state == RoundState.PROPOSED


def test_a_round_that_asks_is_not_proposed_before_it_has_asked(asked, appraiser):
    with pytest.raises(TransitionDenied, match="lấy ý kiến công khai 5 ngày làm việc"):
        propose(asked, appraiser)


def test_the_time_has_to_be_over(asked, appraiser, listing):
    assert "đến hết ngày 28/12/2023" in comment_refusal(asked, today=date(2023, 12, 28))
    assert comment_refusal(asked, today=date(2023, 12, 29)) is None
    assert propose(asked, appraiser).state == RoundState.PROPOSED


def test_a_list_that_runs_until_tomorrow_is_not_proposed_today(asked, appraiser):
    comments.publish_listing(asked, by=appraiser)
    with pytest.raises(TransitionDenied, match="đang lấy ý kiến"):
        propose(asked, appraiser)


def test_another_list_than_the_published_one_is_refused(asked, appraiser, listing, person):
    everyone = set(asked.nominees.values_list("pk", flat=True))
    lists.set_list(asked, everyone - {person.pk}, by=appraiser)
    with pytest.raises(TransitionDenied, match=r"Danh sách đã thay đổi.*công khai lại"):
        propose(asked, appraiser)
    lists.set_list(asked, everyone, by=appraiser)
    assert propose(asked, appraiser).state == RoundState.PROPOSED


def test_another_place_is_another_list(asked, listing, person):
    assert comment_refusal(asked, today=OVER.date()) is None
    Unit.objects.filter(pk=person.unit_id).update(name="Ủy ban nhân dân xã Mới Sáp nhập", short_name="Xã Mới")
    refusal = comment_refusal(asked, today=OVER.date())
    assert "Danh sách đã thay đổi" in refusal and "công khai lại" in refusal


@pytest.mark.parametrize(("part", "other"), [("name", True), ("place", True), ("merit", True), ("form", False)])
def test_what_makes_two_lists_the_same(listing, part, other):
    rows = listing.content["rows"]
    changed = [*rows[:-1], rows[-1] | {part: "Khác hẳn"}]
    assert (said(rows) != said(changed)) is other


def test_every_objection_is_answered_first(asked, appraiser, listing, person):
    objection = send(listing, person)
    with pytest.raises(TransitionDenied, match="Còn 1 ý kiến chưa trả lời"):
        propose(asked, appraiser)
    comments.answer_objection(objection, "dismissed", "Đã kiểm tra.", by=appraiser)
    assert propose(asked, appraiser).state == RoundState.PROPOSED


def test_whoever_an_upheld_objection_is_about_has_to_leave_the_list(asked, appraiser, listing, person):
    comments.answer_objection(send(listing, person), "upheld", "Đúng như ý kiến nêu.", by=appraiser)
    with pytest.raises(TransitionDenied, match=f"{person} đã được kết luận có cơ sở"):
        propose(asked, appraiser)
    # the same person on a list that is published anew is still refused
    comments.withdraw_listing(listing, by=appraiser, reason="Công khai lại.")
    comments.publish_listing(asked, by=appraiser, now=PUBLISHED)
    with pytest.raises(TransitionDenied, match="có cơ sở"):
        propose(asked, appraiser)
    everyone = set(asked.nominees.values_list("pk", flat=True))
    lists.set_list(asked, everyone - {person.pk}, by=appraiser)  # to leave for this reason makes no new list
    making.write_reasons(asked, appraiser, "ý kiến về trường hợp này có cơ sở")
    assert propose(asked, appraiser).state == RoundState.PROPOSED


def test_an_upheld_remark_about_the_list_as_such_keeps_nobody_out(asked, appraiser, listing):
    comments.answer_objection(send(listing), "upheld", "Đã sửa tiêu đề.", by=appraiser)
    assert propose(asked, appraiser).state == RoundState.PROPOSED


def test_the_support_site_does_not_show_who_objected(listing, client):
    send(listing)
    client.force_login(User.objects.create_superuser("ky-thuat", password="x"))
    assert client.get("/admin/awards/publiclisting/").status_code == 200
    assert client.get("/admin/awards/objection/").status_code == 404
    assert Objection not in admin.site._registry


def test_nothing_comes_in_once_the_list_lies_before_the_chairman(asked, appraiser, listing):
    propose(asked, appraiser)
    with pytest.raises(TransitionDenied, match=r"đã trình Chủ tịch.*gửi đơn trực tiếp"):
        send(listing)
    with pytest.raises(TransitionDenied, match="đã trình Chủ tịch"):
        comments.enter_objection(listing, None, by=appraiser, received_on=date(2023, 12, 28), **WORDS)
    with pytest.raises(TransitionDenied, match="đã trình Chủ tịch"):
        comments.withdraw_listing(listing, by=appraiser, reason="x")
