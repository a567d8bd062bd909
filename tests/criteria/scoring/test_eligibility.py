"""Why a unit may not be praised: a Vietnamese sentence, no codes."""

from decimal import Decimal

import pytest

from criteria.scoring.eligibility import shortfall, why_not
from criteria.scoring.types import Answer, Comparator, Kind, Scale
from tests.criteria.scoring.test_engine import percent, ratio, yes

FILES = percent("X-02", threshold=70, name="Hồ sơ công việc xử lý trên mạng", clause="IV.1.1.2.b")


def test_one_two_and_three_reasons_are_joined_as_people_write():
    assert why_not("Xã Nam Bình", 2023, []) == ""
    assert why_not("Xã Nam Bình", 2023, ["một."]) == "Xã Nam Bình chưa đủ điều kiện xét khen thưởng năm 2023 vì một."
    assert why_not("Xã A", 2024, ["một", "hai"]).endswith("năm 2024 vì một; và hai.")
    assert why_not("Xã A", 2024, ["một", "hai", "ba"]).endswith("vì một; hai; và ba.")


def test_the_whole_sentence():
    reasons = [
        shortfall(FILES, ratio(6512, 10000)),
        shortfall(yes("TT-02", name="Đã đăng ký thi đua"), Answer(yes=False)),
    ]
    assert why_not("Xã Nam Bình", 2023, reasons) == (
        "Xã Nam Bình chưa đủ điều kiện xét khen thưởng năm 2023 vì hồ sơ công việc xử lý trên mạng mới đạt 65,12%, "
        "chuẩn là từ 70% trở lên (mục IV.1.1.2.b); và tiêu chuẩn “Đã đăng ký thi đua” chưa đạt (mục IV.TT-02)."
    )


MODELS = {"kind": Kind.COUNT, "comparator": Comparator.COUNT_GE, "threshold": Decimal(2), "unit_label": "mô hình"}
GRADES = ("Chưa thực hiện", "Thực hiện một phần", "Thực hiện khá", "Thực hiện tốt")
GRADED = {"kind": Kind.GRADED, "comparator": Comparator.QUALITATIVE, "threshold": Decimal(2), "grades": GRADES}


@pytest.mark.parametrize(
    ("rule", "answer", "said"),
    [
        (FILES, ratio(699999, 1000000), "hồ sơ công việc xử lý trên mạng mới đạt 69,99%, chuẩn là từ 70% trở lên"),
        (
            percent("R", comparator=Comparator.EQ, threshold=100),
            ratio(1, 2),
            "tiêu chuẩn R mới đạt 50%, chuẩn là đủ 100%",
        ),
        (percent("R", comparator=Comparator.GT), ratio(4, 5), "tiêu chuẩn R mới đạt 80%, chuẩn là trên 80%"),
        (
            percent("R", comparator=Comparator.RANGE, threshold=65, upper=Decimal(70)),
            ratio(1, 2),
            "tiêu chuẩn R mới đạt 50%, chuẩn là từ 65% trở lên",
        ),
        (
            percent("R", name="Số mô hình mới", **MODELS),
            Answer(value=Decimal(1)),
            "số mô hình mới hiện là 1, chuẩn là ít nhất 2 mô hình",
        ),
        (
            percent("R", name="Tổ chức phong trào", **GRADED, scale=Scale.GRADE),
            Answer(value=Decimal(1)),
            "việc tổ chức phong trào mới ở mức “thực hiện một phần”, chuẩn là từ mức “thực hiện khá”",
        ),
        (FILES, None, "hồ sơ công việc xử lý trên mạng chưa có số liệu"),
        (FILES, ratio(3, 2), "hồ sơ công việc xử lý trên mạng số liệu không hợp lệ: tử số lớn hơn mẫu số"),
        (FILES, Answer(na=True), "hồ sơ công việc xử lý trên mạng chọn “không phát sinh” nhưng chưa ghi lý do"),
        (percent("R", name="CSDL dùng chung"), ratio(0, 2), "CSDL dùng chung mới đạt 0%, chuẩn là từ 80% trở lên"),
        (percent("R", name="Đắk Song kết nối"), ratio(0, 2), "Đắk Song kết nối mới đạt 0%, chuẩn là từ 80% trở lên"),
    ],
)
def test_what_is_lacking_by_kind(rule, answer, said):
    assert shortfall(rule, answer) == f"{said} (mục {rule.clause})"
