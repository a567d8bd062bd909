"""A report as an Excel form: what the unit may fill is open, all else is locked; a hidden page carries the ticket."""

from decimal import Decimal

from core.rich_workbook import LINE, LOOKING, RichBook, Worksheet, column_letter, row_height
from reports.exchange.copy import workbook_of_snapshot
from reports.exchange.lines import NO, TICK, YES, FormLine, FormSheet
from reports.rules import LARGEST, NOTE_LIMIT, TEXT_LIMIT

__all__ = ["form_of_report", "workbook_of_snapshot"]

FIGURES, STORIES, HIDDEN, LISTS = "Số liệu", "Phần lời", "cong-thi-dua", "danh-muc"
# Titles find the columns again when the file comes back.
CODE, NAME, A, B, RESULT, NA, ESTIMATE, NOTE, STORY = (
    "Mã",
    "Chỉ tiêu",
    "Số thực hiện (a)",
    "Tổng số (b)",
    "Kết quả",
    "Không phát sinh",
    "Ước thực hiện",
    "Ghi chú",
    "Nội dung",
)
COLUMNS = (
    (CODE, 8.5),
    (NAME, 41),
    ("Đơn vị tính", 10),
    (A, 13),
    (B, 13),
    (RESULT, 15),
    (NA, 8.5),
    (ESTIMATE, 8.5),
    (NOTE, 27),
    ("Mức phải đạt", 11),
    ("Căn cứ (mục)", 10),
    ("Gợi ý minh chứng", 30),
)
ASKED = ("Phòng VH-TT yêu cầu", 34)
STORY_COLUMNS = ((CODE, 8.5), (NAME, 30), (STORY, 84), (NOTE, 27), ("Gợi ý minh chứng", 24))
CHUNK = 8000
GUIDE = (
    "Chỉ điền các ô nền vàng; ô xám do cổng tính hoặc không sửa được. Số lẻ viết dấu phẩy, ví dụ 87,5. "
    "Không phát sinh: chọn x, ghi lý do ở “Ghi chú” và để trống số liệu. Số chưa chính thức: chọn x ở “Ước thực hiện”.\n"
    "Điền xong, lưu tệp ở dạng .xlsx rồi tải lên ở trang báo cáo của đơn vị, mục “Điền bằng Excel”: cổng cho xem từng "
    "thay đổi trước khi nhận. Minh chứng gửi trên cổng, không gửi trong tệp này. Phần lời ở trang tính bên cạnh."
)
SOFT = {"font_color": "#4a5560", "text_wrap": True}
HEAD = {**LINE, "bold": True, "bg_color": "#e8edf3", "align": "center", "valign": "vcenter", "text_wrap": True}
GROUP = {"bold": True, "bg_color": "#dfe6ee", "valign": "vcenter", "top": 1, "bottom": 1, "border_color": "#9aa5b1"}
FIXED = {**LINE, "text_wrap": True}
CENTRED = {**FIXED, "align": "center"}
SHUT = {**LINE, "bg_color": "#eceff2", "text_wrap": True}
OPEN = {**LINE, "bg_color": "#fff9e3", "text_wrap": True, "locked": False}


def form_of_report(sheet: FormSheet, ticket: str) -> bytes:
    """The form, prefilled; `ticket` is sealed by the caller."""
    book = RichBook(title=f"Biểu báo cáo năm {sheet.year} – {sheet.unit_name}", author=sheet.unit_name)
    _Form(book, sheet).write()
    _write_ticket(book, ticket)
    return book.bytes()


def _write_ticket(book: RichBook, ticket: str) -> None:
    page = book.workbook.add_worksheet(HIDDEN)
    page.write_string(0, 0, "Trang này giúp cổng nhận ra tệp. Xin giữ nguyên.")
    for place in range(0, len(ticket), CHUNK):
        page.write_string(1 + place // CHUNK, 0, f"[{ticket[place : place + CHUNK]}]")
    page.protect("")
    page.very_hidden()


class _Form:
    """Writes the pages that people see."""

    def __init__(self, book: RichBook, sheet: FormSheet) -> None:
        self.book, self.sheet = book, sheet
        self.columns = (*COLUMNS, ASKED) if sheet.returned else COLUMNS
        self.places = {title: place for place, (title, _) in enumerate(self.columns)}
        self.lists: dict[tuple[str, ...], str] = {}
        self.decimals = book.workbook.add_format({"num_format": "#,##0.00"})
        self.too_much = book.workbook.add_format({"font_color": "#a81e1e", "bold": True})

    def write(self) -> None:
        figures = [line for line in self.sheet.lines if not line.narrative]
        stories = [line for line in self.sheet.lines if line.narrative]
        page = self.book.page(FIGURES, [width for _, width in self.columns])
        page.activate()
        pages = [page, self.book.page(STORIES, [width for _, width in STORY_COLUMNS])] if stories else [page]
        self._prepare_lists(figures)
        row = self._head(page, self.columns, GUIDE)
        section = ""
        for line in figures:
            if line.section != section:
                row, section = row + 1, line.section
                self._section(page, row, section)
            row += 1
            self._line(page, row, line)
        for page in pages[1:]:
            row = self._head(page, STORY_COLUMNS, "Viết vào ô nền vàng ở cột “Nội dung”; xuống dòng bằng Alt + Enter.")
            for line in stories:
                row += 1
                self._story(page, row, line)

    def _head(self, page: Worksheet, columns: tuple, guide: str) -> int:
        """Title, guide and the row of titles; answers its row."""
        sheet, last = self.sheet, len(columns) - 1
        seen = min(last, 8)  # what a small screen shows without scrolling
        page.set_row(0, 24)
        title = f"Báo cáo năm {sheet.year} – {sheet.unit_name} (hạn nộp: trước ngày {sheet.due})"
        self.book.across(page, 0, (0, seen), title, bold=True, font_size=14, valign="vcenter")
        width = sum(width for _, width in columns[: seen + 1])
        page.set_row(1, row_height([(guide, width)]) + 6)
        self.book.across(page, 1, (0, seen), guide, **SOFT)
        page.set_row(2, 36)
        for place, (title, _) in enumerate(columns):
            self.book.put(page, 2, place, title, **HEAD)
        page.freeze_panes(3, 2)
        page.repeat_rows(2)
        page.set_footer(f"&L&8Biểu báo cáo năm {sheet.year}, tải về lúc {sheet.made}&R&8Trang &P/&N")
        page.protect("", LOOKING)
        return 2

    def _section(self, page: Worksheet, row: int, title: str) -> None:
        page.set_row(row, 21)
        for place in range(len(self.columns)):
            self.book.put(page, row, place, title if place == 0 else None, **GROUP)

    def _line(self, page: Worksheet, row: int, line: FormLine) -> None:
        name = "\n".join(
            [
                line.name,
                *(f"({letter}) {label}" for letter, label in (("a", line.a_label), ("b", line.b_label)) if label),
            ]
        )
        words = {
            CODE: line.code,
            NAME: name,
            "Đơn vị tính": line.unit_label,
            "Mức phải đạt": line.threshold,
            "Căn cứ (mục)": line.clause,
            "Gợi ý minh chứng": line.evidence_hint,
            ASKED[0]: line.asked,
        }
        for title, place in self.places.items():
            if title in words:
                look = FIXED if title in (NAME, "Gợi ý minh chứng", ASKED[0]) else CENTRED
                self.book.put(page, row, place, words[title], **look)
        self._cells(page, row, line)
        texts = [
            (text, width) for title, width in self.columns if (text := {**words, NOTE: line.figures.note}.get(title))
        ]
        page.set_row(row, row_height(texts, least=2 if line.open else 1))

    def _cells(self, page: Worksheet, row: int, line: FormLine) -> None:
        said = line.figures
        if line.kind == "percent":
            for title, value, label in ((A, said.a, line.a_label), (B, said.b, line.b_label)):
                self._number(page, row, self.places[title], line=line, value=value, label=label)
            self._share(page, row, line)
            self._warn_of_more(page, row)
        else:
            for title in (A, B):
                self.book.put(page, row, self.places[title], None, **SHUT)
            self._result(page, row, line)
        for title, name, ticked in ((NA, "na", said.na), (ESTIMATE, "estimate", said.estimate)):
            if name in line.cells:
                self._choice(page, row, self.places[title], line=line, names=(TICK,), chosen=TICK if ticked else "")
            else:
                self.book.put(page, row, self.places[title], None, **SHUT)
        self._words(page, row, self.places[NOTE], line=line, text=said.note, limit=NOTE_LIMIT)

    def _result(self, page: Worksheet, row: int, line: FormLine) -> None:
        place, said = self.places[RESULT], line.figures
        if line.kind == "yes_no":
            self._choice(page, row, place, line=line, names=(YES, NO), chosen={True: YES, False: NO}.get(said.yes, ""))
        elif line.kind == "graded":
            known = said.value is not None and said.value in range(len(line.choices))
            chosen = line.choices[int(said.value or 0)] if known else ""
            self._choice(page, row, place, line=line, names=line.choices, chosen=chosen)
        else:
            self._number(page, row, place, line=line, value=said.value, label=f"{line.name[:200]} ({line.unit_label})")

    def _number(
        self, page: Worksheet, row: int, place: int, *, line: FormLine, value: Decimal | None, label: str
    ) -> None:
        look = {**(OPEN if line.open else SHUT), "align": "right", "num_format": "#,##0"}
        self.book.put(page, row, place, value, **look)
        cell = f"{column_letter(place)}{row + 1}"
        parts = {"type": "formula", "criteria": f"={cell}<>INT({cell})", "format": self.decimals}
        page.conditional_format(row, place, row, place, parts)
        if not line.open:
            return
        rule = {
            "validate": "integer" if line.kind == "count" else "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": int(LARGEST),
            "error_title": "Chưa phải là số",
            "error_message": "Ô này chỉ nhận số từ 0 trở lên, không kèm chữ hay dấu %. Không có thì để trống.",
        }
        if label:
            rule |= {"input_title": "Điền", "input_message": label[:250]}
        page.data_validation(row, place, row, place, rule)

    def _share(self, page: Worksheet, row: int, line: FormLine) -> None:
        """a/b as soon as both are typed."""
        a, b = (f"{column_letter(self.places[title])}{row + 1}" for title in (A, B))
        said = line.figures
        shown = float(said.a / said.b * 100) if said.a is not None and said.b else ""
        look = self.book.look(**SHUT, align="right", num_format='0.00"%"')
        formula = f'=IF(AND(ISNUMBER({a}),ISNUMBER({b})),IF({b}>0,{a}/{b}*100,""),"")'
        page.write_formula(row, self.places[RESULT], formula, look, shown)

    def _warn_of_more(self, page: Worksheet, row: int) -> None:
        a, b = (f"${column_letter(self.places[title])}{row + 1}" for title in (A, B))
        criteria = f"=AND(ISNUMBER({a}),ISNUMBER({b}),{a}>{b})"
        rule = {"type": "formula", "criteria": criteria, "format": self.too_much}
        page.conditional_format(row, self.places[A], row, self.places[B], rule)

    def _choice(self, page: Worksheet, row: int, place: int, *, line: FormLine, names: tuple, chosen: str) -> None:
        self.book.put(page, row, place, chosen, **(OPEN if line.open else SHUT), align="center")
        if line.open:
            rule = {"validate": "list", "source": self.lists[names], "error_title": "Chọn trong danh sách"}
            rule["error_message"] = "Chọn một mục trong danh sách của ô, hoặc để trống."
            page.data_validation(row, place, row, place, rule)

    def _words(self, page: Worksheet, row: int, place: int, *, line: FormLine, text: str, limit: int) -> None:
        # "@": what is typed stays words, be it 1/2 or a dash at the start
        self.book.put(page, row, place, text, **(OPEN if line.open else SHUT), num_format="@")
        if line.open:
            rule = {"validate": "length", "criteria": "<=", "value": limit, "error_title": "Quá dài"}
            rule["error_message"] = f"Ô này nhận tối đa {limit} ký tự. Hãy rút gọn."
            page.data_validation(row, place, row, place, rule)

    def _story(self, page: Worksheet, row: int, line: FormLine) -> None:
        self.book.put(page, row, 0, line.code, **CENTRED)
        name = f"{line.name}\n\nPhòng VH-TT yêu cầu: {line.asked}" if line.asked else line.name
        self.book.put(page, row, 1, name, **FIXED)
        self._words(page, row, 2, line=line, text=line.figures.text, limit=TEXT_LIMIT)
        self._words(page, row, 3, line=line, text=line.figures.note, limit=NOTE_LIMIT)
        self.book.put(page, row, 4, line.evidence_hint, **FIXED)
        texts = (name, line.figures.text, line.figures.note, line.evidence_hint)
        page.set_row(row, row_height(list(zip(texts, (30, 84, 27, 24), strict=True)), least=8))

    def _prepare_lists(self, lines: list[FormLine]) -> None:
        """Lists stand on a hidden page: a name may hold a comma, and all together may be longer than Excel's 255."""
        page = self.book.workbook.add_worksheet(LISTS)
        wanted = [(TICK,), (YES, NO), *(line.choices for line in lines if line.kind == "graded")]
        for names in wanted:
            if names in self.lists:
                continue
            letter = column_letter(len(self.lists))
            for row, name in enumerate(names):
                self.book.put(page, row, len(self.lists), name)
            self.lists[names] = f"='{LISTS}'!${letter}$1:${letter}${max(len(names), 1)}"
        page.protect("")
        page.very_hidden()
