"""Pure editing of a plan: what may be changed, what is refused and where, what differs afterwards."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from criteria.plans import comparing
from criteria.plans.bars import Bar
from criteria.plans.changing import EditError, changed_only, edited
from criteria.plans.editing import Origin, settings
from criteria.plans.reader import from_data, read_plan_file, to_data
from criteria.plans.rules import unit_rules
from tests.factories import PLAN_FILE

PLAN = read_plan_file(PLAN_FILE)
KNOWN = settings(PLAN)


def refusal(changes: dict[str, str]) -> dict[str, str]:
    with pytest.raises(EditError) as caught:
        edited(PLAN, changes)
    return caught.value.faults


def test_every_value_as_it_stands_changes_nothing():
    values = {key: one.value for key, one in KNOWN.items()}
    assert changed_only(PLAN, values) == {}
    assert edited(PLAN, values) == PLAN
    assert comparing.differences(PLAN, PLAN) == []


def test_every_weight_of_every_set_is_there():
    points = [key for key in KNOWN if key.startswith("points:")]
    assert points == [f"points:{row.set}:{row.rule}" for row in PLAN.weights]
    assert {KNOWN[key].origin for key in points} == {Origin.PROPOSED}


@pytest.mark.parametrize(
    ("key", "origin"),
    [
        ("bar:X-02", Origin.PLAN),  # "70% hồ sơ công việc"
        ("bar:X/XHS-03a", Origin.PLAN),  # "đều có lắp đặt": all of them
        ("bar:X/XHS-08", Origin.PLAN),  # "từ 65 - 70%"
        ("bar:PB-01", Origin.ASSUMED),  # no figure; the 70 of "Kế hoạch số 70" is none
        ("bar:X/XHS-06b", Origin.ASSUMED),  # "phổ cập"
        ("bar:TT-03", Origin.ASSUMED),  # "nhiều sáng kiến"
        ("requirement:PB-06", Origin.ASSUMED),
        ("scoring:late_points", Origin.PROPOSED),
    ],
)
def test_who_said_it(key, origin):
    assert KNOWN[key].origin is origin


def test_nothing_of_the_loaded_plan_strays_from_its_words():
    assert [key for key, one in KNOWN.items() if one.strays] == []


@pytest.mark.parametrize(
    ("key", "value", "strays"),
    [
        ("bar:X-02", "ge 75", True),
        ("bar:X-02", "gt 70", True),
        ("bar:X/XHS-05a", "ge 80", True),  # the plan says "trên 80%"
        ("bar:X/XHS-08", "ge 65", False),
        ("bar:X/XHS-03a", "ge 100", False),
        ("bar:X/XHS-03a", "ge 90", True),
        ("bar:PB-01", "ge 90", False),  # ours: the plan names no figure
    ],
)
def test_a_bar_that_is_not_the_plan_s_own_is_marked_for_good(key, value, strays):
    once = edited(PLAN, {key: value})
    assert settings(once)[key].strays is strays
    again = edited(once, {"points:X:X-02": "6", "points:X:CQS-02": "4"})
    assert settings(again)[key].strays is strays


def test_a_changed_bar_of_a_target_leaves_the_district_s_own():
    made = edited(PLAN, {"bar:X/CQS-05a": "ge 60"})
    assert made.targets == PLAN.targets
    assert {r.code: r.threshold for r in unit_rules(made, kind="CAP_XA")}["CQS-05a"] == Decimal(60)
    assert {r.code: r.threshold for r in unit_rules(made, kind="PHONG_BAN")}["CQS-05a"] == Decimal(80)
    assert edited(made, {"bar:X/CQS-05a": "ge 80"}) == PLAN


def test_words_indicators_and_unit_lists_never_change():
    made = edited(PLAN, {"group:A": "20", "requirement:X-02": "optional", "scoring:late_points": "3"})
    for table in ("clauses", "indicators", "sets", "leagues", "targets", "quotas", "periods"):
        assert getattr(made, table) == getattr(PLAN, table)


# --- refusals -------------------------------------------------------------------------------------------------------


def test_a_bad_sum_names_the_set_the_group_and_by_how_much():
    assert refusal({"points:X:X-02": "8.5"}) == {
        "sum:X": "Bộ Cấp xã: trọng số cộng lại là 101,5, phải đúng bằng 100: thừa 1,5 điểm.",
        "sum:X:B": "Bộ Cấp xã: nhóm B, trọng số cộng lại là 51,5, phải đúng bằng 50: thừa 1,5 điểm.",
    }
    assert edited(PLAN, {"points:X:X-02": "8.5", "points:X:CQS-02": "1.5"})


def test_points_moved_between_groups_are_off_twice_though_the_set_is_right():
    found = refusal({"points:DN:TT-01": "9", "points:DN:BC-01": "9"})
    assert set(found) == {"sum:DN:A", "sum:DN:D"}
    assert found["sum:DN:D"].endswith("thiếu 1 điểm.")


def test_group_totals_must_give_100_and_every_set_must_follow():
    found = refusal({"group:A": "25"})
    assert set(found) == {"sum:", "sum:PB:A", "sum:X:A", "sum:DN:A"}
    follow = {"group:A": "21", "group:D": "9"}
    follow |= {"points:PB:TT-01": "6", "points:PB:PB-05a": "3", "points:X:TT-01": "6", "points:X:X-04": "1"}
    follow |= {"points:DN:TT-01": "9", "points:DN:BC-01": "9"}
    assert [row.points for row in edited(PLAN, follow).point_groups] == [21, 50, 20, 9]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("points:X:X-02", "0"),
        ("points:X:X-02", "-7"),
        ("points:X:X-02", "NaN"),
        ("points:X:X-02", "Infinity"),
        ("points:X:X-02", "7.125"),
        ("points:X:X-02", "bảy"),
        ("points:X:X-99", "7"),
        ("scoring:bonus_max", "11"),
        ("scoring:late_points", "-1"),
        ("at_least:CN-TC", "3"),
        ("at_least:CN-TC", "0"),
        ("bar:X-02", "ge 101"),
        ("bar:X-02", "ge"),
        ("bar:X-02", "eq 70"),
        ("bar:X-02", "gt 100"),
        ("bar:X-02", "range 60 70"),
        ("bar:X-02", "yes"),
        ("bar:X/XHS-08", "range 60 70"),
        ("bar:X/XHS-02", "qualitative 3"),
        ("bar:PB-02", "qualitative 9"),
        ("bar:TT-03", "count_ge 0"),
        ("bar:TT-03", "count_ge 1 2 3"),
        ("bar:TT-01", "yes"),  # có hoặc chưa: nothing to choose
        ("requirement:X-02", "choice:CN-TC"),
        ("requirement:X-02", "sometimes"),
        ("assumption:GD-15", "  "),
        ("assumption:GD-15", "a" * 1001),
        ("clause:III", "khác"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_own_field(key, value):
    assert key in refusal({key: value})


def test_a_group_of_choices_keeps_enough_members():
    found = refusal({"at_least:CN-TC": "2", "requirement:CN-03": "optional"})
    assert set(found) == {"at_least:CN-TC"}
    assert edited(PLAN, {"at_least:CN-TC": "2"})


# --- comparing ------------------------------------------------------------------------------------------------------


def test_differences_say_old_and_new_in_words():
    made = edited(PLAN, {"bar:X-02": "ge 75", "points:X:X-02": "8", "points:X:CQS-02": "2"})
    found = {one.key: (one.before.shown, one.after.shown, one.strays) for one in comparing.differences(PLAN, made)}
    assert found == {
        "points:X:X-02": ("7 điểm", "8 điểm", False),
        "points:X:CQS-02": ("3 điểm", "2 điểm", False),
        "bar:X-02": ("từ 70% trở lên", "từ 75% trở lên", True),
    }


def test_words_of_an_assumption_that_no_longer_fit_are_pointed_out():
    made = edited(PLAN, {"scoring:late_points": "3", "points:X:X-02": "8", "points:X:CQS-02": "2"})
    assert [one.assumption for one in comparing.stale_readings(comparing.differences(PLAN, made), made)] == ["GD-28"]
    reworded = edited(made, {"assumption:GD-28": "Đề xuất trừ 03 điểm."})
    assert comparing.stale_readings(comparing.differences(PLAN, reworded), reworded) == []


@tries(deadline=None, max_examples=30)
@given(st.data())
def test_moving_points_inside_a_group_is_always_taken_and_undone(data):
    group = data.draw(st.sampled_from([(s, g.code) for s in ("PB", "X", "DN") for g in PLAN.point_groups]))
    members = [row for row in PLAN.weights if (row.set, row.group) == group]
    if len(members) < 2:
        return
    giver, taker = data.draw(st.permutations(members))[:2]
    moved = Decimal(data.draw(st.integers(1, int(giver.points * 100) - 1))) / 100
    changes = {
        f"points:{giver.set}:{giver.rule}": f"{giver.points - moved:f}",
        f"points:{taker.set}:{taker.rule}": f"{taker.points + moved:f}",
    }
    made = edited(PLAN, changes)
    assert from_data(to_data(made)) == from_data(to_data(edited(PLAN, changes)))
    assert {one.key for one in comparing.differences(PLAN, made)} == set(changes)
    back = {key: one.value for key, one in KNOWN.items()}
    assert edited(made, back) == PLAN


@pytest.mark.parametrize("key", [key for key in KNOWN if key.startswith("bar:")])
def test_a_bar_is_read_as_it_is_spelled(key):
    assert str(Bar.read(KNOWN[key].value)) == KNOWN[key].value
