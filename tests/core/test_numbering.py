"""core.numbering: 1, 2, 3 … per series and year; a rollback gives its number back."""

import pytest
from django.db import transaction

from core.numbering import next_number


@pytest.mark.django_db
def test_series_and_years_count_apart():
    assert [next_number("so", 2023), next_number("so", 2023), next_number("so", 2024), next_number("khac", 2023)] == [
        1,
        2,
        1,
        1,
    ]


@pytest.mark.django_db(transaction=True)
def test_rollback_gives_the_number_back():
    with pytest.raises(LookupError), transaction.atomic():
        assert next_number("so", 2023) == 1
        raise LookupError
    with transaction.atomic():
        assert next_number("so", 2023) == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses():
    with pytest.raises(RuntimeError):
        next_number("so", 2023)
