"""The texts that Phòng Nội vụ may edit in its own papers, in the order of the page; the rest comes from the round."""

from awards.enums import OfficePaperKind
from awards.papers.fields import RECIPIENTS, PaperField

ADDRESSEE = PaperField("addressee", "Kính gửi")
BASES = PaperField("bases", "Căn cứ", 8, "Mỗi dòng một căn cứ.")
SIGNER = (
    PaperField("signer_title", "Chức vụ người ký", 1, "Cấp phó ký thì ghi Phó Trưởng phòng; bản in tự thêm KT."),
    PaperField("signer_name", "Họ tên người ký", 1, "Để trống nếu ghi tay khi ký.", required=False),
)

OFFICE_FIELDS: dict[str, tuple[PaperField, ...]] = {
    OfficePaperKind.TO_TRINH: (
        ADDRESSEE,
        BASES,
        PaperField(
            "opening",
            "Kết quả thẩm định, họp Hội đồng và nội dung đề nghị",
            12,
            "Danh sách tập thể, cá nhân được in ngay sau đoạn này.",
        ),
        PaperField(
            "closing",
            "Tỷ lệ, trường hợp không đề nghị, tiền thưởng, tài liệu kèm theo và đoạn kết",
            16,
            "Mỗi dòng một ý; in ngay sau danh sách.",
        ),
        RECIPIENTS,
        *SIGNER,
    ),
    OfficePaperKind.THONG_BAO: (
        BASES,
        PaperField("opening", "Đoạn mở đầu", 6, "Bảng các trường hợp không được khen thưởng in ngay sau đoạn này."),
        PaperField("closing", "Đoạn kết", 3),
        RECIPIENTS,
        *SIGNER,
    ),
}

LINE_LABELS = {OfficePaperKind.TO_TRINH: "Tóm tắt thành tích", OfficePaperKind.THONG_BAO: "Lý do"}


def line_key(line: dict) -> str:
    """The key of the text that belongs to one line of the paper's list."""
    return f"line-{line['nominee']}"


def fields_of(kind: str, body: dict) -> tuple[PaperField, ...]:
    """The fixed texts, then one for each line of the list: the merit, which may stay empty, or the reason."""
    label, needed = LINE_LABELS[OfficePaperKind(kind)], kind == OfficePaperKind.THONG_BAO
    lines = (
        PaperField(line_key(line), f"{label} – {line['honorific']} {line['name']}".replace("–  ", "– "), 2, "", needed)
        for line in body.get("lines", [])
    )
    return (*OFFICE_FIELDS[kind], *lines)
