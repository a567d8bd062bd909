"""Kinds of figures, comparators, columns of a score."""

from django.db.models import TextChoices


class IndicatorKind(TextChoices):
    PERCENT = "percent", "Tỷ lệ a/b"
    COUNT = "count", "Số lượng"
    MONEY = "money", "Số tiền"
    YES_NO = "yes_no", "Có hoặc không"
    GRADED = "graded", "Mức độ"
    NARRATIVE = "narrative", "Tường thuật"


class Column(TextChoices):
    SELF = "self", "Tự chấm"
    APPRAISED = "appraised", "Thẩm định"
    COUNCIL = "council", "Hội đồng"
