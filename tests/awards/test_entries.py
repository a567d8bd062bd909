"""Lines with parts: what lacks a part is told which, in which line; no database."""

from datetime import date

import pytest

from awards import entries
from awards.entries import (
    INITIATIVE_EXAMPLE,
    PRIOR_EXAMPLE,
    add_lines,
    day_of,
    in_words,
    initiative_faults,
    prior_faults,
)


def test_the_examples_on_the_page_are_right_themselves():
    assert initiative_faults(INITIATIVE_EXAMPLE) == prior_faults(PRIOR_EXAMPLE) == []
    assert entries.recognition(INITIATIVE_EXAMPLE) == "12/QĐ-UBND ngày 05/03/2023 của UBND huyện Đắk Song"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Mã QR; 12/QĐ-UBND; 05/03/2023", "Dòng 1 (“Mã QR; 12/QĐ-UBND; 05/03/2023”): thiếu cơ quan công nhận."),
        ("Mã QR; 12/QĐ-UBND", "thiếu ngày công nhận, cơ quan công nhận."),
        ("Mã QR; ; 05/03/2023; UBND huyện", "thiếu số văn bản công nhận."),
        ("; 12/QĐ-UBND; 05/03/2023; UBND huyện", "thiếu tên sáng kiến."),
        ("Mã QR; mười hai; 05/03/2023; UBND huyện", "phần “số văn bản công nhận” chưa đúng, viết như “12/QĐ-UBND”."),
        ("Mã QR; 12/QĐ-UBND; 31/02/2023; UBND huyện", "phần “ngày công nhận” chưa đúng, viết như “05/03/2023”."),
        ("Mã QR; 12/QĐ; 05/03/2023; UBND; huyện", "có 5 phần, nhiều hơn 4."),
    ],
)
def test_an_initiative_that_lacks_a_part_is_told_which(line, said):
    (fault,) = initiative_faults(line)
    assert fault.endswith(said) or said in fault


def test_a_bare_name_is_an_initiative_without_recognition():
    assert initiative_faults("Mã QR tra cứu\n\nTổ công nghệ số;") == []
    assert entries.recognition("Mã QR tra cứu") == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2022; Giấy khen; 12/QĐ-UBND ngày 05/01/2023", "thiếu cơ quan ban hành."),
        ("2022", "thiếu hình thức, số và ngày quyết định, cơ quan ban hành."),
        ("năm 2022; Giấy khen; 12/QĐ-UBND ngày 05/01/2023; UBND huyện", "phần “năm” chưa đúng, viết như “2022”."),
        ("2022; Giấy khen; 12/QĐ-UBND; UBND huyện", "phần “số và ngày quyết định” chưa đúng"),
        ("1066; Giấy khen; 12/QĐ-UBND ngày 05/01/2023; UBND huyện", "phần “năm” chưa đúng"),
    ],
)
def test_an_earlier_award_that_lacks_a_part_is_told_which(line, said):
    (fault,) = prior_faults(f"{PRIOR_EXAMPLE}\n\n{line}")
    assert fault.startswith("Dòng 3 (“") and said in fault


def test_days_in_figures_and_in_words():
    assert day_of("12/QĐ-UBND ngày 05/01/2023") == day_of("ngày 5 tháng 1 năm 2023") == date(2023, 1, 5)
    assert day_of("12/QĐ-UBND") is None


def test_recognition_is_cut_at_a_whole_paper():
    text = "\n".join(f"Sáng kiến {n}; {n}/QĐ-UBND; 05/03/2023; {'Ủy ban nhân dân huyện Đắk Song'}" for n in range(1, 9))
    kept = entries.recognition(text)
    assert len(kept) <= 300 and kept.count(" của ") == kept.count("; ") + 1 == 4
    assert len(entries.recognition(f"Tên; 1/QĐ; 05/03/2023; {'U' * 400}")) == 300


def test_papers_say_each_recognised_initiative_with_its_paper_and_the_others_apart():
    text = f"{INITIATIVE_EXAMPLE}\nTổ công nghệ số"
    assert entries.unrecognised(text) == ["Tổ công nghệ số"] and entries.unrecognised("Mã QR", "QĐ số 5") == []
    assert in_words("Tổ công nghệ số") == ""
    assert in_words(text, "12/QĐ-UBND ngày 05/03/2023") == (
        "Mã QR tra cứu thủ tục tại nhà văn hóa thôn, được công nhận theo 12/QĐ-UBND ngày 05/03/2023 của "
        "UBND huyện Đắk Song"
    )
    assert in_words("Mã QR", "QĐ số 5") == "Mã QR, QĐ số 5"  # as older rows keep it
    assert in_words("", "") == ""


def test_lines_are_added_once_each():
    typed = "2022; giấy khen; 12/QĐ-UBND ngày 05/01/2023; UBND huyện Đắk Song"
    other = "2023; Giấy khen; 08/QĐ-UBND ngày 28/12/2023; Chủ tịch UBND huyện"
    assert add_lines(typed, [PRIOR_EXAMPLE, other]) == (f"{typed}\n{other}", 1)
    assert add_lines("", [other]) == (other, 1)
    assert add_lines(other, [other]) == (other, 0)
