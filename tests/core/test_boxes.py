"""Text in boxes: everything fits, nothing is lost, and the same words are placed the same way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.boxes import MM_PER_POINT, Box, balanced, fit
from core.fonts import Face, metrics
from core.text import clean

LETTERS = "aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxyỹỵẵễửAĐẴỄỬWM’'-,.“” 0123456789"
official = st.text(alphabet=LETTERS, min_size=1, max_size=120).map(clean).filter(bool)
boxes = st.builds(
    Box,
    x=st.just(10.0),
    y=st.just(20.0),
    width=st.floats(40, 230),
    height=st.floats(5, 25),
    size=st.floats(8, 42),
    face=st.sampled_from(list(Face)),
    align=st.sampled_from(["left", "center", "right"]),
    valign=st.sampled_from(["top", "middle", "bottom"]),
    lines=st.integers(1, 3),
)


@settings(deadline=None)
@given(official, boxes)
def test_any_official_text_stays_inside_its_box(text, box):
    lines = fit(text, box)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        em = line.size * MM_PER_POINT
        assert line.x >= box.x - 1e-6
        assert line.x + line.width <= box.x + box.width + 1e-6
        assert line.y - 0.94 * em >= box.y - 1e-6  # the marks of Ẵ
        assert line.y + 0.22 * em <= box.y + box.height + 1e-6  # the dot of ỵ


@settings(deadline=None)
@given(official)
def test_words_are_cut_only_when_they_must(text):
    box = Box(0, 0, 230, 30, 20, lines=3)
    lines = fit(text, box)
    longest = max(metrics(box.face).width(word, box.size * 0.34) for word in text.split(" "))
    if longest * MM_PER_POINT <= box.width:
        assert " ".join(line.text for line in lines) == text


def test_a_short_name_keeps_its_size_and_a_long_one_becomes_a_pair():
    box = Box(0, 0, 200, 16, 32, Face.BOLD, lines=2, shrink=0.66)
    (short,) = fit("Vũ An", box)
    assert short.size == 32
    (middle,) = fit("Nguyễn Hoàng Phương Thảo Nguyên", box)
    assert 0.66 * 32 <= middle.size <= 32
    first, second = fit("Trung tâm Văn hóa, Thể thao và Truyền thông huyện Đắk Song và Trạm Khuyến nông", box)
    assert min(first.width, second.width) / max(first.width, second.width) > 0.85


def test_titles_get_lines_of_like_length():
    title = (
        "Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua chuyển đổi số"
    )
    lines = balanced(title, 120, 14)
    widths = [metrics(Face.BOLD).width(line, 14) * MM_PER_POINT for line in lines]
    assert " ".join(lines) == title
    assert max(widths) <= 120 and min(widths) > 0.75 * max(widths)
    assert balanced("Ngắn", 120, 14) == ["Ngắn"]


def test_typed_lines_are_kept_and_nothing_gives_nothing():
    assert [line.text for line in fit("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", Box(0, 0, 90, 12, 14, lines=4))] == [
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    ]
    assert fit("", Box(0, 0, 9, 9, 9)) == ()


@pytest.mark.parametrize("face", list(Face))
def test_every_face_has_every_vietnamese_letter_and_reduces_to_what_is_used(face):
    shape = metrics(face)
    letters = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵđ"
    used = {shape.glyph(char) for char in letters + letters.upper()}
    assert 0 not in used and len(used) == 2 * len(letters)
    small = shape.program({shape.glyph("A")})
    assert len(small) < 12_000 < len(shape.program(used))
