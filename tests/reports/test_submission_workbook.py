"""The workbook of a frozen copy: everything that was sent, locked, the same bytes every time."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.exchange.copy import workbook_of_snapshot

SHA = "ab" * 32


def line(code: str, kind: str, **said) -> dict:
    blank = {"a": None, "b": None, "value": None, "yes": None, "text": "", "na": False, "note": ""}
    words = {"shown": "", "parts": "", "threshold": "", "result": "", "evidence": [], "unit_label": "", "choices": []}
    return {"code": code, "kind": kind, "name": f"Chỉ tiêu {code}", "clause": "IV.1", **blank, **words, **said}


@pytest.fixture
def content() -> dict:
    proof = {"name": "ke-hoach.pdf", "size": 1, "sha256": "", "reference": "tr. 3"}
    figures = [
        line("A-01", "percent", a="1204.50", b="9999999999999.99", shown="79,74%", result="met", evidence=[proof]),
        line("A-02", "count", value="3", shown="3", note='=HYPERLINK("http://x")', estimate=True),
    ]
    return {
        "campaign": "Chuyển đổi số",
        "year": 2023,
        "unit": {"code": "xa", "name": "Xã Nam Bình"},
        "number": 2,
        "submitted_at": "2023-12-10T02:00:00+00:00",
        "by": {"username": "lan", "name": "Lê Thị Lan"},
        "late": True,
        "sections": [
            {"code": "so-lieu", "title": "Số liệu", "rows": figures},
            {"code": "loi", "title": "Phần lời", "rows": [line("B-01", "narrative", text="Một.\n=Hai.", note="xem")]},
        ],
    }


def words(data: bytes) -> list[list[object]]:
    return [
        [cell.value for row in page.iter_rows() for cell in row if cell.value] for page in load_workbook(BytesIO(data))
    ]


def test_workbook_holds_what_was_sent(content):
    figures, stories = words(workbook_of_snapshot(content, SHA))
    assert f"Mã kiểm tra (SHA-256): {SHA}" in figures
    assert any("lần 2, lúc 09:00 ngày 10/12/2023, nộp muộn; người nộp: Lê Thị Lan" in str(word) for word in figures)
    assert {1204.5, 9999999999999.99, "79,74%", "Đạt", "ke-hoach.pdf (tr. 3)"} <= set(figures)
    assert 'Ước thực hiện. =HYPERLINK("http://x")' in figures
    assert stories[1:] == ["Chỉ tiêu B-01", "Một.", "=Hai.", "Ghi chú: xem"]


def test_workbook_is_locked_and_has_no_formula(content):
    book = load_workbook(BytesIO(workbook_of_snapshot(content, SHA)))
    assert all(page.protection.sheet for page in book)
    assert all(cell.protection.locked and cell.data_type != "f" for page in book for row in page for cell in row)


def test_same_content_gives_same_bytes(content):
    assert workbook_of_snapshot(content, SHA) == workbook_of_snapshot(content, SHA)
    assert workbook_of_snapshot(content, SHA) != workbook_of_snapshot(content, "cd" * 32)
