"""Days, hours and numbers in forms: shown and typed as offices write them, whatever the language of the browser."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from awards.forms.council import SessionForm
from awards.forms.decisions import SignForm
from awards.forms.dossiers import DossierForm
from awards.forms.rounds import ProposeForm, RoundForm
from awards.services.council import SessionRules
from reports.forms.summary import SummaryForm

DAYS = [
    (DossierForm, "to_trinh_date"),
    (DossierForm, "meeting_date"),
    (RoundForm, "nomination_due"),
    (ProposeForm, "day"),
    (SignForm, "signed_on"),
    (SummaryForm, "signed_on"),
]


@pytest.mark.parametrize(("form", "name"), DAYS)
def test_a_day_reads_the_same_in_any_browser(form, name):
    shown = str(form(initial={name: date(2023, 4, 5)})[name])
    assert 'type="text"' in shown and 'value="05/04/2023"' in shown and 'placeholder="dd/mm/yyyy"' in shown
    field = form.base_fields[name]
    assert field.clean("05/04/2023") == field.clean("2023-04-05") == date(2023, 4, 5)


def test_the_hour_of_a_session_is_typed_too():
    held_at = timezone.make_aware(datetime(2023, 4, 5, 8, 0))
    rules = SessionRules("secret", 2, 3, 1, 2)
    bound = SessionForm(initial={"held_at": held_at}, rules=rules)["held_at"]
    assert 'type="text"' in str(bound) and 'value="05/04/2023 08:00"' in str(bound)
    assert bound.help_text == "Ví dụ 25/12/2023 08:00."
    assert bound.field.clean("05/04/2023 08:00") == bound.field.clean("2023-04-05T08:00") == held_at


def test_money_has_its_dots_and_is_read_back():
    bound = RoundForm(initial={"base_salary": 2_340_000, "quota_collective": 5})["base_salary"]
    assert 'value="2.340.000"' in str(bound)
    assert bound.field.clean("2.340.000") == 2_340_000
