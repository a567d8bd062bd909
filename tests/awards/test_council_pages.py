"""The council room as people use it: the whole meeting by hand, no partial count, who opens what, odd input."""

import pytest
from django.urls import reverse

from awards.models import CouncilSession, Vote
from awards.pages.council import roster_of
from awards.services import council
from tests.awards import making
from tests.factories import appoint, make_unit, make_user
from units.enums import Role, UnitKind

pytestmark = pytest.mark.django_db


def test_the_whole_meeting_through_the_pages(award_round, nominee, appraiser, members, client_as):
    office = client_as(appraiser)
    url = reverse("awards:session-create", args=[award_round.pk])
    answer = office.post(url, {"held_at": "2023-12-25T08:00", "place": "  Phòng họp  số 1 "})
    session = CouncilSession.objects.get()
    assert answer.url == reverse("awards:session-roster", args=[session.pk])
    assert session.place == "Phòng họp số 1"
    seats = list(roster_of(session))
    data = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "3"}
    for n, seat in enumerate(seats):
        data |= {f"form-{n}-seat_id": seat.pk, f"form-{n}-title": seat.title, f"form-{n}-position": seat.position}
        data |= {f"form-{n}-present": "on"}
    assert office.post(answer.url, data).status_code == 302
    detail = reverse("awards:session-detail", args=[session.pk])
    assert office.post(reverse("awards:session-open", args=[session.pk])).url == detail
    for member in members:
        client = client_as(member)
        ballot = client.get(reverse("awards:ballot", args=[session.pk]))
        item = reverse("awards:ballot-item", args=[session.pk, nominee.pk])
        assert ballot.url == item
        assert "Nguyễn Thị Ẩn" in client.get(item).content.decode()
        assert client.post(item, {"choice": "yes"}).url == detail
    page = office.get(detail).content.decode()
    assert "3/3" in page and "100%" not in page and "Thông qua" not in page
    assert "Kết thúc phiên họp? Kết quả" in page
    office.post(reverse("awards:session-close", args=[session.pk]), {"notes": ""})
    page = office.get(detail).content.decode()
    assert "100%" in page and "Thông qua" in page
    minutes = office.get(reverse("awards:session-minutes", args=[session.pk]))
    assert minutes.content.startswith(b"%PDF")


def test_while_open_no_page_tells_a_partial_count(award_round, nominee, appraiser, members, client_as):
    session = making.make_open_session(award_round, appraiser)
    council.cast_vote(session, nominee, by=members[0], choice="no")
    for person in (appraiser, members[1]):
        page = client_as(person).get(reverse("awards:session-detail", args=[session.pk])).content.decode()
        assert "1/3" in page
        assert "Còn thiếu 2 phiếu, sẽ tính là không biểu quyết" in page  # closing is asked first
        assert "Không đồng ý" not in page
    own = client_as(members[0]).get(reverse("awards:session-detail", args=[session.pk])).content.decode()
    assert "Không đồng ý" in own  # what one has chosen oneself
    other = client_as(members[1]).get(reverse("awards:ballot-item", args=[session.pk, nominee.pk])).content.decode()
    assert "Anh/chị đang chọn" not in other


def test_the_member_of_the_unit_reads_why(award_round, nominee, appraiser, commune, client_as):
    own = make_user(Role.COUNCIL, commune)
    session = making.make_open_session(award_round, appraiser)
    url = reverse("awards:ballot-item", args=[session.pk, nominee.pk])
    page = client_as(own).get(url).content.decode()
    assert "nên không biểu quyết mục này" in page and 'name="choice"' not in page
    assert client_as(own).post(url, {"choice": "yes"}).status_code == 302
    assert not Vote.objects.exists()


PAGES = {
    "session-list": {"appraiser", "council", "chairman", "inspector"},
    "session-detail": {"appraiser", "council", "chairman", "inspector"},
    "session-minutes": {"appraiser", "council", "chairman", "inspector"},
    "session-roster": {"appraiser"},
    "ballot-item": {"council"},
}


def test_who_opens_which_page(award_round, nominee, appraiser, people, client, client_as):
    appoint(people[Role.COUNCIL], Role.COUNCIL, make_unit())
    session = making.make_open_session(award_round, appraiser)
    clients = {role: client_as(people[role]) for role in Role.values}
    for name, admitted in PAGES.items():
        args = {"session-list": [], "ballot-item": [session.pk, nominee.pk]}.get(name, [session.pk])
        url = reverse(f"awards:{name}", args=args)
        assert {role for role in Role.values if clients[role].get(url).status_code == 200} == admitted, name
        assert client.get(url).status_code == 302


def test_bad_input_when_preparing(award_round, appraiser, client_as):
    office = client_as(appraiser)
    for data, sentence in [
        ({"held_at": "", "place": "Phòng họp"}, "Cần ghi thời gian họp."),
        ({"held_at": "ngày mai", "place": "Phòng họp"}, "Thời gian họp cần cả ngày và giờ"),
        ({"held_at": "0001-01-01T00:00", "place": "Phòng họp"}, "Năm họp phải từ 2023"),
        ({"held_at": "9999-12-31T23:59", "place": "Phòng họp"}, "Năm họp phải từ 2023"),
        ({"held_at": "2023-12-25T08:00", "place": "   "}, "Cần ghi địa điểm họp"),
        ({"held_at": "2023-12-25T08:00", "place": "a" * 100_000}, "200"),
        ({"held_at": "2023-12-25T08:00\x00", "place": "\x00"}, "Cần ghi địa điểm họp"),
        ({}, "Cần ghi thời gian họp."),
    ]:
        answer = office.post(reverse("awards:session-create", args=[award_round.pk]), data)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), data
    assert not CouncilSession.objects.exists()


def test_bad_choices_change_nothing(award_round, nominee, appraiser, members, client_as):
    session = making.make_open_session(award_round, appraiser)
    url, client = reverse("awards:ballot-item", args=[session.pk, nominee.pk]), client_as(members[0])
    for choice in ("", "YES", "có", "yes\x00", "x" * 10_000, "đồng ý"):
        answer = client.post(url, {"choice": choice}, follow=True)
        assert "Hãy chọn Đồng ý" in answer.content.decode(), choice
    assert not Vote.objects.exists()


@pytest.mark.parametrize("data", [{}, {"form-TOTAL_FORMS": "999999999", "form-INITIAL_FORMS": "x"}])
def test_a_broken_roster_form_is_no_crash(award_round, nominee, appraiser, client_as, data):
    session = making.make_session(award_round, appraiser)
    answer = client_as(appraiser).post(reverse("awards:session-roster", args=[session.pk]), data)
    assert answer.status_code == 422


def test_seats_of_another_session_are_not_touched(award_round, nominee, appraiser, members, period, client_as):
    session = making.make_session(award_round, appraiser)
    other = making.make_session(making.make_round(period, appraiser, name="Đợt khác"), appraiser)
    foreign = other.seats.first()
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-seat_id": foreign.pk}
    data |= {"form-0-position": "member", "form-0-present": "on"}
    client_as(appraiser).post(reverse("awards:session-roster", args=[session.pk]), data)
    foreign.refresh_from_db()
    assert foreign.present is False
    assert client_as(appraiser).get(reverse("awards:session-detail", args=[10**30])).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_pages_ask_the_same_number_of_queries(
    award_round, appraiser, members, client_as, django_assert_max_num_queries, n
):
    for _ in range(n):
        making.make_nominee(award_round, make_unit(UnitKind.CAP_XA))
    session = making.make_open_session(award_round, appraiser)
    client = client_as(members[0])
    with django_assert_max_num_queries(23):
        client.get(reverse("awards:session-detail", args=[session.pk]))
    with django_assert_max_num_queries(23):
        client.get(reverse("awards:ballot-item", args=[session.pk, session.round.nominees.first().pk]))
