"""What the tests of pages share: addresses, and the text of an answer on one line."""

from django.urls import reverse


def section_url(desk, section: str = "tieu-chuan-thi-dua") -> str:
    return reverse("reports:section-edit", args=[2023, desk.unit.code, section])


def detail_url(desk) -> str:
    return reverse("reports:self-report-detail", args=[2023, desk.unit.code])


def review_url(desk) -> str:
    return reverse("reports:report-review", args=[2023, desk.unit.code])


def decide_url(desk, code: str = "X-02") -> str:
    return reverse("reports:entry-decide", args=[2023, desk.unit.code, code])


def sheet_url(desk) -> str:
    return reverse("reports:score-sheet", args=[2023, desk.unit.code])


def shown(response) -> str:
    return " ".join(response.content.decode().split())
