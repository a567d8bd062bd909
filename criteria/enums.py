"""Kinds of figures, comparators, columns of a score."""

from django.db.models import TextChoices


class IndicatorKind(TextChoices):
    PERCENT = "percent", "Tỷ lệ a/b"
    COUNT = "count", "Số lượng"
    MONEY = "money", "Số tiền"
    YES_NO = "yes_no", "Có hoặc không"
    GRADED = "graded", "Mức độ"
    NARRATIVE = "narrative", "Tường thuật"


class Comparator(TextChoices):
    GE = "ge", "từ … trở lên"
    GT = "gt", "trên"
    EQ = "eq", "đủ"
    RANGE = "range", "trong khoảng"
    YES = "yes", "có"
    COUNT_GE = "count_ge", "ít nhất"
    QUALITATIVE = "qualitative", "định tính"


class Requirement(TextChoices):
    REQUIRED = "required", "Bắt buộc"
    OPTIONAL = "optional", "Không bắt buộc"
    CHOICE = "choice", "Ít nhất một số trong nhóm"


class Column(TextChoices):
    SELF = "self", "Tự chấm"
    APPRAISED = "appraised", "Thẩm định"
    COUNCIL = "council", "Hội đồng"
