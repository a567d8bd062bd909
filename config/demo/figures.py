"""Invented figures for a report: the same unit, year and indicator always get the same ones."""

import random
from decimal import Decimal

from criteria.enums import IndicatorKind
from criteria.models import Indicator
from reports.rules import Figures
from units.models import Unit

STAR = "24721"  # the commune whose officer a visitor tries: it does well, so that the year can be walked to the end

COPIED = {
    ("24722", 2024, "BC-01"),
    ("24718", 2024, "BC-01"),
}  # two communes with one story: something for the anomaly desk

STORIES = {
    "good": "Tổ công nghệ số cộng đồng của {unit} hướng dẫn người dân nộp hồ sơ trực tuyến tại nhà văn hóa thôn vào các "
    "buổi tối thứ Năm; hồ sơ nộp trực tuyến tăng rõ so với đầu năm. (Nội dung minh họa.)",
    "copied": "{unit} mở chín lớp tập huấn buổi tối tại nhà văn hóa thôn, hướng dẫn 412 hộ cài đặt ứng dụng và nộp hồ sơ qua "
    "mạng; đoàn thanh niên đến tận nhà người cao tuổi, tiểu thương ở chợ nhận thanh toán bằng mã vạch từ tháng Sáu, tỷ lệ trả "
    "kết quả trước hạn tăng đều qua từng quý. (Nội dung minh họa.)",
    "weak": "Một số thôn của {unit} sóng di động còn yếu, thiết bị một cửa đã cũ, cán bộ kiêm nhiệm nhiều việc. "
    "(Nội dung minh họa.)",
}


def strength_of(unit: Unit) -> float:
    """How well the invented unit does, from 0 to 1."""
    if unit.code == STAR:
        return 1.0
    return random.Random(f"suc-{unit.code}").uniform(0.55, 1.0)  # noqa: S311


def figures(indicator: Indicator, unit: Unit, year: int) -> Figures:
    rng = random.Random(f"{unit.code}-{year}-{indicator.code}")  # noqa: S311
    strength = min(1.0, strength_of(unit) + 0.05 * (year - 2023))
    if indicator.kind == IndicatorKind.PERCENT:
        return _percent(indicator, unit, rng, strength)
    if indicator.kind == IndicatorKind.YES_NO:
        return Figures(yes=rng.random() < strength + 0.25)
    if indicator.kind == IndicatorKind.COUNT:
        return Figures(value=Decimal(rng.randint(1, 2 + int(6 * strength))))
    if indicator.kind == IndicatorKind.MONEY:
        return Figures(value=Decimal(_like_every_year(indicator, unit, rng.randint(20, 900), 20, 900)) * 1_000_000)
    if indicator.kind == IndicatorKind.GRADED:
        top = len(indicator.choices) - 1
        return Figures(value=Decimal(top if rng.random() < strength else max(top - 1, 0)))
    copied = (unit.code, year, indicator.code) in COPIED
    return Figures(
        text=STORIES["copied" if copied else "good" if strength > 0.8 else "weak"].format(unit=unit.short_name)
    )


def _like_every_year(indicator: Indicator, unit: Unit, drawn: int, least: int, most: int) -> int:
    """A size that a unit keeps over the years, a tenth more or less: the draw of the year only moves it."""
    size = random.Random(f"{unit.code}-{indicator.code}").randint(least, most)  # noqa: S311
    return max(least, round(size * (0.9 + 0.2 * drawn / most)))


def _percent(indicator: Indicator, unit: Unit, rng: random.Random, strength: float) -> Figures:
    if indicator.code == "CQS-09" and rng.random() < 0.3:
        return Figures(na=True, note="Trong năm không có cuộc kiểm tra nào.")
    b = _like_every_year(indicator, unit, rng.randint(12, 1600), 12, 1600)
    share = 1.0 if rng.random() < strength + 0.1 else rng.uniform(0.6, 0.98)
    return Figures(a=Decimal(round(b * share)), b=Decimal(b))
