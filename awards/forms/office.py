"""The texts of Phòng Nội vụ's own papers, with number and day where it gives them itself; numbering many at once."""

from django import forms

from awards.enums import OfficePaperKind
from awards.forms.fields import DayField, SentenceForm, say_what_is_needed
from awards.forms.marked import MarkedForm, text_field
from awards.papers.merging import MARKS
from awards.papers.office_fields import OFFICE_FIELDS, fields_of
from core.fields import LineField

NUMBER_HELP = "Ví dụ 12/TB-PNV."


class OfficePaperForm(MarkedForm):
    """The fixed texts of one kind and a text for each line of its list; a “…” may stay while drafting."""

    def __init__(self, kind: str, body: dict, data=None, **kwargs):
        needed = data is None or "confirm" in data  # a draft may be saved without its number
        self.fixed_keys = [one.key for one in OFFICE_FIELDS[kind]]
        super().__init__(data, initial=body | kwargs.pop("initial", {}), **kwargs)
        if kind == OfficePaperKind.THONG_BAO:
            self.fields["number"] = LineField(
                label="Số thông báo", required=needed, max_length=60, help_text=NUMBER_HELP
            )
            self.fields["day"] = DayField(label="Ngày thông báo", required=needed)
        for one in fields_of(kind, body):
            self.fields[one.key] = text_field(one)
        self.mark(fields_of(kind, body), body)
        say_what_is_needed(self)

    @property
    def fixed(self) -> list[forms.BoundField]:
        return [self[key] for key in self.fixed_keys]

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[key] for key in self.fields if key not in (*self.fixed_keys, "number", "day", MARKS)]


class NumberingForm(SentenceForm):
    """The first number and the day of all thông báo that have none yet."""

    first = LineField(label="Số của thông báo đầu tiên", max_length=60, help_text=NUMBER_HELP)
    day = DayField(label="Ngày của các thông báo")
