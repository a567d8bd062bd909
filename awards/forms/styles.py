"""A style of printing: its kind when it is made, then lengths in mm for each field; the choice of a round."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from awards.certificates.layout import Place
from awards.certificates.places import ALIGNMENTS, LABELS, NEEDED
from awards.enums import PaperMode, PaperSize
from awards.forms.fields import SentenceForm
from awards.models import CertificateStyle
from core import files
from core.fields import LineField
from core.text import format_decimal, parse_decimal

LENGTHS = {"x": "cách mép trái", "y": "cách mép trên", "width": "rộng", "height": "cao", "size": "cỡ chữ"}


class LengthField(forms.Field):
    """A length in mm (or a size in points) as people write it: 12,5; with a minus where that means something."""

    widget = forms.TextInput

    def __init__(self, *, least: int = 0, most: int = 420, **options):
        super().__init__(**options)
        self.least, self.most = least, most
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else format_decimal(Decimal(str(value)))

    def to_python(self, value):
        raw = str(value if value is not None else "").strip()[:20]
        if not raw:
            return None
        try:
            number = parse_decimal(raw, allow_negative=self.least < 0)
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault
        if not self.least <= number <= self.most:
            raise ValidationError(f"Ô “{self.label}” cần một số từ {self.least} đến {self.most}.")
        return number.quantize(Decimal("0.01"))


class NewStyleForm(SentenceForm):
    name = LineField(label="Tên mẫu in", max_length=120, help_text="Ví dụ: Phôi A3 của Phòng Nội vụ, in năm 2023.")
    mode = forms.ChoiceField(label="Cách in", choices=PaperMode.choices, widget=forms.RadioSelect)
    size = forms.ChoiceField(label="Khổ giấy", choices=PaperSize.choices)


class FullStyleForm(SentenceForm):
    """The whole design: only its name and the emblem."""

    name = LineField(label="Tên mẫu in", max_length=120)
    emblem = forms.FileField(
        label="Hình Quốc huy do cơ quan tải lên",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,image/png"}),
        help_text="Ảnh PNG nền trong, mỗi cạnh từ 200 điểm ảnh. Chưa có ảnh thì in họa tiết hoa sen của cổng.",
        error_messages={"empty": "Tệp vừa gửi trống. Hãy chọn lại tệp."},
    )
    drop_emblem = forms.BooleanField(label="Bỏ hình đang dùng, in lại họa tiết hoa sen", required=False)

    def clean_emblem(self) -> files.CheckedFile | None:
        upload = self.cleaned_data["emblem"]
        return files.check_upload(upload, kinds=("png",)) if upload else None


class BlankStyleForm(SentenceForm):
    """Words on a pre-printed blank: the shift of the printer, and a row of lengths for each field."""

    name = LineField(label="Tên mẫu in", max_length=120)
    offset_x = LengthField(label="Lệch ngang", least=-50, most=50)
    offset_y = LengthField(label="Lệch dọc", least=-50, most=50)

    def __init__(self, *args, places: dict[str, Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places
        for name, place in places.items():
            for part, field in _row_fields(name, place).items():
                self.fields[f"{name}_{part}"] = field

    def rows(self) -> list[dict]:
        """One row of the table: the field's name, its inputs, what is wrong with them."""
        return [
            {
                "label": LABELS[name],
                "inputs": {part: self[f"{name}_{part}"] for part in _parts(name)},
                "needed": name in NEEDED,
                "errors": [*self._errors_of(name), *self.errors.get(f"o_{name}", [])],
            }
            for name in self.places
        ]

    def _errors_of(self, name: str) -> list[str]:
        return [sentence for part in _parts(name) for sentence in self[f"{name}_{part}"].errors]

    def placed(self) -> dict[str, Place]:
        return {name: self._place(name) for name in self.places}

    def _place(self, name: str) -> Place:
        data = {part: self.cleaned_data[f"{name}_{part}"] for part in _parts(name)}
        lengths = {part: float(data[part]) for part in LENGTHS if part in data}
        if name == "qr":
            lengths |= {"height": lengths["width"], "size": 0.0}
        shown = name in NEEDED or data["shown"]
        return Place(**lengths, align=data.get("align", "center"), shown=shown)

    def take(self, refusal: ValidationError) -> None:
        """A service's refusal of a place belongs to its row."""
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
        for name, sentences in by_field.items():
            row = str(name).startswith("o_")
            for sentence in sentences:
                target = f"{name[2:]}_x" if row else name
                self.add_error(target if target in self.fields else None, sentence)


def _parts(name: str) -> tuple[str, ...]:
    shown = () if name in NEEDED else ("shown",)
    return ("x", "y", "width", *shown) if name == "qr" else (*LENGTHS, "align", *shown)


def _row_fields(name: str, place: Place) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for part in _parts(name):
        label = f"{LABELS[name]}: {LENGTHS.get(part, 'canh chữ' if part == 'align' else 'in ô này')}"
        initial = getattr(place, part)
        if part == "align":
            field: forms.Field = forms.ChoiceField(label=label, choices=ALIGNMENTS.items(), initial=initial)
            field.widget.attrs["class"] = "form-select"
        elif part == "shown":
            field = forms.BooleanField(label=label, required=False, initial=initial)
            field.widget.attrs["class"] = "form-check-input"
        else:
            field = LengthField(label=label, initial=initial, error_messages={"required": f"Cần điền “{label}”."})
            field.widget.attrs["class"] = "form-control"
        field.widget.attrs["aria-label"] = label
        found[part] = field
    return found


class ChooseStyleForm(SentenceForm):
    style = forms.ModelChoiceField(
        label="Mẫu in của đợt",
        queryset=CertificateStyle.objects.all(),
        required=False,
        empty_label="Thiết kế của cổng, khổ A4",
    )
