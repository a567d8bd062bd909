"""Filters for official papers: dates, numbers and lists as Nghị định 30/2020 prints them."""

from datetime import date
from decimal import Decimal

from django import template

from core import boxes, letterhead, text

register = template.Library()


@register.filter
def date_long(day: date | None) -> str:
    return text.no_break(text.date_long(day)) if day else ""


@register.filter
def date_short(day: date | None) -> str:
    return text.date_short(day) if day else ""


@register.filter
def two_digits(number: int | None) -> str:
    return "" if number is None else text.two_digits(number)


@register.filter
def number(value: Decimal | int | None) -> str:
    return "" if value is None else text.format_decimal(value)


@register.filter
def places(value: Decimal | int | None, count: int) -> str:
    return "" if value is None else text.format_decimal(value, count)


@register.filter
def percent(value: Decimal | int | None) -> str:
    return "" if value is None else text.format_percent(value)


@register.filter
def money(value: Decimal | int | None) -> str:
    return "" if value is None else text.format_money(value)


@register.filter
def no_break(value: object) -> str:
    return text.no_break(str(value))


@register.filter
def date_unbroken(line: object) -> str:
    """Keeps "tháng 01 năm 2024" together inside a longer line of the head."""
    place, comma, day = str(line).partition(", ")
    return place + comma + text.no_break(day)


@register.filter
def roman(number: int) -> str:
    return letterhead.roman(number)


@register.filter
def bases(lines: tuple[str, ...], last: str = ".") -> tuple[str, ...]:
    return letterhead.legal_bases(lines, last)


@register.filter
def recipients(lines: tuple[str, ...]) -> tuple[str, ...]:
    return letterhead.recipients(lines)


@register.filter
def balanced(title: str, width: int) -> str:
    """A title of 14 pt in lines of like length; its own line breaks stay."""
    lines = [line for part in letterhead.bind_title(title).splitlines() for line in boxes.balanced(part, width, 14)]
    return "\n".join(lines)


@register.filter
def paragraphs(block: str) -> list[str]:
    """Lines of a typed text, empty ones left out."""
    return [line for line in block.splitlines() if line.strip()]


@register.filter
def full_stop(line: str) -> str:
    return line.rstrip().rstrip(".;,") + "."


@register.filter
def ended(block: str) -> str:
    """A paper's text ends in "./.", attached to the last word."""
    return block.rstrip().rstrip("./") + "./."
