"""The council room as people use it: rules in the form, secret and paper meetings by hand, who opens what, odd input."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import CouncilSession, PaperCount, Recusal, SecretBallot, SessionMaterial, WrittenOpinion
from awards.services import council
from awards.services import room as services
from tests.awards import making, room
from tests.awards.room import PDF, scan
from tests.factories import make_unit
from units.enums import Role

pytestmark = pytest.mark.django_db


def url(name: str, *args) -> str:
    return reverse(f"awards:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def test_the_rules_of_a_session_are_chosen_in_the_form(award_round, nominee, appraiser, client_as):
    office = client_as(appraiser)
    page = office.get(url("session-create", award_round)).content.decode()
    for words in ("trên 1/2", "từ 2/3 trở lên", "từ 70% trở lên", "từ 80% trở lên", "từ 90% trở lên"):
        assert words in page
    data = {"held_at": "25/12/2023 08:00", "place": "Phòng họp số 1", "method": "secret", "threshold": "8/10"}
    data |= {"base": "present", "quorum": "3/4", "agenda": "Khai mạc\nBỏ phiếu"}
    office.post(url("session-create", award_round), data)
    session = CouncilSession.objects.get()
    assert council.rules_in_force(session) == council.SessionRules("secret", 3, 4, 8, 10, True, "Khai mạc\nBỏ phiếu")
    answer = office.post(url("session-edit", session), data | {"method": "x", "threshold": "1/3", "agenda": "a" * 7000})
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count("Chọn một trong các mục có sẵn.") >= 2
    assert "Chương trình họp dài quá 6.000 ký tự" in page
    detail = office.get(url("session-detail", session)).content.decode()
    assert "<li>Bỏ phiếu</li>" in detail and "từ 80% trở lên số thành viên tham gia biểu quyết" in detail


def test_an_unusual_fraction_of_the_round_stays(award_round, nominee, appraiser, client_as):
    session = room.prepare(award_round, appraiser, threshold_num=3, threshold_den=5)
    page = client_as(appraiser).get(url("session-edit", session)).content.decode()
    assert '<option value="3/5" selected>từ 3/5 trở lên</option>' in page


def test_a_secret_meeting_by_hand(award_round, nominee, appraiser, members, client_as):
    session = room.open_room(award_round, appraiser, "secret")
    item, detail = url("ballot-item", session, nominee), url("session-detail", session)
    for member in members:
        client = client_as(member)
        page = client.get(item).content.decode()
        assert "Phiếu kín chỉ bỏ một lần, không đổi được" in page and "Hội đồng ít người" in page
        assert client.post(item, {"choice": "yes"}).url == detail
    again = client.post(item, {"choice": "no"}, follow=True).content.decode()
    assert "chỉ bỏ một lần" in again
    office = client_as(appraiser)
    assert "3/3" in office.get(url("session-turnout", session)).content.decode()
    early = office.get(url("session-count-minutes", session), follow=True).content.decode()
    assert "Biên bản kiểm phiếu chỉ có khi" in early
    office.post(url("session-close", session), {"notes": ""})
    page = office.get(detail).content.decode()
    assert "3 × 2 = 6, lớn hơn 1 × 3 = 3, nên được thông qua" in page
    assert office.get(url("session-count-minutes", session)).content.startswith(b"%PDF")
    assert office.get(url("session-turnout", session))["HX-Refresh"] == "true"


def test_a_paper_meeting_by_hand(award_round, nominee, appraiser, members, client_as):
    other = making.make_nominee(award_round, make_unit())
    session = room.open_room(award_round, appraiser, "paper")
    item = client_as(members[0]).get(url("ballot-item", session, nominee)).content.decode()
    assert "bỏ phiếu bằng giấy" in item and 'name="choice"' not in item
    figures = dict(zip(("yes", "no", "abstain", "invalid"), "2100", strict=True))
    data = {f"p{one.pk}-{name}": value for one in (nominee, other) for name, value in figures.items()}
    first, second, address = client_as(appraiser), client_as(members[2]), url("paper-count", session)
    for wrong, sentence in [
        ({f"p{other.pk}-no": ""}, "ô “Không đồng ý” còn trống"),
        ({f"p{other.pk}-no": "9"}, "tổng 11 phiếu, nhiều hơn 3 phiếu phát ra"),
        ({f"p{other.pk}-no": "một"}, "một"),
        ({f"p{other.pk}-no": "1,5"}, "cần một số nguyên từ 0"),
    ]:
        answer = first.post(address, data | wrong)
        page = answer.content.decode()
        assert (answer.status_code, sentence in page) == (422, True), sentence
        assert f'name="p{nominee.pk}-yes" value="2"' in page  # nothing typed is lost
    assert not PaperCount.objects.exists()
    first.post(address, data)
    page = second.get(address).content.decode()
    assert 'value="2"' not in page and "mới có 1/2 người" in page  # blind to the other's figures
    second.post(address, data | {f"p{other.pk}-yes": "1", f"p{other.pk}-no": "2"})
    detail = first.get(url("session-detail", session)).content.decode()
    assert "các kết quả kiểm phiếu chưa khớp nhau" in detail and "2/2" in detail
    second.post(address, data)
    first.post(url("session-close", session), {"notes": ""})
    session.refresh_from_db()
    assert session.state == "closed" and set(session.results.values_list("yes", flat=True)) == {2}


def test_an_opinion_in_writing_by_hand(award_round, nominee, appraiser, members, client_as):
    session = room.open_room(award_round, appraiser, "secret", *members[:2])
    seat, office, second = session.seats.get(user=members[2]), client_as(appraiser), client_as(members[0])
    listed, entry = url("opinion-list", session), url("opinion-enter", session, seat)
    assert "không kín" in office.get(listed).content.decode()
    answer = office.post(entry, {f"y_{nominee.pk}": "yes"})
    assert (answer.status_code, "Chọn tệp rồi gửi." in answer.content.decode()) == (422, True)
    answer = office.post(entry, {"file": scan()})
    assert (answer.status_code, "Chưa chọn ý kiến cho mục nào" in answer.content.decode()) == (422, True)
    answer = office.post(entry, {"file": scan(data=b"MZ"), f"y_{nominee.pk}": "yes"})
    assert (answer.status_code, "không đúng với đuôi .pdf" in answer.content.decode()) == (422, True)
    assert office.post(entry, {"file": scan(), f"y_{nominee.pk}": "yes"}).url == listed
    refused = office.post(url("opinion-confirm", session, seat), follow=True).content.decode()
    assert "phải khác người nhập" in refused
    opinion = WrittenOpinion.objects.get()
    assert second.get(url("opinion-file", session, opinion)).getvalue() == PDF
    done = second.post(url("opinion-confirm", session, seat), follow=True).content.decode()
    assert "được tính vào kết quả" in done
    absent = client_as(members[2])
    for address in (listed, entry, url("opinion-file", session, opinion)):
        assert absent.get(address).status_code == 404
    assert absent.post(url("opinion-drop", session, seat)).status_code == 404
    assert second.get(url("opinion-enter", session, 10**9)).status_code == 404


def test_a_member_stands_back_and_the_office_takes_note(award_round, nominee, appraiser, members, client_as):
    other = making.make_nominee(award_round, make_unit())
    session = room.open_room(award_round, appraiser, "secret")
    member, item = client_as(members[2]), url("ballot-item", session, nominee)
    address = url("ballot-recuse", session, nominee)
    assert address in member.get(item).content.decode()
    assert "Cần ghi lý do" in member.post(address, {"reason": " "}, follow=True).content.decode()
    page = member.post(address, {"reason": "Là em ruột."}, follow=True).content.decode()
    assert "lý do: Là em ruột" in page and 'name="choice"' not in page and address not in page
    office, add = client_as(appraiser), url("recusal-add", session)
    answer = office.post(add, {"seat": "", "nominee": "999", "reason": ""})
    assert (answer.status_code, "Ô “Lý do” cần được điền." in answer.content.decode()) == (422, True)
    seat = session.seats.get(user=members[0])
    office.post(add, {"seat": seat.pk, "nominee": other.pk, "reason": "Người thân."})
    assert Recusal.objects.count() == 2
    office.post(url("recusal-withdraw", session, Recusal.objects.get(seat=seat)))
    assert Recusal.objects.count() == 1
    assert "1/2" not in office.get(url("session-turnout", session)).content.decode()
    member.post(item, {"choice": "yes"})
    assert not SecretBallot.objects.exists()


def test_materials_are_read_by_who_sits_there(award_round, nominee, appraiser, members, people, client_as):
    stranger = making.make_user(Role.COUNCIL, make_unit())
    session = room.prepare(award_round, appraiser)
    council.remove_seat(session, session.seats.get(user=stranger).pk, by=appraiser)
    office = client_as(appraiser)
    answer = office.post(url("material-add", session), {"file": scan("x.exe")})
    assert (answer.status_code, "không thuộc loại được nhận" in answer.content.decode()) == (422, True)
    office.post(url("material-add", session), {"file": scan(), "title": "Bảng tổng hợp thành tích"})
    material = SessionMaterial.objects.get()
    address = url("material-file", session, material)
    for reader in (appraiser, members[2], people[Role.INSPECTOR]):
        assert client_as(reader).get(address).getvalue() == PDF
        page = client_as(reader).get(url("session-detail", session)).content.decode()
        assert "Bảng tổng hợp thành tích" in page
    assert client_as(stranger).get(address).status_code == 404
    assert "Bảng tổng hợp" not in client_as(stranger).get(url("session-detail", session)).content.decode()
    office.post(url("material-remove", session, material))
    assert not SessionMaterial.objects.exists()


@pytest.mark.parametrize("method", ["secret", "paper"])
def test_pages_ask_as_often_for_one_row_as_for_three(period, appraiser, members, client_as, method):
    counts = []
    for rows in (1, 3):
        award_round = making.make_round(period, appraiser, name=f"Đợt {rows}")
        nominees = room.make_nominees(award_round, rows)
        session = room.open_room(award_round, appraiser, method, *members[:2])
        seat = session.seats.get(user=members[2])
        choices = {one.pk: "yes" for one in nominees}
        services.enter_opinions(session, seat, choices, by=appraiser, upload=scan())
        for one in nominees:
            services.declare_recusal(
                session, session.seats.get(user=members[1]), one, by=appraiser, reason="Người thân."
            )
        client = client_as(members[0])
        names = ["session-detail", "session-turnout", "opinion-list", *(["paper-count"] if method == "paper" else [])]
        client.get(url("session-detail", session))
        for name in names:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url(name, session)).status_code == 200
            counts.append((rows, name, len(seen)))
    assert [n for rows, _, n in counts if rows == 1] == [n for rows, _, n in counts if rows == 3]
