"""The form of a paper that more than one person may have open."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from awards.forms.fields import SentenceForm, area
from awards.papers.fields import PaperField
from awards.papers.merging import MARKS, PartsMovedError, marks_of, read_marks, untouched
from core.fields import LineField, LinesField


def text_field(one: PaperField) -> forms.Field:
    """The box of one text of a paper: a line, or an area."""
    maker, widget = (LineField, forms.TextInput()) if one.rows == 1 else (LinesField, area(one.rows))
    return maker(label=one.label, required=one.required, help_text=one.help, widget=widget, max_length=one.limit)


class MarkedForm(SentenceForm):
    """Carries the marks of its parts; after a refusal it shows what stands where the person had typed nothing."""

    parts: Sequence[PaperField] = ()

    def mark(self, parts: Sequence[PaperField], body: Mapping[str, Any]) -> None:
        """`body` is what stands on the portal, also where the form shows other words (a Word file that came in)."""
        self.parts = parts
        marks = json.dumps(marks_of(parts, body))
        self.fields[MARKS] = forms.CharField(required=False, max_length=20_000, initial=marks, widget=forms.HiddenInput)
        self.initial[MARKS] = marks

    def take(self, refusal: ValidationError) -> None:
        super().take(refusal)
        if isinstance(refusal, PartsMovedError):
            self._catch_up(refusal.stands)

    def _catch_up(self, stands: dict[str, str]) -> None:
        """The person has now been shown these parts: the next save is about what stands today."""
        data, marks = self.data.copy(), read_marks(self.data.get(MARKS))
        for part in self.parts:
            if part.key in stands and untouched(part, data.get(part.key, ""), marks):
                data[part.key] = stands[part.key]
        marks |= {key: mark for key, mark in marks_of(self.parts, stands).items() if key in stands}
        data[MARKS] = json.dumps(marks)
        self.data = data
