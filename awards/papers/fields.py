"""The texts that an officer may edit in each paper of IV.3, in the order of the page; everything else is data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from awards.enums import PaperKind

BLANK = "…"  # what a draft leaves for the officer; a paper that still has one is not confirmed


@dataclass(frozen=True)
class PaperField:
    """One text: its key in the body, its label, how many rows it gets, and whether it may stay empty."""

    key: str
    label: str
    rows: int = 1
    help: str = ""
    required: bool = True

    @property
    def limit(self) -> int:
        """Characters: of one line, or of a text."""
        return 300 if self.rows == 1 else 12_000


def open_texts(fields: Iterable[PaperField], body: Mapping[str, Any]) -> list[str]:
    """What is still to be written, as sentences: a required text that is empty, a “…” that is left."""
    found = []
    for field in fields:
        text = body.get(field.key, "")
        if field.required and not text:
            found.append(f"Mục “{field.label}” còn trống.")
        elif BLANK in text:
            found.append(f"Mục “{field.label}” còn chỗ “{BLANK}” chưa điền.")
    return found


RECIPIENTS = PaperField("recipients", "Nơi nhận", 3, "Mỗi dòng một nơi.")

PAPER_FIELDS: dict[str, tuple[PaperField, ...]] = {
    PaperKind.TO_TRINH: (
        PaperField("addressee", "Kính gửi"),
        PaperField("bases", "Căn cứ", 6, "Mỗi dòng một căn cứ."),
        PaperField("opening", "Đoạn mở đầu", 4, "Danh sách tập thể, cá nhân được in ngay sau đoạn này."),
        PaperField("closing", "Đoạn kết", 3),
        RECIPIENTS,
    ),
    PaperKind.BIEN_BAN: (
        PaperField("number", "Số biên bản", 1, "Ví dụ 05/BB-HĐTĐKT; để trống nếu không đánh số.", required=False),
        PaperField("opened", "Thời gian bắt đầu", 1, "Ví dụ 08 giờ 00, ngày 20 tháng 12 năm 2023."),
        PaperField(
            "attendees",
            "Thành phần Hội đồng",
            8,
            "Mỗi dòng một người, cách nhau bằng dấu chấm phẩy: họ và tên; chức vụ; nhiệm vụ trong Hội đồng. "
            "Người vắng thêm: ; vắng: lý do.",
        ),
        PaperField("proceedings", "Nội dung cuộc họp", 5, "Mỗi dòng một ý."),
        PaperField("ballot", "Cách biểu quyết", 3, "Bảng kết quả bỏ phiếu được in ngay sau đoạn này."),
        PaperField("conclusion", "Kết luận", 3),
        PaperField("closed", "Kết thúc", 1, "Ví dụ Cuộc họp kết thúc vào 10 giờ 30, ngày 20 tháng 12 năm 2023."),
        RECIPIENTS,
    ),
    PaperKind.BAO_CAO: (
        PaperField("facts", "I. Thông tin chung", 6, "Mỗi dòng một ý, viết “tên mục: nội dung”."),
        PaperField("achievements", "II. Thành tích đạt được", 10),
        PaperField(
            "initiatives", "Sáng kiến, giải pháp đã được công nhận", 3, "Mỗi dòng một sáng kiến.", required=False
        ),
        PaperField(
            "prior_awards",
            "III. Các hình thức đã được khen thưởng",
            4,
            "Mỗi dòng một hình thức, cách nhau bằng dấu chấm phẩy: năm; hình thức; số và ngày quyết định; "
            "cơ quan ban hành.",
            required=False,
        ),
    ),
}
