"""States of a self-report, its cells, verdicts on its lines, and what is asked or found afterwards."""

from django.db.models import TextChoices


class ReportState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã nộp, chờ thẩm định"
    RETURNED = "returned", "Được trả lại để bổ sung"
    ACCEPTED = "accepted", "Đã chấp nhận"


SENT = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED)  # seen by the offices; a draft is its unit's


class Verdict(TextChoices):
    PENDING = "pending", "Chưa thẩm định"
    ACCEPTED = "accepted", "Chấp nhận"
    ADJUSTED = "adjusted", "Điều chỉnh"
    RETURNED = "returned", "Trả lại"


class Cell(TextChoices):
    """The cells of a line, each saved by itself."""

    A = "a", "tử số (a)"
    B = "b", "mẫu số (b)"
    VALUE = "value", "giá trị"
    YES = "yes", "có hoặc chưa"
    TEXT = "text", "tường thuật"
    NA = "na", "không phát sinh"
    NOTE = "note", "ghi chú"
    ESTIMATE = "estimate", "ước thực hiện"


class FormKind(TextChoices):
    EXCEL = "excel", "Biểu Excel"
    WORD = "word", "Phần lời (Word)"


class RequestKind(TextChoices):
    APPEAL = "appeal", "Đề nghị phúc tra"
    OFFICIAL = "official", "Số chính thức thay số ước"


class Outcome(TextChoices):
    OPEN = "open", "Chờ trả lời"
    KEPT = "kept", "Giữ nguyên"
    GRANTED = "granted", "Chấp nhận"


class AnomalyKind(TextChoices):
    JUMP = "jump", "Thay đổi đột ngột so với năm trước"
    IDENTICAL = "identical", "Trùng số liệu với đơn vị khác"
    ROUNDING = "rounding", "Nhiều số tròn"
    COPIED = "copied", "Tường thuật giống nhau"
    OUTLIER = "outlier", "Lệch xa các đơn vị cùng khối"
    SAME_FILE = "same_file", "Minh chứng trùng"
