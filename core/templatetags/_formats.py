"""Template filters for numbers, money and dates as Vietnamese offices write them; an absent value is a dash."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from core import text

ABSENT = "–"


def so(value, places=None):
    """1.234,5"""
    if value is None or value == "":
        return ABSENT
    return text.format_decimal(Decimal(str(value)), None if places is None else int(places))


def phan_tram(value, places=2):
    """87,5%; the value is in per cent already."""
    return ABSENT if value is None or value == "" else text.format_percent(Decimal(str(value)), int(places))


def tien(value):
    """1.080.000 đồng"""
    return ABSENT if value is None or value == "" else text.format_money(Decimal(str(value)))


def ngay(value):
    """dd/mm/yyyy, in Vietnam's time."""
    if not value:
        return ABSENT
    return text.date_short(_local(value))


def ngay_gio(value):
    """HH:MM ngày dd/mm/yyyy, in Vietnam's time."""
    if not value:
        return ABSENT
    moment = _local(value)
    return f"{moment:%H:%M} ngày {text.date_short(moment)}"


def dung_luong(value):
    """Size of a file given in bytes: 1,4 MB."""
    if value is None or value == "":
        return ABSENT
    if value < 1024 * 1024:
        return f"{text.format_decimal(max(1, round(value / 1024)))} KB"
    return f"{text.format_decimal(Decimal(value) / 1024 / 1024, 1)} MB"


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


FILTERS = (so, phan_tram, tien, ngay, ngay_gio, dung_luong)
