"""The Chairman's page: checks with their proof, two buttons, who opens what, days that cannot be."""

from datetime import date

import pytest
from django.urls import reverse

from awards.enums import RoundState
from awards.models import Decision
from awards.pages.decision import checks, list_lines
from awards.services.decision_paper import counted
from awards.services.decisions import decide_round
from tests.awards import making
from tests.factories import appoint, make_unit
from units.enums import Role

pytestmark = pytest.mark.django_db


def test_checks_open_their_proof(proposed):
    lines = list_lines(proposed)
    found = {check.code: check for check in checks(proposed, lines, signed_on=making.SIGNED_ON)}
    assert {code: check.state for code, check in found.items()} == {
        "score": "warning",  # these collectives have no score sheet
        "papers": "ok",
        "votes": "ok",
        "quota": "ok",
        "share": "ok",
        "money": "ok",
    }
    assert {line.value for line in found["votes"].proof} == {"3/3 thành viên đồng ý"}
    assert [line.value for line in found["quota"].proof] == ["2 (nhiều nhất 5)", "4 (nhiều nhất 10)"]
    assert [line.value for line in found["share"].proof] == ["3/4 người", "1 người (nhiều nhất 1)"]
    assert "4.320.000" in found["money"].summary
    later = {check.code: check for check in checks(proposed, lines, signed_on=date(2024, 7, 1))}
    assert later["money"].state == "warning" and "2.340.000" in later["money"].summary


@pytest.mark.parametrize(
    ("collectives", "people", "words"),
    [(5, 10, "05 tập thể và 10 cá nhân"), (0, 1, "01 cá nhân"), (2, 0, "02 tập thể")],
)
def test_counting_as_offices_write(collectives, people, words):
    assert counted(collectives, people) == words


def test_the_letter_has_two_buttons_for_the_chairman_alone(proposed, chairman, appraiser, client_as):
    url = reverse("awards:decision-review", args=[proposed.pk])
    page = client_as(chairman).get(url).content.decode()
    assert "Quyết định khen thưởng" in page and "Trả lại danh sách" in page
    asked = page.split('<details class="ui-confirm"', 1)[1].split("</details>", 1)[0]  # no signing on one click
    assert 'name="signed_on"' in asked and "không sửa và không hủy được" in asked and 'type="submit"' in asked
    assert page.count(reverse("awards:decision-sign", args=[proposed.pk])) == 1
    assert "02 tập thể và 04 cá nhân" in page
    page = client_as(appraiser).get(url).content.decode()
    assert "Trả lại danh sách" not in page and 'name="signed_on"' not in page


def test_signing_through_the_page(proposed, chairman, appraiser, client_as):
    client = client_as(chairman)
    answer = client.post(reverse("awards:decision-sign", args=[proposed.pk]), {"signed_on": "2023-12-28"})
    decision = Decision.objects.get()
    assert answer.url == reverse("awards:decision-detail", args=[decision.pk])
    assert "?tai_lai=1" in client.get(answer.url).content.decode()  # the tiles are counted anew when all is printed
    assert "?tai_lai=1" not in client_as(appraiser).get(answer.url).content.decode()  # a job is followed by its owner
    assert client.get(reverse("awards:decision-pdf", args=[decision.pk])).content.startswith(b"%PDF")
    again = client.get(reverse("awards:decision-review", args=[proposed.pk]))
    assert again.url == answer.url


def test_sending_back_needs_a_reason_and_reaches_the_office(proposed, chairman, client_as):
    client = client_as(chairman)
    url = reverse("awards:decision-send-back", args=[proposed.pk])
    page = client.post(url, {"reason": " \u200b "}, follow=True).content.decode()
    assert "Cần ghi lý do" in page
    proposed.refresh_from_db()
    assert proposed.state == RoundState.PROPOSED
    client.post(url, {"reason": "Xem lại thành tích của xã."})
    proposed.refresh_from_db()
    assert (proposed.state, proposed.sent_back_reason) == (RoundState.OPEN, "Xem lại thành tích của xã.")


def test_bad_days_change_nothing(proposed, chairman, client_as):
    url, client = reverse("awards:decision-sign", args=[proposed.pk]), client_as(chairman)
    for signed_on in ("", "hôm nay", "31/02/2023", "0000-00-00", "9" * 50_000, "2099-01-01", "\x00"):
        page = client.post(url, {"signed_on": signed_on}, follow=True)
        assert (page.status_code, "gày ký" in page.content.decode()) == (200, True), signed_on
    assert making.nothing_happened(proposed)


PAGES = {
    "decision-review": {"chairman", "appraiser", "inspector"},
    "decision-draft": {"chairman", "appraiser", "inspector"},
    "decision-list": {"chairman", "appraiser", "reviewer", "council", "inspector"},
    "decision-detail": {"chairman", "appraiser", "reviewer", "council", "inspector"},
    "decision-pdf": {"chairman", "appraiser", "reviewer", "council", "inspector"},
}


def test_who_opens_which_page(proposed, chairman, people, client, client_as):
    appoint(people[Role.COUNCIL], Role.COUNCIL, make_unit())
    clients = {role: client_as(people[role]) for role in Role.values}
    args = {"decision-review": [proposed.pk], "decision-draft": [proposed.pk]}

    def opened(name):
        url = reverse(f"awards:{name}", args=args[name])
        assert client.get(url).status_code == 302
        return {role for role in Role.values if clients[role].get(url).status_code == 200}

    assert {name: opened(name) for name in args} == {name: PAGES[name] for name in args}
    decision = decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    args = {"decision-list": [], "decision-detail": [decision.pk], "decision-pdf": [decision.pk]}
    assert {name: opened(name) for name in args} == {name: PAGES[name] for name in args}


@pytest.mark.parametrize("n", [1, 3])
def test_the_letter_asks_the_same_number_of_queries(
    period, appraiser, chairman, members, client_as, django_assert_max_num_queries, n
):
    award_round = making.make_proposed_round(period, appraiser, collectives=n, direct=n)
    client = client_as(chairman)
    with django_assert_max_num_queries(36):
        client.get(reverse("awards:decision-review", args=[award_round.pk]))
