"""The figure of a line, as every table of reports stores it."""

from django.db import models


def figure(label: str) -> models.DecimalField:
    # 15 digits: the most that SQLite's numbers keep exactly
    return models.DecimalField(label, max_digits=15, decimal_places=2, null=True, blank=True)
