"""The council room at a real browser: the question before a secret ballot, the live turnout, a phone, no script."""

import pytest
from playwright.sync_api import expect

from awards.models import SecretBallot
from awards.services import council
from tests.awards import making, room
from tests.browsing import DESK, PHONE
from tests.factories import load_real_plan, make_unit, make_user
from units.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    appraiser, members = make_user(Role.APPRAISER, make_unit()), making.make_members(3)
    award_round = making.make_round(load_real_plan().campaign.periods.get(year=2023), appraiser)
    return award_round, room.make_nominees(award_round, 2), appraiser, members


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_secret_ballot_is_asked_first_and_cast_once(world, visit, viewport):
    award_round, (first, second), appraiser, members = world
    session = room.open_room(award_round, appraiser, "secret")
    person = visit(members[0], viewport=viewport)
    page = person.open(f"/khen-thuong/hoi-dong/{session.pk}/bieu-quyet/")
    choice = page.locator("summary.choice").filter(has_text="Không đồng ý")
    choice.click()
    expect(page.get_by_text("Phiếu kín chỉ bỏ một lần, không đổi được.").last).to_be_visible()
    page.get_by_role("button", name="Chọn lại").click()
    assert not SecretBallot.objects.exists()
    choice.click()
    page.get_by_role("button", name="Bỏ phiếu", exact=True).click()
    expect(page.get_by_text(f"Đã bỏ phiếu kín về {first}.")).to_be_visible()
    expect(page.get_by_role("heading", name=str(second))).to_be_visible()
    assert person.overflow() <= 0
    assert SecretBallot.objects.count() == 1


def test_the_turnout_renews_itself_and_tells_no_choice(world, visit):
    award_round, (first, _), appraiser, members = world
    session = room.open_room(award_round, appraiser, "secret")
    page = visit(appraiser).open(f"/khen-thuong/hoi-dong/{session.pk}/")
    expect(page.locator(".turnout-all")).to_contain_text("0/6")
    council.cast_secret_ballot(session, first, by=members[0], choice="yes")
    expect(page.locator(".turnout-all")).to_contain_text("1/6")
    assert "Đồng ý" not in page.locator("#tien-do").inner_text()
    council.close_session(session, by=appraiser)
    expect(page.get_by_role("heading", name="Kết quả biểu quyết")).to_be_visible(timeout=15_000)


def test_without_script_the_ballot_still_asks_first(world, visit):
    award_round, (first, _), appraiser, members = world
    session = room.open_room(award_round, appraiser, "secret")
    page = visit(members[0], script=False).open(f"/khen-thuong/hoi-dong/{session.pk}/bieu-quyet/{first.pk}/")
    page.locator("summary.choice").first.click()
    page.get_by_role("button", name="Bỏ phiếu", exact=True).first.click()
    expect(page.get_by_text(f"Đã bỏ phiếu kín về {first}.")).to_be_visible()
