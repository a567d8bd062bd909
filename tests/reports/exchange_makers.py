"""Seeded reports for the tests of forms, and what a person or another program does to a file."""

import random
from decimal import Decimal
from io import BytesIO

from docx import Document
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from core.text import clean_lines
from reports.exchange import excel
from reports.exchange.lines import FormLine, FormSheet
from reports.rules import AMOUNTS, LARGEST, Figures

KINDS = ["percent", "count", "money", "yes_no", "graded", "narrative"]
GRADES = ("Chưa thực hiện", "Thực hiện một phần", "Khá, tốt", "Tốt")
WORDS = [
    "Đã", "tổ chức", "phong trào", "=1+1", '"trích dẫn"', "“ngoặc”", "<b>", "&amp;", "-", "@ai", "+84",
    "87,5%", "hoà", "thuỷ", "đồng chí", "🙂", "1/2", "[BC-01]", "x" * 90, "'", "\\n",
]  # fmt: skip


def text_of(rng: random.Random, most: int = 12) -> str:
    lines = [" ".join(rng.choices(WORDS, k=rng.randint(1, 9))) for _ in range(rng.randint(1, most))]
    return clean_lines(rng.choice(["\n", "\n\n"]).join(lines))


def number_of(rng: random.Random) -> Decimal:
    return rng.choice(
        [
            Decimal(0),
            Decimal(rng.randint(0, 10**13 - 1)),
            Decimal(rng.randint(0, 10**15 - 1)) / 100,
            Decimal(rng.randint(0, 2000)).quantize(Decimal("0.01")),
            LARGEST,
            Decimal("0.01"),
        ]
    )


def figures_of(rng: random.Random, kind: str) -> Figures:
    maybe = lambda value: value if rng.random() < 0.75 else None  # noqa: E731
    said = {
        "percent": lambda: {"a": maybe(number_of(rng)), "b": maybe(number_of(rng))},
        "count": lambda: {"value": maybe(Decimal(rng.randint(0, 10**9)))},
        "money": lambda: {"value": maybe(number_of(rng))},
        "yes_no": lambda: {"yes": rng.choice([True, False, None])},
        "graded": lambda: {"value": maybe(Decimal(rng.randrange(len(GRADES) + 1)))},
        "narrative": lambda: {"text": maybe(text_of(rng)) or ""},
    }[kind]()
    flags = {} if kind == "narrative" else {"na": rng.random() < 0.2}
    flags |= {"estimate": rng.random() < 0.3} if kind in AMOUNTS else {}
    return Figures(**said, **flags, note=text_of(rng, 3) if rng.random() < 0.4 else "")


def sheet_of(rng: random.Random, size: int = 8) -> FormSheet:
    kinds = [*KINDS, *rng.choices(KINDS, k=size - len(KINDS))]
    lines = tuple(
        FormLine(
            code=f"L-{place:02d}",
            section=f"Phần {place % 3}",
            name=f"=Chỉ tiêu {place}",
            kind=kind,
            figures=figures_of(rng, kind),
            numbers={"a": rng.randint(0, 5)},
            open=rng.random() < 0.8,
            choices=GRADES if kind == "graded" else (),
            evidence_hint="Báo cáo",
        )
        for place, kind in enumerate(kinds)
    )
    return FormSheet(7, 2023, "xa", "Xã Nam Bình", "Chuyển đổi số", "20/12/2023", "09:00", lines)


def small_sheet() -> FormSheet:
    """One line of each kind, and a second story."""
    lines = [
        FormLine("TL-01", "Số liệu", "Hồ sơ", "percent", Figures(a=Decimal(1), b=Decimal(2)), {"a": 3}),
        FormLine("SL-01", "Số liệu", "Sáng kiến", "count"),
        FormLine("CK-01", "Số liệu", "Kế hoạch", "yes_no"),
        FormLine("MD-01", "Khác", "Mức độ", "graded", choices=GRADES),
        FormLine("BC-01", "Phần lời", "Tình hình", "narrative", Figures(text="Một.\n\nHai.")),
        FormLine("BC-02", "Phần lời", "Khó khăn", "narrative", evidence_hint="Báo cáo"),
    ]
    return FormSheet(7, 2023, "xa", "Xã Nam Bình", "Chuyển đổi số", "20/12/2023", "09:00", tuple(lines))


def resaved(data: bytes, edit=lambda book: None) -> bytes:
    """As another program saves it."""
    book, out = load_workbook(BytesIO(data)), BytesIO()
    edit(book)
    book.save(out)
    return out.getvalue()


def rows_of(page) -> dict[str, int]:
    return {cell.value: cell.row for cell in page["A"] if cell.value}


def filled(data: bytes, **cells) -> bytes:
    """filled(data, TT_03={6: 5}): writes into the columns of the lines named."""

    def edit(book):
        page = book[excel.FIGURES]
        rows = rows_of(page)
        for code, values in cells.items():
            for place, value in values.items():
                page.cell(rows[code.replace("_", "-")], place).value = value

    return resaved(data, edit)


def saved_by_word(data: bytes, edit=lambda document: None) -> bytes:
    opened, out = Document(BytesIO(data)), BytesIO()
    edit(opened)
    opened.save(out)
    return out.getvalue()


def body_of(opened, code: str):
    """The paragraphs in the box of a line."""
    return [
        paragraph
        for control in opened.element.body.iter("{*}sdt")
        if control.find(".//{*}tag").values()[0] == code
        for paragraph in control.iter("{*}p")
    ]


def say(paragraph, text: str) -> None:
    Paragraph(paragraph, None).text = text


def told(data: bytes, code: str, text: str) -> bytes:
    """The same document with another text in one part."""

    def edit(opened):
        first, *rest = body_of(opened, code)
        say(first, text)
        for paragraph in rest:
            paragraph.getparent().remove(paragraph)

    return saved_by_word(data, edit)
