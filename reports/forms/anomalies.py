"""The filter of the anomaly desk, and a reviewer's word about one finding."""

from django import forms

from core.text import clean_lines
from reports.enums import AnomalyKind
from reports.rules import REASON_LIMIT


class SeenForm(forms.Form):
    note = forms.CharField(label="Ghi chú", max_length=REASON_LIMIT, required=False)

    def clean_note(self) -> str:
        return clean_lines(self.cleaned_data["note"])


class DeskFilter:
    """What the address asks for; anything unknown is no filter."""

    def __init__(self, data):
        kind = data.get("loai", "")
        self.kind = kind if kind in AnomalyKind.values else ""
        self.unit = data.get("don_vi", "")[:40].replace("\0", "")
        self.unseen = data.get("xem") == "chua"

    @property
    def asks(self) -> bool:
        return bool(self.kind or self.unit or self.unseen)

    def wanted(self) -> dict:
        return {"kind": self.kind, "unit": self.unit, "unseen": self.unseen}
