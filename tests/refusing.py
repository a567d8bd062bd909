"""Whether the database itself refuses an act, past models and services."""

from django.db import IntegrityError, transaction


def refuses(action) -> bool:
    try:
        with transaction.atomic():
            action()
    except IntegrityError:
        return True
    return False
