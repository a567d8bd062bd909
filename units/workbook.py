"""Between a workbook's bytes and a tablib Dataset: finds the head, names unknown and missing columns, keeps row numbers."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from tablib import Dataset

from core import office, text
from core.workbook_check import UnreadableWorkbook
from units.resources.base import ROW, TellingResource

MAX_ROWS = 5000
HEAD_WITHIN = 10  # lines a person may have put above the table


def read_dataset(resource: TellingResource, data: bytes) -> Dataset:
    """The rows below the head, each with its number in the sheet. Raises ValidationError with a sentence."""
    try:
        lines = office.read_xlsx(data, max_rows=MAX_ROWS + HEAD_WITHIN)
    except UnreadableWorkbook as fault:
        raise ValidationError(str(fault)) from fault
    head = next((n for n, line in enumerate(lines[:HEAD_WITHIN]) if _is_head(line, resource)), None)
    if head is None:
        wanted = "”, “".join(resource.REQUIRED)
        raise ValidationError(f"Không tìm thấy dòng tên cột. Tệp cần các cột “{wanted}”; hãy dùng tệp mẫu.")
    columns = _columns(lines[head], resource)
    dataset = Dataset(headers=[ROW, *columns.values()])
    for number, line in enumerate(lines[head + 1 :], start=head + 2):
        cells = [line[place] if place < len(line) else None for place in columns]
        if any(cell is not None for cell in cells):
            dataset.append([number, *cells])
    if len(dataset) > MAX_ROWS:
        raise ValidationError("Tệp có hơn 5.000 dòng. Hãy chia thành nhiều tệp.")
    if not len(dataset):
        raise ValidationError("Tệp chưa có dòng nào dưới tên cột. Hãy điền rồi gửi lại.")
    return dataset


def _is_head(line: list, resource: TellingResource) -> bool:
    names = {text.fold(str(cell)) for cell in line if cell is not None}
    return {text.fold(name) for name in resource.REQUIRED} <= names


def _columns(line: list, resource: TellingResource) -> dict[int, str]:
    known = {text.fold(column.column_name): column.column_name for column in resource.get_import_fields()}
    found: dict[int, str] = {}
    for place, cell in enumerate(line):
        if cell is None:
            continue
        name = known.get(text.fold(str(cell)))
        if name is None:
            raise ValidationError(f"Cột “{str(cell)[:60]}” không có trong mẫu. Hãy xóa cột ấy hoặc dùng tệp mẫu.")
        if name in found.values():
            raise ValidationError(f"Cột “{name}” xuất hiện hai lần. Hãy giữ lại một cột.")
        found[place] = name
    return found


WIDTHS = {"Tên đơn vị": 44, "Tên gọi ngắn": 28, "Họ và tên": 28, "Loại đơn vị": 26, "Tên gọi khác": 28, "Vai trò": 26}


def sheet_of(resource: TellingResource, rows: Iterable, *, name: str) -> office.Sheet:
    """Rows as the import reads them back; without rows it is the template."""
    columns = resource.get_export_fields()
    return office.Sheet(
        name=name,
        columns=tuple(office.Column(c.column_name, WIDTHS.get(c.column_name, 18)) for c in columns),
        rows=([column.export(row) for column in columns] for row in rows),
    )
