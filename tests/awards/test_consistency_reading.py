"""What is read out of the words of officers: numbers, days, times, votes, names; reports in the same words; rounds."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards import consistency
from awards.consistency import Listed, OfficePaper, Report, Round, Session, Severity
from awards.consistency.counts import asked_for
from awards.consistency.nearly import distance, names_like, near
from awards.consistency.reading import (
    attendees_in,
    bare,
    counts_in,
    dates_in,
    fractions_in,
    holds,
    minutes_of_day,
    percents_in,
    years_in,
)
from core.text import date_long, date_short, number_in_words, two_digits

# --- numbers -------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 150), st.sampled_from(["tập thể", "cá nhân"]), st.integers(0, 5))
def test_a_number_is_read_however_it_is_written(number, word, way):
    words = number_in_words(number)
    written = (
        two_digits(number), str(number), words, f"{two_digits(number)} ({words})", f"{words} ({number})",
        words.capitalize(),
    )[way]  # fmt: skip
    [count] = counts_in(f"tặng Giấy khen cho {written} {word}, gồm:")
    assert (count.number, count.individual) == (number, word == "cá nhân")
    assert count.in_words in (None, number)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("02 tập thể, 03 cá nhân", [2, 3]),
        ("tập thể: 02; cá nhân: 03", [2, 3]),
        ("tập thể (02), cá nhân (03)", [2, 3]),
        ("năm tập thể", [5]),
        ("trong năm tập thể", []),
        ("mỗi một cá nhân", []),
        ("02/12 tập thể", []),
        ("100% cá nhân", []),
        ("năm 2023 cá nhân", []),
        ("cá nhân (70%)", []),
    ],
)
def test_numbers_of_nominees(text, numbers):
    assert [count.number for count in counts_in(text)] == numbers


def test_only_what_is_asked_for_counts():
    text = "Có 12 tập thể đăng ký. Đề nghị tặng 02 tập thể. Không đề nghị 10 tập thể."
    assert [count.number for count in asked_for(text)] == [2]


# --- days and hours ------------------------------------------------------------------------------


@given(st.dates(date(2023, 1, 1), date(2035, 12, 31)), st.sampled_from([date_long, date_short]))
def test_a_day_is_read_long_and_short(day, written):
    assert dates_in(f"họp ngày {written(day).removeprefix('ngày ')}.") == [day]


def test_days_that_no_calendar_has_are_left_out():
    assert dates_in("ngày 30/02/2023 và ngày 31 tháng 4 năm 2023, số 12/2023") == []
    assert years_in("năm 2023, ngày 05 tháng 01 năm 2024, năm 2023 - 2025") == {2023}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("08 giờ 30, ngày 1", 510), ("8h", 480), ("7g05", 425), ("14:15", 855), ("ngày 25", None), ("25 giờ", None)],
)
def test_the_time_of_the_day(text, minutes):
    assert minutes_of_day(text) == minutes


# --- votes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fractions", "percents"),
    [
        ("5/7 phiếu đồng ý (71,43%)", [(5, 7)], [(Decimal("71.43"), 2)]),
        ("nhất trí 05/05 thành viên", [(5, 5)], []),
        ("kết quả 100% phiếu", [], [(Decimal(100), 0)]),
        ("phải đạt từ 70% số phiếu trở lên", [], []),
        ("đạt 93% chỉ tiêu", [], []),
        ("ngày 25/12 họp Hội đồng, các thành viên nhất trí", [], []),
        ("số 05/06/2023 phiếu", [], []),
        ("9/7 phiếu", [], []),
    ],
)
def test_votes_in_words(text, fractions, percents):
    assert (fractions_in(text), percents_in(text)) == (fractions, percents)


# --- names ---------------------------------------------------------------------------------------


def test_names_that_are_nearly_the_same():
    assert near("Nguyễn Văn Ân", "Nguyễn Văn An") == 0
    assert near("Nguyễn Văn Anh", "Nguyễn Văn An") == 1
    assert near("Nguyễn Thị Hoà", "Nguyễn Thị Hòa") is None  # one name, two ways to set the tone
    assert near("H'Wễ Ktưỡng", "H’Wễ Ktưỡng") is None
    assert near("Lê Văn Tám", "Lê Thị Hoa") is None
    assert near("Vũ An", "Lê An") is None  # two letters of a short name are another name


@settings(max_examples=200, deadline=None)
@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_distance_is_that_of_the_plain_recursion(one, other):
    def plain(a, b):
        if not a or not b:
            return len(a) + len(b)
        if a[0] == b[0]:
            return plain(a[1:], b[1:])
        return 1 + min(plain(a[1:], b), plain(a, b[1:]), plain(a[1:], b[1:]))

    assert distance(one, other) == min(plain(one[:7], other[:7]), 3)


def test_like_names_in_a_text():
    text = "Tặng Giấy khen cho Bà Nguyễn Thị Ấn, ông Nguyễn Thị An và nguyễn thị ẩn."
    assert list(names_like(text, "Nguyễn Thị Ẩn")) == ["Nguyễn Thị Ấn", "Nguyễn Thị An"]
    groups = "Tổ công nghệ số Thôn 2, to công nghệ số Thôn 1"
    assert list(names_like(groups, "Tổ công nghệ số Thôn 1", person=False)) == ["to công nghệ số Thôn 1"]
    assert holds("cho bà NGUYỄN THỊ ẨN;", "Nguyễn Thị Ẩn") and not holds("Nguyễn Thị Ẩnh", "Nguyễn Thị Ẩn")


def test_a_roster_line():
    one, other = attendees_in(
        "1. Đồng chí Trần Văn Mẫu; Chủ tịch; Chủ tịch Hội đồng\n\nLê Thị Thử; CC; Ủy viên; vắng: ốm"
    )
    assert (one.name, one.duty, one.absent) == ("Trần Văn Mẫu", "Chủ tịch Hội đồng", False)
    assert (other.name, other.absent) == ("Lê Thị Thử", True)
    assert bare("Đ/c Bà Lê Thị Thử.") == "Lê Thị Thử"


# --- reports in the same words -------------------------------------------------------------------

STORY = (
    "Năm qua tôi đã trực tiếp hướng dẫn bốn trăm mười hai hộ dân nộp hồ sơ trực tuyến tại nhà, mở mười hai lớp học "
    "buổi tối ở nhà cộng đồng của thôn, cùng đoàn viên cài ứng dụng cho người cao tuổi và sửa lỗi định danh."
)
OTHER = (
    "Tổ chức số hóa toàn bộ hồ sơ hộ tịch còn lưu giấy từ trước, soạn hướng dẫn tra cứu cho cán bộ một cửa, đề xuất "
    "giảm ba bước trong quy trình chứng thực và theo dõi kết quả hằng tuần cùng bộ phận tiếp nhận của xã."
)


def told_by(key: int, text: str, *, dossier: int = 1, unit: str = "Xã Nam Bình", **fields) -> Report:
    return Report(paper=key, nominee=f"Bà Số {key}", individual=True, dossier=dossier, unit=unit, text=text, **fields)


def test_two_people_of_one_dossier_in_the_same_words():
    copied = STORY.replace("bốn trăm mười hai", "ba trăm")
    [finding] = consistency.copies([told_by(1, STORY), told_by(2, copied), told_by(3, OTHER)], [], named=False)
    assert (finding.code, finding.severity) == ("reports_alike", Severity.SHOULD)
    assert {place.key for place in finding.places} == {1, 2}
    assert "Bà Số 1" in finding.sentence and "Bà Số 2" in finding.sentence


def test_a_copy_from_another_unit_tells_nothing_of_it_to_the_unit():
    foreign = told_by(9, STORY, dossier=5, unit="Xã Đắk Môl")
    [shown] = consistency.copies([told_by(1, STORY)], [foreign], named=True)
    assert "Bà Số 9, Xã Đắk Môl" in shown.sentence and shown.places[1].key == 9
    [hidden] = consistency.copies([told_by(1, STORY)], [foreign], named=False)
    assert "đơn vị khác" in hidden.sentence
    assert "Số 9" not in repr(hidden) and "Môl" not in repr(hidden) and 9 not in {place.key for place in hidden.places}


def test_what_is_no_copy():
    short = "Hướng dẫn 412 hộ nộp hồ sơ trực tuyến."
    assert consistency.copies([told_by(1, short), told_by(2, short)], [], named=True) == []
    group = replace(told_by(3, STORY), individual=False)
    assert consistency.copies([told_by(1, STORY), group], [], named=True) == []
    everybodys = [told_by(10 + n, STORY, dossier=10 + n, unit=f"Xã {n}") for n in range(6)]
    assert consistency.copies([told_by(1, STORY)], everybodys, named=True) == []
    assert len(consistency.copies([told_by(1, STORY)], everybodys[:4], named=True)) == 1


def test_own_names_are_no_difference():
    mine = told_by(1, f"Xã Nam Bình: {STORY}", own_words=("Xã Nam Bình",))
    theirs = told_by(2, f"Xã Đắk Môl: {STORY}", dossier=2, unit="Xã Đắk Môl", own_words=("Xã Đắk Môl",))
    [finding] = consistency.copies([mine], [theirs], named=True)
    assert "giống 100% phần lời" in finding.sentence


# --- the list of a round -------------------------------------------------------------------------

HELD = date(2023, 12, 25)
ROUND = Round(
    key=1,
    number="45/TTr-PNV",
    day=date(2023, 12, 27),
    signer="Đặng Văn Ký",
    listed=(
        Listed(key=11, individual=False, name="Ủy ban nhân dân xã Nam Bình", session=3, yes=9, base=9),
        Listed(
            key=12, individual=True, name="Nguyễn Thị Ẩn", honorific="Bà", unit="Xã Nam Bình", dossier=4,
            to_trinh_date=date(2023, 12, 22), session=3, yes=8, base=9,
        ),
    ),
    sessions=(Session(key=3, held=HELD, minutes_number="02/BB-HĐTĐKT"),),
    passed_collectives=1,
    passed_people=1,
    quota_collective=5,
    quota_individual=10,
    paper=OfficePaper(
        key=8,
        number="45/TTr-PNV",
        day=date(2023, 12, 27),
        texts={
            "opening": "Hội đồng thông qua 03 tập thể, 05 cá nhân. Kính đề nghị tặng Giấy khen cho 01 tập thể, 01 cá nhân:",
            "closing": "Bà Nguyễn Thị Ẩn được 8/9 thành viên đồng ý (88,9%). Không đề nghị 04 cá nhân.",
        },
    ),
    answered=date(2023, 12, 29),
)  # fmt: skip


def with_text(field: str, text: str) -> Round:
    return replace(ROUND, paper=replace(ROUND.paper, texts={**ROUND.paper.texts, field: text}))


def test_a_round_in_which_everything_agrees():
    assert consistency.check_round(ROUND) == []
    assert consistency.check_round(Round(key=1)) == []


@pytest.mark.parametrize(
    ("changed", "code", "must", "first", "second"),
    [
        (replace(ROUND, passed_people=2), "passed_not_listed", False, ("session", 3), ("list", 1)),
        (replace(ROUND, day=date(2023, 12, 24), paper=None), "proposal_before_session", True, ("round", 1), ("session", 3)),
        (replace(ROUND, answered=date(2023, 12, 26)), "answer_before_proposal", True, ("round", 1), ("round", 1)),
        (replace(ROUND, signer=""), "signer_missing", False, ("round", 1), ("list", 1)),
        (replace(ROUND, number="46/TTr-PNV"), "proposal_number", True, ("office_paper", 8), ("round", 1)),
        (replace(ROUND, day=date(2023, 12, 28)), "proposal_day", True, ("office_paper", 8), ("round", 1)),
        (
            with_text("opening", "Kính đề nghị tặng Giấy khen cho 01 tập thể, 02 cá nhân."),
            "count_differs", True, ("office_paper", 8), ("list", 1),
        ),
        (with_text("opening", "Đề nghị tặng Bà Nguyễn Thị Ấn."), "name_differs", True, ("office_paper", 8), ("nominee", 12)),
        (
            with_text("closing", "Bà Nguyễn Thị Ẩn được 9/9 thành viên đồng ý."),
            "votes_differ", True, ("office_paper", 8), ("session", 3),
        ),
        (
            replace(ROUND, listed=(ROUND.listed[0], replace(ROUND.listed[1], to_trinh_date=date(2023, 12, 26)))),
            "dossier_after_session", False, ("dossier", 4), ("session", 3),
        ),
    ],
)  # fmt: skip
def test_each_slip_of_a_round(changed, code, must, first, second):
    [finding] = consistency.check_round(changed)
    assert (finding.code, finding.must) == (code, must)
    assert [(place.where.value, place.key) for place in finding.places] == [first, second]


def test_a_full_list_leaves_nobody_out():
    assert consistency.check_round(replace(ROUND, passed_people=30, quota_individual=1)) == []
