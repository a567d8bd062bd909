"""Danh sách chi tiền thưởng of a decision for Phòng Tài chính - Kế hoạch, as a workbook to be completed and signed."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from awards.enums import CertificateState, NomineeKind
from awards.models import Award, Decision
from awards.selectors.listed import name_of
from awards.services.certificates import facts_of, printed
from core.rich_workbook import LINE, RichBook, Worksheet, column_letter, row_height
from core.text import date_long, date_short, format_money, number_in_words

COLUMNS = (
    ("STT", 5),
    ("Tập thể, cá nhân", 31),
    ("Loại", 9.5),
    ("Chức vụ, đơn vị", 31),
    ("Số vào sổ", 11),
    ("Hệ số", 7),
    ("Lương cơ sở (đồng)", 13),
    ("Số tiền (đồng)", 14),
    ("Số tài khoản", 17),
    ("Ngân hàng", 15),
    ("Ký nhận", 14),
    ("Ghi chú", 22),
)
LAST, NAME, PLACE, AMOUNT, NOTE = len(COLUMNS) - 1, 1, 3, 7, 11
HEAD = {**LINE, "bold": True, "bg_color": "#e8edf3", "align": "center", "valign": "vcenter", "text_wrap": True}
CELL = {**LINE, "text_wrap": True, "valign": "vcenter"}
MIDDLE, FIGURE = {**CELL, "align": "center"}, {**CELL, "num_format": "#,##0"}
SUM = {**FIGURE, "bold": True}
SIGNERS = ((0, 2, "NGƯỜI LẬP BIỂU"), (3, 6, "{office}"), (8, LAST, "PHÒNG TÀI CHÍNH - KẾ HOẠCH"))


@dataclass(frozen=True)
class MoneyLine:
    """What is paid for one award; nothing for one that was revoked, which stays in the list and says so."""

    number: int
    name: str
    kind: str
    place: str
    register: str
    factor: Decimal
    amount: int
    note: str = ""


def money_lines(decision: Decision) -> list[MoneyLine]:
    """In the order of the decision; two queries for any number of awards."""
    awards = decision.awards.prefetch_related("certificates").order_by("kind", "register_number")
    frozen = facts_of(decision)
    return [_line(number, award, frozen[award.nominee_id], decision) for number, award in enumerate(awards, start=1)]


def _line(number: int, award: Award, row: dict, decision: Decision) -> MoneyLine:
    paper, award_round = award.certificate, decision.round
    words = printed(row, paper)
    collective = award.kind == NomineeKind.COLLECTIVE
    revoked = paper and paper.state == CertificateState.REVOKED
    return MoneyLine(
        number=number,
        name=name_of(words),
        kind=NomineeKind(award.kind).label,
        place=words["position"] or row["unit"],
        register=row["register_text"],
        factor=award_round.reward_coefficient_collective if collective else award_round.reward_coefficient_individual,
        amount=0 if revoked else award.reward_amount,
        note=f"Đã thu hồi Giấy khen ngày {date_short(timezone.localdate(paper.revoked_at))}, không chi"
        if revoked
        else "",
    )


def money_workbook(decision: Decision) -> bytes:
    book = RichBook(title=f"Danh sách chi tiền thưởng – {decision}", author=decision.content["appraising_office"])
    page = book.page("Tiền thưởng", [width for _, width in COLUMNS])
    lines = money_lines(decision)
    head = _write_top(book, page, decision)
    for row, line in enumerate(lines, start=head + 1):
        _write_line(book, page, row, line, decision.round.base_salary)
    last = _write_total(book, page, head, lines)
    _write_signers(book, page, last + 2, decision)
    page.freeze_panes(head + 1, 2)
    page.repeat_rows(head)
    return book.bytes()


def _write_top(book: RichBook, page: Worksheet, decision: Decision) -> int:
    content = decision.content
    book.across(page, 0, (0, 3), content["organ"].upper(), align="center")
    book.across(page, 1, (0, 3), content["appraising_office"].upper(), bold=True, align="center")
    page.set_row(3, 24)
    title = {"bold": True, "font_size": 15, "align": "center", "valign": "vcenter"}
    book.across(page, 3, (0, LAST), "DANH SÁCH CHI TIỀN THƯỞNG", **title)
    movement = f"Phong trào thi đua “{content['campaign']}”"
    book.across(page, 4, (0, LAST), movement, align="center")
    about = (
        f"(Kèm theo Quyết định số {decision.number_text} {date_long(decision.signed_on)} của {content['authority']})"
    )
    book.across(page, 5, (0, LAST), about, italic=True, align="center")
    page.set_row(7, 36)
    for place, (name, _) in enumerate(COLUMNS):
        book.put(page, 7, place, name, **HEAD)
    return 7


def _write_line(book: RichBook, page: Worksheet, row: int, line: MoneyLine, salary: int) -> None:
    wrapped = [(line.name, COLUMNS[NAME][1]), (line.place, COLUMNS[PLACE][1]), (line.note, COLUMNS[NOTE][1])]
    page.set_row(row, max(row_height(wrapped), 30))  # room for a signature
    cells = (
        (line.number, MIDDLE), (line.name, CELL), (line.kind, MIDDLE), (line.place, CELL), (line.register, MIDDLE),
        (line.factor, {**CELL, "num_format": "0.0#"}), (salary, FIGURE), (line.amount, FIGURE),
        ("", {**CELL, "num_format": "@"}), ("", CELL), ("", CELL), (line.note, CELL),
    )  # fmt: skip
    for place, (value, looks) in enumerate(cells):
        book.put(page, row, place, value, **looks)


def _write_total(book: RichBook, page: Worksheet, head: int, lines: list[MoneyLine]) -> int:
    row, total, letter = head + 1 + len(lines), sum(line.amount for line in lines), column_letter(AMOUNT)
    page.set_row(row, 24)
    book.across(page, row, (0, AMOUNT - 1), "TỔNG CỘNG", **{**CELL, "bold": True, "align": "center"})
    formula = f"=SUM({letter}{head + 2}:{letter}{row})"
    page.write_formula(row, AMOUNT, formula, book.look(**SUM), total)
    for place in range(AMOUNT + 1, LAST + 1):
        book.put(page, row, place, "", **CELL)
    words = number_in_words(total, "đồng")
    said = f"Tổng số tiền: {format_money(total)} (bằng chữ: {words[:1].upper()}{words[1:]})."
    book.across(page, row + 1, (0, LAST), said, italic=True)
    return row + 1


def _write_signers(book: RichBook, page: Worksheet, row: int, decision: Decision) -> None:
    """Who signs is written by hand; the office's own name comes from the campaign."""
    office = decision.content["appraising_office"]
    day = f"{decision.content['place']}, ngày      tháng      năm"
    book.across(page, row, (8, LAST), day, italic=True, align="center")
    for first, last, who in SIGNERS:
        book.across(
            page, row + 1, (first, last), who.format(office=f"TRƯỞNG {office.upper()}"), bold=True, align="center"
        )
        book.across(page, row + 2, (first, last), "(Ký, ghi rõ họ tên)", italic=True, align="center")
