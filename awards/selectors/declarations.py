"""Who declared for the unit that a person is not under discipline, and when: read from the log."""

from dataclasses import dataclass
from datetime import datetime

from awards.models import Nominee
from core.models import AuditEvent
from units.models import User

DECLARED = "award_dossier.declare_discipline"


@dataclass(frozen=True)
class Declaration:
    name: str
    at: datetime


def declared(nominee: Nominee) -> Declaration | None:
    """The last declaration while it stands; None for one made before the log kept it."""
    if not nominee.not_under_discipline:
        return None
    events = AuditEvent.objects.filter(
        action=DECLARED, subject_type=nominee._meta.label_lower, subject_id=str(nominee.pk), data__declared=True
    )
    if (event := events.order_by("-id").first()) is None:
        return None
    person = User.objects.filter(username=event.actor).first()
    return Declaration(person.full_name if person else event.actor, event.at)
