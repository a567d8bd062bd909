"""The form of a draft: one field or more per value that may be changed; it cleans and composes, the service decides."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from core.fields import LineField
from core.text import REASON_LIMIT, format_decimal, input_decimal, parse_decimal
from criteria.plans import bars
from criteria.plans.bars import Bar, plain_number
from criteria.plans.changing import TEXT_LIMIT
from criteria.plans.editing import Origin, Setting, indicator_of, requirement_choices, rule_of, settings
from criteria.plans.schema import IndicatorRow, Plan
from criteria.scoring.types import Comparator, Kind

COMPARATORS = {
    Comparator.GE: "từ … trở lên",
    Comparator.GT: "trên",
    Comparator.EQ: "đủ",
    Comparator.RANGE: "trong khoảng",
    Comparator.QUALITATIVE: "có phát sinh",
    Comparator.COUNT_GE: "ít nhất",
}


def field_name(key: str) -> str:
    """A key as the name and id of a field."""
    return key.replace(":", "-").replace("/", "-")


def sum_anchor(key: str) -> str:
    """Where on the page the points of a sum stand: "sum:X:B" → the group, "sum:X" → the set, "sum:" → the groups."""
    _, set_code, group = (*key.split(":"), "")[:3]
    return f"nhom-{set_code}-{group}" if group else f"bo-{set_code}" if set_code else "nhom"


class NumberText(forms.CharField):
    """A number as offices write it (7,5), given on in its one plain spelling (7.5)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 12})

    def to_python(self, value):
        if not (text := str(value or "").strip()):
            return ""
        try:
            return plain_number(parse_decimal(text, max_digits=10))
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault

    def prepare_value(self, value):
        """What was typed stays as typed; what stands is written the Vietnamese way."""
        return input_decimal(value) if isinstance(value, Decimal) else value


class PlanDraftForm(forms.Form):
    """Every value of the base with the draft's own in its place; `values` and `reasons` by key once it is valid."""

    read = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, base: Plan, changes: Mapping[str, Mapping[str, str]], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.base = base
        self.known = settings(base)
        for setting in self.known.values():
            change = changes.get(setting.key, {})
            self._add(setting, change.get("value", setting.value), change.get("reason", ""))

    def _add(self, setting: Setting, value: str, reason: str) -> None:
        kind, _, rest = setting.key.partition(":")
        name, label = field_name(setting.key), f"{setting.name}, {setting.what}"
        if kind == "bar":
            self._add_bar(setting, Bar.read(value), reason, label)
        elif kind == "requirement":
            row = next(one for one in self.base.standards if one.code == rest)
            choices = list(requirement_choices(self.base, row).items())
            self._keep(name, forms.ChoiceField(label=label, choices=choices, initial=value))
        elif kind == "assumption":
            words = forms.Textarea(attrs={"rows": 2})
            self._keep(name, LineField(label=label, initial=value, max_length=TEXT_LIMIT, widget=words))
        else:
            self._keep(
                name, NumberText(label=label, initial=Decimal(value)), **{"data-was": shown_points(setting.value)}
            )

    def _add_bar(self, setting: Setting, bar: Bar, reason: str, label: str) -> None:
        name, indicator, was = field_name(setting.key), self.indicator(setting.key), Bar.read(setting.value)
        known = bars.options(was, indicator)
        if len(known) > 1:
            choices = [(str(one), COMPARATORS[one]) for one in known]
            field = forms.ChoiceField(label=f"{label}: cách so", choices=choices, initial=bar.comparator)
            self._keep(f"{name}-c", field, **{"data-was": was.comparator})
        if indicator.kind is Kind.GRADED:
            grades = [(str(place), f"từ mức “{grade.lower()}”") for place, grade in enumerate(indicator.grades)]
            self._keep(f"{name}-t", forms.ChoiceField(label=f"{label}: mức", choices=grades, initial=bar.threshold))
        else:
            field = NumberText(label=f"{label}: mức", initial=bar.threshold, required=False)
            self._keep(f"{name}-t", field, **{"data-was": input_decimal(was.threshold) if was.threshold else ""})
        if setting.origin is Origin.PLAN:
            label = f"{label}: lý do khác với kế hoạch"
            self._keep(f"{name}-r", LineField(label=label, initial=reason, max_length=REASON_LIMIT, required=False))

    def _keep(self, name: str, field: forms.Field, **attrs: str) -> None:
        """In a cell of a table the column names the field for the eye, the label for the ear."""
        css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
        field.error_messages |= {"required": "Anh/chị điền ô này.", "invalid_choice": "Chọn một mục trong danh sách."}
        field.widget.attrs.update({"class": css, "aria-label": field.label, **attrs})
        self.fields[name] = field

    def indicator(self, key: str) -> IndicatorRow:
        """What the bar of this key measures: for units of the set it is named with."""
        set_code, _, code = key.removeprefix("bar:").rpartition("/")
        weight = next((row for row in self.base.weights if row.set == set_code and row.rule == code), None)
        wanted = rule_of(self.base, code).indicator
        return indicator_of(self.base, weight) if weight else next(r for r in self.base.indicators if r.code == wanted)

    # --- what comes back ---------------------------------------------------------------------------------------------

    @property
    def values(self) -> dict[str, str]:
        return {key: self._value(key) for key in self.known}

    def _value(self, key: str) -> str:
        name, data = field_name(key), self.cleaned_data
        if not key.startswith("bar:"):
            return data[name]
        before = Bar.read(self.known[key].value)
        comparator = Comparator(data.get(f"{name}-c") or before.comparator)
        threshold = Decimal(data[f"{name}-t"]) if data[f"{name}-t"] else None
        return str(Bar(comparator, threshold, before.upper if comparator is Comparator.RANGE else None))

    @property
    def reasons(self) -> dict[str, str]:
        return {key: self.cleaned_data.get(f"{field_name(key)}-r", "") for key in self.known if key.startswith("bar:")}

    def refuse(self, faults: Mapping[str, Iterable[str]]) -> None:
        """Each sentence at its field; sums lead to their own rows, what belongs nowhere on top."""
        for key, sentences in faults.items():
            words = " ".join(sentences)
            if key.startswith("sum:"):
                self.add_error(None, format_html('<a href="#{}">{}</a>', sum_anchor(key), words))
                continue
            of_reason = key.startswith("reason:")
            name = field_name(key.removeprefix("reason:"))
            ending = "-r" if of_reason else "-t" if key.startswith("bar:") else ""
            self.add_error(name + ending if name + ending in self.fields else None, words)


class CompareForm(forms.Form):
    """Which two versions to lay side by side."""

    tu = forms.TypedChoiceField(label="Từ phiên bản", coerce=int)
    den = forms.TypedChoiceField(label="Đến phiên bản", coerce=int)

    def __init__(self, numbers: list[int], *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("tu", "den"):
            self.fields[name].choices = [(number, f"Phiên bản {number}") for number in numbers]


def shown_points(value: str) -> str:
    return format_decimal(Decimal(value))
