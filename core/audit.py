"""The log: append() writes one line, chained by hash to the line before, in the caller's transaction; verify() re-reads all."""

import hashlib
import json

from django.db import connection, transaction
from django.utils import timezone

from core.models import AuditEvent

_LOCK = 0x7468692064756120  # any fixed number: only one writer may hold the end of the chain


def _digest(previous: str, fields: dict) -> str:
    body = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _fields(event: AuditEvent) -> dict:
    return {
        "at": event.at.isoformat(),
        "actor": event.actor,
        "action": event.action,
        "subject": [event.subject_type, event.subject_id, event.subject_label],
        "data": event.data,
    }


@transaction.atomic
def append(action: str, subject, *, by=None, data: dict | None = None) -> AuditEvent:
    """Adds one line. `by` is the person, or None for the system. `data` must be JSON; never a vote, never a password."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditEvent.objects.order_by("-id").values_list("hash", flat=True).first() or ""
    event = AuditEvent(
        at=timezone.now(),  # UTC: the text that is hashed must read the same on every database
        actor=by.get_username() if by else "hệ thống",
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        data=data or {},
        previous_hash=last,
    )
    event.hash = _digest(last, _fields(event))
    event.save(force_insert=True)
    return event


def verify() -> list[str]:
    """Every broken link as a sentence; an empty list means that no line was changed, removed or put in between."""
    faults, previous = [], ""
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        if event.previous_hash != previous:
            faults.append(f"Dòng {event.pk}: không nối tiếp dòng trước (có dòng bị xóa hoặc chèn).")
        if event.hash != _digest(event.previous_hash, _fields(event)):
            faults.append(f"Dòng {event.pk}: nội dung đã bị sửa.")
        previous = event.hash
    return faults
