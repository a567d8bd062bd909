"""One line of the report as its unit fills it in."""

from django import forms

from core.text import clean
from criteria.enums import IndicatorKind
from reports.forms.fields import LongText, figure_fields
from reports.rules import AMOUNTS, FIELDS, NOTE_LIMIT


class EntryForm(forms.Form):
    """One line of the report, its note, "không phát sinh", and a file beside it."""

    use_required_attribute = False

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, prefix=row.indicator.code, **kwargs)
        self.row, self.indicator = row, row.indicator
        self.fields.update(figure_fields(self.indicator))
        if self.indicator.kind != IndicatorKind.NARRATIVE:
            self.fields["na"] = forms.BooleanField(label="Không phát sinh trong năm (ghi lý do)", required=False)
        if self.indicator.kind in AMOUNTS:
            self.fields["estimate"] = forms.BooleanField(label="Ước thực hiện (có số chính thức sau)", required=False)
        wanted = self._says_na()
        self.fields["note"] = LongText(
            NOTE_LIMIT, rows=2, judged_later=wanted, label=self.reason_label if wanted else self.note_label
        )
        self.fields["file"] = forms.FileField(
            label="Thêm tệp minh chứng",
            required=False,
            widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}),
            error_messages={
                "empty": "Tệp vừa chọn trống. Hãy chọn lại tệp.",
                "invalid": "Không nhận được tệp. Hãy chọn lại tệp.",
                "missing": "Không nhận được tệp. Hãy chọn lại tệp.",
            },
        )
        self.fields["reference"] = forms.CharField(
            label="Trang hoặc mục cần xem",
            required=False,
            max_length=200,
            error_messages={"max_length": "Chỉ ghi tối đa 200 ký tự, ví dụ “tr. 3” hoặc “mục II”."},
        )
        self.fields["remove"] = forms.TypedMultipleChoiceField(
            label="Gỡ tệp",
            required=False,
            coerce=int,
            choices=[(str(item.pk), item.file.name) for item in row.evidence],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Tệp này không còn ở dòng này. Hãy tải lại trang."},
        )
        self.initial = {name: getattr(row.own, name) for name in self.figure_names if name in self.fields}

    figure_names = FIELDS
    reason_label = "Lý do không phát sinh (bắt buộc)"

    @property
    def note_label(self) -> str:
        return "Ghi chú; lý do nếu chọn không phát sinh" if "na" in self.fields else "Ghi chú"

    def _says_na(self) -> bool:
        """Then the note is the reason, and wanted."""
        return "na" in self.fields and bool(self["na"].value() if self.is_bound else self.row.own.na)

    @property
    def inputs(self):
        """The bound figure fields, for the template."""
        return [self[name] for name in ("a", "b", "value", "yes", "text") if name in self.fields]

    @property
    def more_open(self) -> bool:
        """Whether note, "không phát sinh" and evidence need to be seen: something stands there, or is wrong."""
        own = self.row.own
        filled = own.na or own.note or self.row.evidence
        return bool(filled or {"note", "file", "reference", "remove"} & set(self.errors) or self._typed_more())

    def _typed_more(self) -> bool:
        return self.is_bound and any(self[name].value() for name in ("na", "note") if name in self.fields)

    @property
    def suffix(self) -> str:
        return self.indicator.unit_label

    def clean_reference(self):
        return clean(self.cleaned_data["reference"])

    def cells(self) -> dict[str, object]:
        """The cells that could be read, by field; what could not has its sentence in `errors`."""
        return {name: self.cleaned_data[name] for name in self.figure_names if name in self.cleaned_data}

    @property
    def upload(self) -> tuple | None:
        """(file, reference) when a file was chosen."""
        chosen = self.cleaned_data.get("file")
        return (chosen, self.cleaned_data.get("reference", "")) if chosen else None

    def refuse(self, found: dict[str, str]) -> None:
        """Shows what the service refused, at its field."""
        for name, sentence in found.items():
            self.add_error(name if name in self.fields else None, sentence)

    def tell_lost_file(self) -> None:
        """A browser cannot hold a chosen file over a refusal; the person must hear it."""
        if self.upload and "file" not in self.errors:
            name = self.cleaned_data["file"].name
            self.add_error("file", f"Tệp “{name}” chưa được giữ. Khi báo cáo sửa lại được, anh/chị chọn lại tệp.")
