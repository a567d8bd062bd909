"""Numbers of documents and registers, from a locked counter row."""

from django.db import transaction

from core.models import Counter


def next_number(series: str, year: int) -> int:
    """The next number of `series` in `year`, starting at 1.

    Must be called inside the transaction that stores the number: a rollback gives the number back, so the
    series has neither gaps nor doubles.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("next_number() belongs inside the transaction that uses the number")
    Counter.objects.get_or_create(series=series, year=year)
    counter = Counter.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
