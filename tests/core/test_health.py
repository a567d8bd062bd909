"""/healthz: green with a live worker, a sentence for each part that is down, and never a detail of the inside."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import heartbeat
from core.models import WorkerBeat

pytestmark = pytest.mark.django_db
GREEN = {"database": "tốt", "broker": "tốt", "worker": "tốt", "storage": "tốt"}


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "queue").mkdir()
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": tmp_path / "queue"}


@pytest.fixture
def worker():
    heartbeat.touch("celery@a")


def answer(client):
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_all_parts_work(client, worker):
    assert answer(client) == (200, GREEN)


def test_needs_no_login_and_is_never_cached(client, worker):
    assert "no-store" in client.get("/healthz").headers["Cache-Control"]


def test_only_reading_is_allowed(client, worker):
    assert client.post("/healthz").status_code == 405


def test_costs_two_queries(client, worker, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/healthz")


def test_no_worker_ever(client):
    assert answer(client) == (503, {**GREEN, "worker": "Tiến trình nền chưa chạy hoặc đã dừng."})


@pytest.mark.parametrize(("silent_for", "status"), [(38, 200), (42, 503)])
def test_a_worker_silent_for_40_seconds_is_dead(client, silent_for, status):
    WorkerBeat.objects.create(name="celery@a", at=timezone.now() - timedelta(seconds=silent_for))
    assert answer(client)[0] == status


def test_one_live_worker_is_enough(client, worker):
    WorkerBeat.objects.create(name="celery@b", at=timezone.now() - timedelta(hours=1))
    assert answer(client) == (200, GREEN)


def test_broker_folder_gone(client, worker, settings, tmp_path):
    (tmp_path / "queue").rmdir()
    assert answer(client) == (503, {**GREEN, "broker": "Không ghi được vào hàng đợi việc nền."})


def test_storage_is_not_a_folder(client, worker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "tep"
    Path(settings.MEDIA_ROOT).write_text("")
    assert answer(client) == (503, {**GREEN, "storage": "Kho tệp không ghi được hoặc sắp đầy."})


def test_storage_almost_full(client, worker, settings):
    settings.MAX_UPLOAD_BYTES = 2**62
    assert answer(client) == (503, {**GREEN, "storage": "Kho tệp không ghi được hoặc sắp đầy."})


def test_broker_server_that_nobody_answers_at(client, worker, settings, unreachable_broker):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    status, parts = answer(client)
    assert (status, parts["broker"]) == (503, "Không ghi được vào hàng đợi việc nền.")
    assert "redis" not in str(parts)


@pytest.fixture
def unreachable_broker():
    from celery import current_app

    before = current_app.conf.broker_write_url
    current_app.conf.broker_write_url = "redis://127.0.0.1:1/0"
    yield
    current_app.conf.broker_write_url = before


def test_beat_moves_forward_and_forgets_the_long_dead(worker):
    WorkerBeat.objects.create(name="celery@old", at=timezone.now() - timedelta(days=2))
    first = WorkerBeat.objects.get(name="celery@a").at
    heartbeat.touch("celery@a")
    assert WorkerBeat.objects.get(name="celery@a").at > first
    assert set(WorkerBeat.objects.values_list("name", flat=True)) == {"celery@a"}


def test_a_worker_that_stops_leaves_no_row(client, worker):
    heartbeat.farewell("celery@a")
    assert answer(client)[0] == 503
