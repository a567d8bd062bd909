"""A worker says every ten seconds that it is alive, so that /healthz can tell a quiet queue from a dead worker."""

import logging
import threading
from datetime import timedelta

from celery.signals import worker_ready, worker_shutting_down
from django.db import DatabaseError, connection
from django.utils import timezone

INTERVAL_SECONDS = 10
FORGET_AFTER = timedelta(days=1)

logger = logging.getLogger(__name__)
_stop = threading.Event()


def touch(name: str) -> None:
    """Write that this worker lives now, and forget workers not seen for a day."""
    from core.models import WorkerBeat

    now = timezone.now()
    WorkerBeat.objects.update_or_create(name=name, defaults={"at": now})
    WorkerBeat.objects.filter(at__lt=now - FORGET_AFTER).delete()


def farewell(name: str) -> None:
    """Remove the row of a worker that stops on purpose, so that the page turns red at once."""
    from core.models import WorkerBeat

    WorkerBeat.objects.filter(name=name).delete()


def _quietly(action, name: str) -> None:
    """Run against the database without ever ending the thread; the connection is given back each time."""
    try:
        action(name)
    except DatabaseError:
        logger.warning("Chưa ghi được nhịp của tiến trình nền; sẽ thử lại.", exc_info=True)
    finally:
        connection.close()  # children forked later must not inherit an open one


def _beat(name: str) -> None:
    while not _stop.is_set():
        _quietly(touch, name)
        _stop.wait(INTERVAL_SECONDS)
    _quietly(farewell, name)


@worker_ready.connect
def start(sender, **_):
    """Start the thread once the worker takes messages."""
    _stop.clear()
    threading.Thread(target=_beat, args=(str(sender.hostname),), name="heartbeat", daemon=True).start()


@worker_shutting_down.connect
def stop(**_):
    """Let the thread say goodbye."""
    _stop.set()
