"""GET /healthz: is each part the portal stands on alive? Open to all, cheap, and silent about what it runs on."""

import logging
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.checks import Database

from core.models import WorkerBeat

WORKER_SILENCE = timedelta(seconds=40)  # four missed beats
BROKER_TIMEOUT_SECONDS = 2

logger = logging.getLogger(__name__)


class PartDownError(Exception):
    """A part does not work."""


def check_database() -> None:
    """One trivial query."""
    Database().run()


def check_broker() -> None:
    """The queue can be written to: its folder, or a connection to the server."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    if "data_folder_in" in options:
        if not os.access(options["data_folder_in"], os.R_OK | os.W_OK | os.X_OK):
            raise PartDownError
        return
    with current_app.connection_for_write(connect_timeout=BROKER_TIMEOUT_SECONDS) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_TIMEOUT_SECONDS)


def check_worker() -> None:
    """Some worker wrote its beat lately."""
    if not WorkerBeat.objects.filter(at__gte=timezone.now() - WORKER_SILENCE).exists():
        raise PartDownError


def check_storage() -> None:
    """The folder of files can be written to and is not full."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    disk = os.statvfs(folder)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK) or disk.f_bavail * disk.f_frsize < settings.MAX_UPLOAD_BYTES:
        raise PartDownError


CHECKS: dict[str, tuple[Callable[[], None], str]] = {
    "database": (check_database, "Không kết nối được cơ sở dữ liệu."),
    "broker": (check_broker, "Không ghi được vào hàng đợi việc nền."),
    "worker": (check_worker, "Tiến trình nền chưa chạy hoặc đã dừng."),
    "storage": (check_storage, "Kho tệp không ghi được hoặc sắp đầy."),
}


def _status(name: str) -> str:
    """«tốt», or the part's own sentence; what really happened goes to the log only."""
    check, sentence = CHECKS[name]
    try:
        check()
    except PartDownError:
        logger.info("healthz: %s", sentence)
        return sentence
    except Exception:  # whatever is broken, the answer is that this part is down
        logger.warning("healthz: %s", sentence, exc_info=True)
        return sentence
    return "tốt"


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part works, otherwise 503; the same four keys either way."""
    parts = {name: _status(name) for name in CHECKS}
    down = any(text != "tốt" for text in parts.values())
    response = JsonResponse(parts, status=503 if down else 200, json_dumps_params={"ensure_ascii": False})
    response._has_been_logged = True  # said once, part by part; not again as an error of the request
    return response


healthz.roles = None  # public; read by the access matrix
