"""The frozen copy of a report as an Excel workbook, made from the snapshot alone."""

from decimal import Decimal

from core.office import Column, Sheet, write_xlsx

COLUMNS = (
    Column("Phần", 28),
    Column("Mã", 10),
    Column("Chỉ tiêu", 48),
    Column("Số thực hiện (a)", 16, "number"),
    Column("Tổng số (b)", 16, "number"),
    Column("Kết quả", 24),
    Column("Ước thực hiện", 12),
    Column("Ghi chú", 32),
    Column("Minh chứng", 32),
)


def workbook_of_snapshot(content: dict, sha256: str) -> bytes:
    """The same snapshot always gives the same bytes."""
    titles = (
        f"{content['unit']['name']} – báo cáo năm {content['year']}, bản đã nộp lần {content['number']}",
        f"Mã kiểm tra (SHA-256): {sha256}",
    )
    rows = [_row(section["title"], row) for section in content["sections"] for row in section["rows"]]
    return write_xlsx([Sheet("Bản đã nộp", COLUMNS, rows, titles)])


def _row(section: str, row: dict) -> tuple:
    proofs = "; ".join(item["name"] for item in row["evidence"])
    a, b = (Decimal(row[name]) if row[name] is not None else None for name in ("a", "b"))
    estimate = "Ước" if row.get("estimate") else ""
    return section, row["code"], row["name"], a, b, row["shown"], estimate, row["note"], proofs
