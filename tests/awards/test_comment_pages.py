"""Pages of a public comment: what visitors read and send, what the office does, limits, and a fixed number of queries."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from awards.models import Objection
from awards.services import comments, lists, rounds
from awards.services.certificates import grouped
from awards.services.decisions import new_token
from awards.views.public import SENDS_PER_MINUTE
from core.workflow import TransitionDenied
from tests.awards import making
from units.enums import Role

pytestmark = pytest.mark.django_db
WORDS = {"sender": "Nguyễn Văn Ẩn", "contact": "0900 000 000", "text": "Thành tích nêu không đúng."}
FORM = WORDS | {"nominee": "", "website": ""}


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()
    yield
    cache.clear()


def make_asked(period, appraiser, **fields):
    award_round = making.make_voted_round(period, appraiser, comment_days=5, **fields)
    lists.set_list(award_round, set(award_round.nominees.values_list("pk", flat=True)), by=appraiser)
    return award_round


@pytest.fixture
def asked(period, appraiser, members):
    return make_asked(period, appraiser, collectives=1, direct=3, leaders=1)


@pytest.fixture
def listing(asked, appraiser):
    return comments.publish_listing(asked, by=appraiser)


@pytest.fixture
def over(asked, appraiser):
    """A list whose time ended two weeks ago."""
    return comments.publish_listing(asked, by=appraiser, now=timezone.now() - timedelta(days=30))


def url_of(listing) -> str:
    return reverse("public:comment-listing", args=[listing.pk])


def text_of(answer) -> str:
    return answer.content.decode()


# --- the public -----------------------------------------------------------------------------


def test_before_the_first_list_the_page_says_what_will_be_here(client, db):
    assert "sẽ hiện ở đây" in text_of(client.get(reverse("public:comment-list")))


def test_a_visitor_reads_the_names_and_nothing_private(client, listing, asked):
    page = text_of(client.get(reverse("public:comment-list")))
    assert asked.name in page and "Đang lấy ý kiến" in page
    answer = client.get(url_of(listing))
    page = text_of(answer)
    for nominee in asked.nominees.all():
        assert nominee.name in page and nominee.achievements not in page
        assert not nominee.birth_year or str(nominee.birth_year) not in page
    assert "3/3" not in page and "Gửi ý kiến" in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in answer["Cache-Control"]


def test_sending_gives_a_code_and_the_code_gives_the_answer(client, listing, asked, appraiser):
    person = asked.nominees.filter(kind="individual").first()
    answer = client.post(url_of(listing), FORM | {"nominee": str(person.pk)})
    assert answer.url == reverse("public:comment-sent")
    objection = Objection.objects.get()
    assert (objection.nominee, objection.sender, objection.entered_by) == (person, WORDS["sender"], "")
    assert grouped(objection.code) in text_of(client.get(answer.url))
    look_up = reverse("public:comment-look-up")
    again = client.get(answer.url, follow=True)  # shown once: the next one at this browser finds nothing
    assert again.redirect_chain == [(look_up, 302)] and "Mã chỉ hiện một lần" in text_of(again)
    assert objection.code not in str(dict(client.session)) and grouped(objection.code) not in text_of(again)
    page = text_of(client.post(look_up, {"code": grouped(objection.code).upper()}))
    assert WORDS["text"] in page and "đang xem xét" in page
    comments.answer_objection(objection, "dismissed", "Đã đối chiếu hồ sơ, số liệu đúng.", by=appraiser)
    page = text_of(client.post(look_up, {"code": objection.code}))
    assert "Đã đối chiếu hồ sơ" in page and "Không có cơ sở" in page
    for private in (WORDS["sender"], WORDS["contact"]):
        assert private not in page


def test_objections_are_on_no_public_page(client, listing, appraiser):
    code = comments.send_objection(listing, None, **WORDS)
    comments.answer_objection(Objection.objects.get(code=code), "dismissed", "Đã xem xét kỹ.", by=appraiser)
    for url in (reverse("public:comment-list"), url_of(listing), reverse("public:results")):
        page = text_of(client.get(url))
        for private in (*WORDS.values(), code, "Đã xem xét kỹ."):
            assert private not in page


def test_no_code_is_guessed_and_none_is_kept_for_strangers(client, listing):
    comments.send_objection(listing, None, **WORDS)
    look_up = reverse("public:comment-look-up")
    for wrong in (new_token(), "a" * 80, "' OR 1=1--", "Đắk Song"):
        answer = client.post(look_up, {"code": wrong})
        assert (answer.status_code, "Không có ý kiến nào mang mã này" in text_of(answer)) == (422, True), wrong
        cache.clear()
    for empty in ("", " ", "\x00", "a" * 999):
        assert client.post(look_up, {"code": empty}).status_code == 422
        cache.clear()
    assert client.get(reverse("public:comment-sent")).url == look_up


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": " \u200b "}, "cần được điền"),
        ({"sender": ""}, "cần được điền"),
        ({"contact": "a" * 121}, "dài quá 120 ký tự"),
        ({"text": "a" * 6001}, "dài quá 6.000 ký tự"),
        ({"nominee": "999999"}, "Chọn một trong các mục có sẵn"),
        ({"nominee": "x"}, "Chọn một trong các mục có sẵn"),
        ({"website": "http://vi-du.vn"}, "Để trống ô này"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, listing, change, sentence):
    answer = client.post(url_of(listing), FORM | change)
    page = text_of(answer)
    assert (answer.status_code, sentence in page) == (422, True)
    kept = [value for name, value in WORDS.items() if name not in change]
    assert all(value in page for value in kept)
    assert not Objection.objects.exists()


def test_after_its_time_the_form_is_gone_and_a_late_post_is_told_why(client, over, asked):
    page = text_of(client.get(url_of(over)))
    assert "Đã hết thời gian nhận ý kiến" in page and 'name="text"' not in page
    assert asked.nominees.first().name in page
    answer = client.post(url_of(over), FORM)
    assert (answer.status_code, "Đã hết thời gian nhận ý kiến" in text_of(answer)) == (422, True)
    assert WORDS["text"] in text_of(answer) and not Objection.objects.exists()


def test_a_withdrawn_list_says_why_without_its_names(client, listing, asked, appraiser):
    comments.withdraw_listing(listing, by=appraiser, reason="Sửa nơi công tác của một người.")
    page = text_of(client.get(url_of(listing)))
    assert "Sửa nơi công tác" in page
    assert not any(nominee.name in page for nominee in asked.nominees.all())
    late = client.post(url_of(listing), FORM)
    assert late.status_code == 422 and not any(nominee.name in text_of(late) for nominee in asked.nominees.all())


def test_once_decided_the_names_are_left_to_the_results(client, over, asked, appraiser, chairman):
    rounds.propose(asked, by=appraiser, number="12/TTr-PNV", day=date(2023, 12, 27))
    assert asked.nominees.first().name in text_of(client.get(url_of(over)))
    making.decisions.decide_round(asked, by=chairman, signed_on=making.SIGNED_ON)
    page = text_of(client.get(url_of(over)))
    assert reverse("public:results") in page and asked.nominees.first().name not in page


def test_who_sends_too_fast_is_told_to_wait_and_others_are_not(client, listing):
    states = [client.post(url_of(listing), FORM).status_code for _ in range(SENDS_PER_MINUTE + 1)]
    assert states == [302] * SENDS_PER_MINUTE + [429]
    answer = client.post(url_of(listing), FORM)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60") and "chờ một phút" in text_of(answer)
    assert client.get(url_of(listing)).status_code == 200  # reading goes on
    assert client.post(url_of(listing), FORM, REMOTE_ADDR="10.0.0.9").status_code == 302
    assert Objection.objects.count() == SENDS_PER_MINUTE + 1


def test_unknown_lists_and_odd_questions_are_no_crash(client, db):
    assert client.get(reverse("public:comment-listing", args=[999_999])).status_code == 404
    for page in ("-1", "x", "9" * 99):
        assert client.get(reverse("public:comment-list"), {"page": page}).status_code == 200


# --- the office -----------------------------------------------------------------------------


def test_the_office_publishes_enters_answers_and_withdraws(client_as, asked, appraiser):
    client, url = client_as(appraiser), reverse("awards:comments", args=[asked.pk])
    page = text_of(client.get(url))
    assert "Chưa trình được" in page and "Công khai danh sách" in page
    assert "Đã công khai danh sách" in text_of(
        client.post(reverse("awards:comment-publish", args=[asked.pk]), follow=True)
    )
    today = f"{timezone.localdate():%d/%m/%Y}"
    enter = reverse("awards:comment-enter", args=[asked.pk])
    assert client.get(enter).status_code == 200
    answer = client.post(enter, WORDS | {"received_on": "31/02/2026"})
    assert (answer.status_code, WORDS["text"] in text_of(answer)) == (422, True)
    assert client.post(enter, WORDS | {"received_on": today}).url == url
    objection = Objection.objects.get()
    assert objection.entered_by == appraiser.get_username()
    assert WORDS["sender"] in text_of(client.get(url))
    reply = reverse("awards:comment-answer", args=[objection.pk])
    answer = client.post(reply, {"state": "", "answer": "Đã xem xét."})
    assert (answer.status_code, "Đã xem xét." in text_of(answer)) == (422, True)
    assert client.post(reply, {"state": "dismissed", "answer": "Đã xem xét."}).url == url
    assert 'name="answer"' not in text_of(client.get(reply))
    page = text_of(client.get(url))
    assert "Đã xem xét." in page and appraiser.full_name in page
    withdraw = reverse("awards:comment-withdraw", args=[asked.pk])
    assert "lý do rút" in text_of(client.post(withdraw, {"reason": " "}, follow=True))
    assert "Đã rút danh sách" in text_of(client.post(withdraw, {"reason": "Lập lại."}, follow=True))
    assert client.post(withdraw, {"reason": "Lập lại."}).status_code == 404


def test_the_sender_is_read_by_the_office_and_the_inspector_alone(client_as, listing, asked, people):
    comments.send_objection(listing, None, **WORDS)
    url = reverse("awards:comments", args=[asked.pk])
    seen = {role for role in (Role.APPRAISER, Role.CHAIRMAN, Role.INSPECTOR)
            if WORDS["contact"] in text_of(client_as(people[role]).get(url))}  # fmt: skip
    assert seen == {Role.APPRAISER, Role.INSPECTOR}
    page = text_of(client_as(people[Role.CHAIRMAN]).get(url))
    assert WORDS["text"] in page and "Rút danh sách" not in page and "awards:comment-answer" not in page


def test_a_round_that_does_not_ask_says_so(client_as, period, appraiser, members):
    award_round = making.make_round(period, appraiser)
    page = text_of(client_as(appraiser).get(reverse("awards:comments", args=[award_round.pk])))
    assert "không lấy ý kiến công khai" in page


@pytest.mark.parametrize("n", [1, 4])
def test_pages_ask_the_same_number_of_queries(
    client, client_as, period, appraiser, members, django_assert_max_num_queries, n
):
    award_round = make_asked(period, appraiser, collectives=1, direct=n)
    listing = comments.publish_listing(award_round, by=appraiser)
    for nominee in award_round.nominees.all():
        comments.send_objection(listing, nominee, **WORDS)
    with django_assert_max_num_queries(3):
        client.get(reverse("public:comment-list"))
    with django_assert_max_num_queries(2):
        client.get(url_of(listing))
    office = client_as(appraiser)
    with django_assert_max_num_queries(15):
        office.get(reverse("awards:comments", args=[award_round.pk]))


# --- many at once ----------------------------------------------------------------------------


def make_many(listing, count: int, now) -> None:
    Objection.objects.bulk_create(
        Objection(listing=listing, code=new_token(), received_on=timezone.localdate(now), received_at=now, **WORDS)
        for _ in range(count)
    )


def test_a_flood_is_stopped_with_other_ways_to_send_and_paper_is_still_taken(client, listing, appraiser):
    now = timezone.now()
    make_many(listing, comments.SENT_PER_HOUR - 1, now)
    comments.send_objection(listing, None, **WORDS, now=now)
    answer = client.post(url_of(listing), FORM)
    assert answer.status_code == 422
    assert (
        "tạm dừng nhận" in text_of(answer)
        and "qua bưu điện đến" in text_of(answer)
        and WORDS["text"] in text_of(answer)
    )
    today = timezone.localdate(now)
    assert comments.enter_objection(listing, None, by=appraiser, received_on=today, **WORDS)
    later = now + timedelta(hours=1, seconds=1)
    assert comments.send_objection(listing, None, **WORDS, now=later)


def test_one_answer_to_many_of_the_same_content(client_as, listing, asked, appraiser):
    make_many(listing, 3, timezone.now())
    first, second, third = Objection.objects.order_by("pk").values_list("pk", flat=True)
    office, url = client_as(appraiser), reverse("awards:comment-answer-same", args=[asked.pk])
    assert url in text_of(office.get(reverse("awards:comments", args=[asked.pk])))
    assert text_of(office.get(url)).count('type="checkbox"') == 3
    reply = {"state": "dismissed", "answer": "Đã xem xét chung."}
    for wrong in (reply, reply | {"chosen": ["999999"]}, reply | {"chosen": [first], "answer": " "}):
        answer = office.post(url, wrong)
        assert (answer.status_code, Objection.objects.filter(state="open").count()) == (422, 3)
    assert office.post(url, reply | {"chosen": [first, second]}).status_code == 302
    assert set(Objection.objects.filter(answer="Đã xem xét chung.").values_list("pk", flat=True)) == {first, second}
    with pytest.raises(TransitionDenied, match="vừa được trả lời"):  # all or none
        comments.answer_objections(asked, [second, third], "upheld", "Khác.", by=appraiser)
    assert Objection.objects.get(pk=third).state == "open"
    with pytest.raises(TransitionDenied, match="Phòng Nội vụ"):
        comments.answer_objections(asked, [third], "upheld", "Khác.", by=making.make_user(Role.INSPECTOR))
    assert office.post(url, reply | {"chosen": [third]}).status_code == 302
    assert "Không còn ý kiến nào chờ" in text_of(office.get(url))


@pytest.mark.parametrize(("days_ago", "shown"), [(29, True), (60, False)])
def test_names_leave_the_public_page_a_month_after_the_time_is_over(client, asked, appraiser, days_ago, shown):
    listing = comments.publish_listing(asked, by=appraiser, now=timezone.now() - timedelta(days=days_ago))
    page = text_of(client.get(url_of(listing)))
    assert (asked.nominees.first().name in page, "hơn 30 ngày" in page) == (shown, not shown)
    late = client.post(url_of(listing), FORM)  # the form that comes back names nobody either
    assert (late.status_code, asked.nominees.first().name in text_of(late)) == (422, shown)
