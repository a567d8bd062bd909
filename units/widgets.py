"""How a cell of an imported workbook is read and how a value is written into one."""

from datetime import date, datetime

from import_export.widgets import Widget

from core import text
from core.fields import EARLIEST, LATEST

YES, NO = "Có", "Không"


class LineWidget(Widget):
    """One line of text; a number that Excel made of a code becomes its digits again."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime | date | bool):
            raise ValueError("Ô này cần chữ, không phải ngày. Định dạng ô là “Văn bản” (Text) rồi nhập lại.")
        return text.clean(str(value)) if value is not None else ""

    def render(self, value, obj=None, **kwargs):
        return value or ""


class DayWidget(Widget):
    """A date cell, or text as dd/mm/yyyy."""

    def __init__(self, *, default: date | None = None):
        super().__init__()
        self.default = default

    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return self.default
        day = value.date() if isinstance(value, datetime) else value
        if not isinstance(day, date):
            try:
                day = datetime.strptime(text.clean(str(value)), "%d/%m/%Y").date()
            except ValueError:
                raise ValueError("Cần một ngày viết theo mẫu dd/mm/yyyy, ví dụ 05/04/2023.") from None
        if not EARLIEST <= day <= LATEST:
            raise ValueError(f"Năm {day.year} không hợp lý. Kiểm tra lại ngày.")
        return day

    def render(self, value, obj=None, **kwargs):
        return value


class ChoiceWidget(Widget):
    """A label of the list, read without regard to marks and case; its code is taken too."""

    def __init__(self, choices: list[tuple[str, str]]):
        super().__init__()
        self.labels = {str(value): str(label) for value, label in choices}
        self.values = {text.fold(label): value for value, label in self.labels.items()}
        self.values |= {text.fold(value): value for value in self.labels}

    def clean(self, value, row=None, **kwargs):
        found = self.values.get(text.fold(str(value or "")))
        if found is None:
            raise ValueError(f"Cần một trong các giá trị: {'; '.join(self.labels.values())}.")
        return found

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "")


class YesNoWidget(ChoiceWidget):
    def __init__(self):
        super().__init__([("1", YES), ("0", NO)])

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, bool):
            return value
        return super().clean(value if value not in (None, "") else NO) == "1"

    def render(self, value, obj=None, **kwargs):
        return YES if value else NO
