"""The narrative part as Word: each line a heading with its mark and a box to write in; read back by mark, then by tag."""

import re
from collections import Counter
from collections.abc import Sequence

from core.text import clean_lines, format_decimal
from core.word import WordPaper
from core.word_check import Paragraph, WordText
from reports.exchange.diff import Fault, Found
from reports.exchange.excel_reader import Filled
from reports.exchange.lines import FormLine, FormSheet
from reports.rules import TEXT_LIMIT

TICKET = "CongThiDua"
_MARK = re.compile(r"\[([^\[\]\s]{1,20})\]\s*$")
_HINT = re.compile(r"Gợi ý: .*(?:ký tự|không sửa được)\.", re.DOTALL)
EMPTY_LINES = 4
GUIDE = (
    "Anh/chị viết vào các khung dưới đây, giữ nguyên các tiêu đề và mã trong ngoặc vuông. Viết xong, lưu tệp ở dạng "
    ".docx rồi tải lên ở trang báo cáo của đơn vị, mục “Phần lời bằng Word”: cổng cho xem từng chữ thay đổi trước khi "
    "nhận. Hình và bảng gửi kèm làm minh chứng trên cổng."
)


def document_of_report(sheet: FormSheet, ticket: str) -> bytes:
    """The document, prefilled; `ticket` is sealed by the caller."""
    paper = WordPaper(title=f"Phần lời báo cáo năm {sheet.year} – {sheet.unit_name}", author=sheet.unit_name)
    paper.title(sheet.unit_name.upper(), size=13)
    paper.title(f"PHẦN LỜI CỦA BÁO CÁO NĂM {sheet.year}")
    paper.title(f"Phong trào thi đua “{sheet.campaign}”", size=13, bold=False)
    paper.hint(GUIDE)
    for number, line in enumerate((line for line in sheet.lines if line.narrative), start=1):
        paper.heading(f"{number}. {line.name}", line.code)
        paper.hint(hint_of(line))
        text = clean_lines(line.figures.text) or "\n" * EMPTY_LINES
        paper.part(text, tag=line.code, title=line.name, locked=not line.open)
    return paper.bytes(properties={TICKET: ticket})


def hint_of(line: FormLine) -> str:
    if not line.open:
        return "Gợi ý: phần này không bị trả lại nên không sửa được."
    parts = [
        line.asked and f"Phòng VH-TT yêu cầu: {' '.join(line.asked.split())}",
        line.evidence_hint and f"Minh chứng: {line.evidence_hint}.",
        f"Tối đa {format_decimal(TEXT_LIMIT)} ký tự.",
    ]
    return "Gợi ý: " + " ".join(part for part in parts if part)


def ticket_in(document: WordText) -> str:
    return document.properties.get(TICKET, "")


def filled(document: WordText, lines: Sequence[FormLine]) -> Filled:
    """The texts under each heading. A part whose heading is gone is found by the tag of its box."""
    stories = {line.code: line for line in lines if line.narrative}
    texts, doubled = _texts(document.paragraphs, stories)
    found = Filled()
    for code, line in stories.items():
        place = f"Phần “{line.name}”"
        if code in doubled:
            sentence = f"Tiêu đề có mã [{code}] đứng ở hai chỗ trong tệp. Hãy giữ một chỗ rồi tải lại."
            found.faults.append(Fault(code, "text", place, sentence))
        elif code not in texts:
            found.notes.append(f"Tệp không còn phần “{line.name}”; phần này giữ nguyên như trên cổng.")
        else:
            found.cells.append(Found(code, "text", clean_lines("\n".join(texts[code])), place))
    _tell_of_objects(document, found)
    return found


def _tell_of_objects(document: WordText, found: Filled) -> None:
    if document.pictures:
        found.notes.append("Hình trong tệp không được nhận. Anh/chị gửi hình làm minh chứng ở dòng tương ứng.")
    if document.tables:
        found.notes.append("Bảng trong tệp được chuyển thành chữ, mỗi hàng một dòng. Anh/chị xem lại phần đó.")


def _texts(paragraphs: list[Paragraph], stories: dict[str, FormLine]) -> tuple[dict[str, list[str]], set[str]]:
    marks = Counter(mark for paragraph in paragraphs if (mark := _mark(paragraph)) in stories)
    doubled = {mark for mark, times in marks.items() if times > 1}
    texts: dict[str, list[str]] = {mark: [] for mark in marks}
    begun: set[str] = set()
    current = ""
    for paragraph in paragraphs:
        if (mark := _mark(paragraph)) in texts:
            current = mark
            continue
        tagged = paragraph.tag in stories and paragraph.tag not in marks
        owner = paragraph.tag if tagged else current
        said = texts.setdefault(owner, []) if owner else []
        if owner in begun or not _HINT.fullmatch(paragraph.text.strip()):  # only the first words can be our own hint
            said.append(line := _line(paragraph))
            if line:
                begun.add(owner)
    return texts, doubled


def _mark(paragraph: Paragraph) -> str:
    if not paragraph.style.lower().startswith("heading"):
        return ""
    match = _MARK.search(paragraph.text)
    return match[1] if match else ""


def _line(paragraph: Paragraph) -> str:
    """A bullet or a number that Word draws itself is no text: a dash stands for it."""
    return f"- {paragraph.text}" if paragraph.listed and paragraph.text.strip() else paragraph.text
