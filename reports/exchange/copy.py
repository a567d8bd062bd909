"""The workbook of a frozen copy: what was sent, locked, the same bytes for the same content."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from core.rich_workbook import LINE, LOOKING, RichBook, Worksheet, row_height
from core.text import NBSP, date_short

COLUMNS = (
    ("STT", 4.5),
    ("Chỉ tiêu", 38),
    ("Căn cứ", 9.5),
    ("Đơn vị tính", 9),
    ("Thực hiện (a)", 13),
    ("Tổng số (b)", 13),
    ("Kết quả", 13),
    ("Mức phải đạt", 11),
    ("So với mức", 8),
    ("Ghi chú", 23),
    ("Minh chứng", 25),
)
LAST = len(COLUMNS) - 1
STORY_WIDTH = 84
RESULTS = {"met": "Đạt", "not_met": "Chưa đạt"}
HEAD = {**LINE, "bold": True, "bg_color": "#e8edf3", "align": "center", "valign": "vcenter", "text_wrap": True}
GROUP = {**LINE, "bold": True, "bg_color": "#f4f6f9", "valign": "vcenter"}
CELL = {**LINE, "text_wrap": True}
MIDDLE = {**CELL, "align": "center"}
SOFT = {"italic": True, "font_color": "#4a5560", "text_wrap": True}


def workbook_of_snapshot(content: dict, sha256: str) -> bytes:
    """The Excel copy of a `Submission.snapshot`; `sha256` is the digest that stands on the printed copy too."""
    book = RichBook(title=_title(content), author=content["unit"]["name"])
    stories = _write_figures(book, content, sha256)
    if stories:
        _write_stories(book, content, stories)
    return book.bytes()


def _title(content: dict) -> str:
    return f"Báo cáo năm {content['year']} – {content['unit']['name']} – bản đã nộp lần {content['number']}"


def _write_figures(book: RichBook, content: dict, sha256: str) -> list[dict]:
    """The table; hands back the narrative rows, which have a page of their own."""
    page = book.page("Bản đã nộp", [width for _, width in COLUMNS])
    row = _write_top(book, page, content, sha256)
    page.freeze_panes(row + 1, 2)
    page.repeat_rows(row)
    page.set_row(row, 33)
    for place, (title, _) in enumerate(COLUMNS):
        book.put(page, row, place, title, **HEAD)
    number, stories = 0, []
    for section in content["sections"]:
        figures = [one for one in section["rows"] if one["kind"] != "narrative"]
        stories += [one for one in section["rows"] if one["kind"] == "narrative"]
        if figures:
            row += 1
            page.set_row(row, 20)
            book.across(page, row, (0, LAST), section["title"], **GROUP)
        for one in figures:
            row, number = row + 1, number + 1
            _write_row(book, page, row, [str(number), *_cells(one)])
    _finish(page, sha256, last=(row, LAST))
    return stories


def _write_top(book: RichBook, page: Worksheet, content: dict, sha256: str) -> int:
    """Whose report, when it was sent, its digest; answers the row of the table's head."""
    book.across(page, 0, (0, LAST), content["unit"]["name"].upper(), bold=True, font_size=13)
    about = f"BÁO CÁO KẾT QUẢ PHONG TRÀO THI ĐUA NĂM {content['year']}"
    page.set_row(1, 24)
    book.across(page, 1, (0, LAST), about, bold=True, font_size=15, align="center", valign="vcenter")
    book.across(page, 2, (0, LAST), f"Phong trào “{content['campaign']}”", italic=True, align="center")
    book.across(page, 3, (0, LAST), _stamp(content), align="center", **SOFT)
    book.across(page, 4, (0, LAST), f"Mã kiểm tra (SHA-256): {sha256}", align="center", **SOFT)
    return 6


def _stamp(content: dict) -> str:
    moment = timezone.localtime(datetime.fromisoformat(content["submitted_at"]))
    late = ", nộp muộn" if content["late"] else ""
    return (
        f"Bản đã nộp lần {content['number']}, lúc {moment:%H:%M} ngày {date_short(moment.date())}{late}; "
        f"người nộp: {content['by']['name']}. Bản sao để xem, không sửa được."
    )


def _cells(one: dict) -> list:
    proofs = "\n".join(
        item["name"] + (f" ({item['reference']})" if item["reference"] else "") for item in one["evidence"]
    )
    estimate = "Ước thực hiện. " if one.get("estimate") else ""  # older copies do not know estimates
    return [
        one["name"],
        one["clause"],
        one["unit_label"],
        _number(one["a"]),
        _number(one["b"]),
        one["shown"].replace(NBSP, " ") or "–",
        one["threshold"].replace(NBSP, " "),
        RESULTS.get(one["result"], ""),
        f"{estimate}{one['note']}".strip(),
        proofs,
    ]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _write_row(book: RichBook, page: Worksheet, row: int, values: list) -> None:
    texts = [(value, width) for value, (_, width) in zip(values, COLUMNS, strict=True) if isinstance(value, str)]
    page.set_row(row, row_height(texts))
    for place, value in enumerate(values):
        if isinstance(value, Decimal):
            places = "" if value == value.to_integral_value() else ".00"
            book.put(page, row, place, value, num_format=f"#,##0{places}", indent=1, align="right", **LINE)
        else:
            book.put(page, row, place, value, **(MIDDLE if place in (0, 2, 3, 6, 7, 8) else CELL))


def _write_stories(book: RichBook, content: dict, stories: list[dict]) -> None:
    page = book.page("Phần lời", [STORY_WIDTH], landscape=False)
    heading = f"Phần lời của báo cáo năm {content['year']}"
    page.set_row(0, 24)
    book.put(page, 0, 0, heading, bold=True, font_size=15, align="center", valign="vcenter")
    row = 1
    for one in stories:
        row += 1
        page.set_row(row, row_height([(one["name"], STORY_WIDTH)], size=13))
        book.put(page, row, 0, one["name"], bold=True, font_size=13, text_wrap=True)
        note = [f"Ghi chú: {one['note']}"] if one["note"] else []
        for paragraph in [*(one["text"].splitlines() or ["(Chưa viết)"]), *note]:
            row += 1
            page.set_row(row, row_height([(paragraph, STORY_WIDTH)]))
            book.put(page, row, 0, paragraph, text_wrap=True, align="justify")
        row += 1
    _finish(page, "", last=(row, 0))


def _finish(page: Worksheet, sha256: str, *, last: tuple[int, int]) -> None:
    page.print_area(0, 0, *last)
    page.center_horizontally()
    mark = f"&L&8Mã kiểm tra: {sha256[:16]}…" if sha256 else ""
    page.set_footer(f"{mark}&R&8Trang &P/&N")
    page.protect("", LOOKING)
