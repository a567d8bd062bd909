"""The pages on which weights are edited, compared and published."""

import pytest
from django.urls import reverse

from campaign.models import PlanVersion
from criteria.models import PlanDraft
from criteria.selectors import draft_token
from criteria.services.plan_drafts import save_draft, start_draft
from reports.services.plan_publishing import publish_plan
from reports.services.scoring import score_report
from tests.factories import make_user
from tests.reports.factories import EARLY, make_report_at
from tests.reports.pages import shown
from units.enums import Role

MOVED = {"points:X:X-02": "9", "points:X:CQS-02": "1"}
LIST = "criteria:version-list"


@pytest.fixture
def reviewer(plan):
    return make_user(Role.REVIEWER, full_name="Trần Thị Hoa")


@pytest.fixture
def draft(plan, reviewer):
    return start_draft(plan, by=reviewer)


def edit_url(draft) -> str:
    return reverse("criteria:draft-edit", args=[draft.pk])


def publish_url(draft) -> str:
    return reverse("reports:plan-publish", args=[draft.pk])


def typed(client, draft, **changes) -> dict[str, str]:
    """What the browser sends: every field as it stands on the page, some typed over."""
    form = client.get(edit_url(draft)).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {
        name: "" if value is None else str(form.fields[name].prepare_value(value)) for name, value in data.items()
    } | {name.replace("__", "-"): value for name, value in changes.items()}


def moved(draft, by, values=MOVED) -> PlanDraft:
    return save_draft(draft, values, {}, read=draft_token(draft), by=by, now=EARLY)


def test_from_the_plan_to_a_published_version(client_as, plan, reviewer):
    client = client_as(reviewer)
    assert reverse(LIST) in client.get(reverse("criteria:targets")).content.decode()
    assert "Soạn thay đổi" in shown(client.get(reverse(LIST)))
    client.post(reverse("criteria:draft-start", args=[1]))
    draft = PlanDraft.objects.get()
    data = typed(client, draft, **{"points-X-X-02": "8,5", "points-X-CQS-02": "1.5", "tiep": "1"})
    answer = client.post(edit_url(draft), data, follow=True)
    assert answer.redirect_chain == [(publish_url(draft), 302)]
    page = shown(answer)
    assert "7 điểm" in page
    assert "8,5 điểm" in page
    assert "Trần Thị Hoa" in page
    draft.refresh_from_db()
    data = {"read": draft_token(draft), "years": ["2024", "2025"], "reason": "Theo kết luận cuộc họp.", "agreed": "on"}
    answer = client.post(publish_url(draft), data, follow=True)
    if PlanVersion.objects.count() == 1:  # the years of the plan have closed by the real clock: none is offered
        assert answer.status_code == 422
        client.post(publish_url(draft), {**data, "years": []})
    assert PlanVersion.objects.count() == 2
    assert client.get(publish_url(draft)).status_code == 302
    assert client.get(edit_url(draft)).status_code == 302
    assert "Theo kết luận cuộc họp." in shown(client.get(reverse(LIST)))


def test_an_untouched_form_changes_nothing(client_as, draft, reviewer):
    client = client_as(reviewer)
    assert client.post(edit_url(draft), typed(client, draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.changes == {}


def test_a_bad_sum_stands_by_its_group_and_nothing_typed_is_lost(client_as, draft, reviewer):
    client = client_as(reviewer)
    answer = client.post(
        edit_url(draft), typed(client, draft, **{"points-X-X-02": "9", "assumption-GD-28": "Lời mới."})
    )
    assert answer.status_code == 422
    page = shown(answer)
    assert "Bộ Cấp xã: nhóm B, trọng số cộng lại là 52, phải đúng bằng 50: thừa 2 điểm." in page
    assert "52 / 50, thừa 2" in page
    assert "Lời mới." in page
    assert PlanDraft.objects.get().changes == {}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("points-X-X-02", "bảy", "không phải là số"),
        ("points-X-X-02", "", "Anh/chị điền ô này."),
        ("points-X-X-02", "0", "Số điểm phải từ 0,01 đến 100."),
        ("bar-X-02-t", "120", "không quá 100"),
        ("bar-X-02-c", "range", "Chọn một mục trong danh sách."),
        ("requirement-X-02", "choice:CN-TC", "Chọn một mục trong danh sách."),
        ("assumption-GD-15", "", "Anh/chị điền ô này."),
        ("scoring-bonus_max", "12", "Số điểm phải từ 0 đến 10."),
        ("at_least-CN-TC", "3", "phải từ 1 đến 2"),
        ("at_least-CN-TC", "1,5", "1 trở lên"),
    ],
)
def test_errors_stand_at_their_field(client_as, draft, reviewer, name, value, sentence):
    client = client_as(reviewer)
    answer = client.post(edit_url(draft), typed(client, draft, **{name: value}))
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors[name])


def test_the_plan_s_figure_asks_for_its_reason_at_the_field(client_as, draft, reviewer):
    client = client_as(reviewer)
    data = typed(client, draft, **{"bar-X-02-t": "75"})
    answer = client.post(edit_url(draft), data)
    assert list(answer.context["form"].errors) == ["bar-X-02-r"]
    assert client.post(edit_url(draft), {**data, "bar-X-02-r": "Tỉnh giao 75%."}).status_code == 302
    page = shown(client.get(publish_url(draft)))
    assert "Khác với kế hoạch" in page
    assert "Tỉnh giao 75%." in page


def test_a_stale_page_shows_what_stands_now_and_can_be_sent_again(client_as, draft, reviewer):
    client = client_as(reviewer)
    data = typed(client, draft, **{"scoring-late_points": "3"})
    moved(draft, reviewer)
    answer = client.post(edit_url(draft), data)
    assert answer.status_code == 422
    assert {one.key for one in answer.context["stored"]} == {*MOVED, "scoring:late_points"}
    again = {**data, "read": answer.context["form"]["read"].value()}
    assert client.post(edit_url(draft), again).status_code == 302
    draft.refresh_from_db()
    assert set(draft.changes) == {"scoring:late_points"}


def test_publishing_wants_reason_and_tick(client_as, draft, reviewer):
    moved(draft, reviewer)
    client = client_as(reviewer)
    answer = client.post(publish_url(draft), {"read": "cũ"})
    assert set(answer.context["form"].errors) == {"reason", "agreed"}
    stale = client.post(publish_url(draft), {"read": "cũ", "reason": "Vì sao.", "agreed": "on"})
    assert "vừa được sửa từ một cửa sổ khác" in shown(stale)
    assert PlanVersion.objects.count() == 1
    fresh = {"read": stale.context["form"]["read"].value(), "reason": "Vì sao.", "agreed": "on"}
    assert client.post(publish_url(draft), fresh).status_code == 302
    assert PlanVersion.objects.count() == 2


def test_any_two_versions_are_compared_with_who_when_and_why(client_as, draft, reviewer):
    moved(draft, reviewer)
    draft.refresh_from_db()
    second = publish_plan(draft, [], reason="Cuộc họp thứ nhất.", read=draft_token(draft), by=reviewer, now=EARLY)
    next_draft = moved(start_draft(second, by=reviewer), reviewer, {"scoring:late_points": "3"})
    publish_plan(next_draft, [], reason="Cuộc họp thứ hai.", read=draft_token(next_draft), by=reviewer, now=EARLY)
    client = client_as(make_user(Role.OFFICER))
    url = reverse("criteria:version-compare")
    both = client.get(url, {"tu": 1, "den": 3}).context["found"].changes
    assert {(one.name.split()[0], one.credit.by, one.credit.reason) for one in both} == {
        ("X-02", "Trần Thị Hoa", "Cuộc họp thứ nhất."),
        ("CQS-02", "Trần Thị Hoa", "Cuộc họp thứ nhất."),
        ("Điểm", "Trần Thị Hoa", "Cuộc họp thứ hai."),
    }
    assert "Không có trọng số, tiêu chuẩn nào khác nhau." in shown(client.get(url, {"tu": 2, "den": 2}))
    assert client.get(url, {"tu": 1, "den": 9}).status_code == 422
    assert client.get(url, {"tu": "²"}).status_code == 422


def test_officers_read_versions_but_see_no_draft(client_as, draft, reviewer):
    moved(draft, reviewer)
    page = shown(client_as(make_user(Role.OFFICER)).get(reverse(LIST)))
    assert "Phiên bản 1" in page
    assert "Dự thảo" not in page
    assert "Dự thảo sửa từ phiên bản 1" in shown(client_as(reviewer).get(reverse(LIST)))


def test_a_dropped_draft_is_gone_and_a_published_one_stays(client_as, draft, reviewer):
    client = client_as(reviewer)
    drop = reverse("criteria:draft-discard", args=[draft.pk])
    assert client.post(drop).status_code == 302
    assert client.get(edit_url(draft)).status_code == 404
    other = moved(PlanDraft.objects.create(base=draft.base, created_by="x"), reviewer)
    publish_plan(other, [], reason="Họp.", read=draft_token(other), by=reviewer, now=EARLY)
    client.post(reverse("criteria:draft-discard", args=[other.pk]))
    assert PlanDraft.objects.filter(pk=other.pk).exists()


def test_pages_cost_the_same_however_many_rows(client_as, plan, reviewer, period, django_assert_num_queries):
    client = client_as(reviewer)
    draft = moved(start_draft(plan, by=reviewer), reviewer)
    for rows in (1, 3):
        for _ in range(rows):
            desk = make_report_at("submitted", period)
            score_report(desk.report, "appraised")
        with django_assert_num_queries(13):
            client.get(publish_url(draft))
    number = 1
    for number in (2, 4):
        while PlanVersion.objects.count() < number:
            one = moved(start_draft(plan, by=reviewer), reviewer)
            publish_plan(one, [], reason="Họp.", read=draft_token(one), by=reviewer, now=EARLY)
        with django_assert_num_queries(10):
            client.get(reverse(LIST))
