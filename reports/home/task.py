"""One thing that a person has to do, with the one button that does it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Task:
    """One thing to do. `tone`: info, warning (little time), danger (late, returned) or success (only to look at)."""

    title: str
    detail: str
    url: str
    button: str
    tone: str = "info"
    due: datetime | None = None
