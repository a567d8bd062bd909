"""The folder broker under several publishers and consumers: nothing lost, nothing twice, nothing half-written."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kombu import Connection, Exchange, Queue

from config import filesystem_broker

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parents[2]
QUEUE = Queue("so", Exchange("so", type="direct"), routing_key="so")
FILLER = "Đắk Song " * 4000  # big enough that a message needs more than one write to the disk


def connect(folder):
    return Connection("filesystem://", transport_options=filesystem_broker.options(folder))


def publish(folder, numbers):
    with connect(folder) as connection:
        producer = connection.Producer()
        for number in numbers:
            producer.publish(
                {"so": number, "day": FILLER}, exchange=QUEUE.exchange, routing_key="so", declare=[QUEUE], retry=False
            )


@pytest.fixture
def consumers(tmp_path):
    command = [sys.executable, "-m", "tests.faults._broker_consumer", str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in running:
        assert process.stdout.readline() == "sẵn sàng\n"
    yield running
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def test_two_consumers_lose_nothing_and_take_nothing_twice(tmp_path, consumers):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda start: publish(tmp_path, range(start, 400, 2)), (0, 1)))
    outputs = [process.communicate(timeout=60)[0].split("\n")[:-1] for process in consumers]
    assert [process.returncode for process in consumers] == [0, 0]
    taken = [tuple(map(int, line.split())) for output in outputs for line in output]
    assert sorted(taken) == [(number, len(FILLER)) for number in range(400)]
    assert all(outputs), "both consumers must have had work"


def test_messages_come_oldest_first(tmp_path):
    publish(tmp_path, range(20))
    with connect(tmp_path) as connection, connection.SimpleQueue(QUEUE) as queue:
        assert [queue.get(timeout=1).payload["so"] for _ in range(20)] == list(range(20))


def test_a_message_survives_the_process_that_sent_it(tmp_path):
    publish(tmp_path, [7])
    names = [path.name for path in (tmp_path / "queue").iterdir()]
    assert [name.partition(".")[2] for name in names] == ["so.msg"]
    assert list((tmp_path / "claimed").iterdir()) == []


def test_folders_do_not_share_their_routes(tmp_path):
    for folder in (tmp_path / "a", tmp_path / "b"):
        publish(folder, [1])
        assert len(list((folder / "queue").iterdir())) == 1


def test_a_message_is_whole_the_moment_it_is_seen(tmp_path):
    filesystem_broker.options(tmp_path)
    seen = {}
    with ThreadPoolExecutor(1) as pool:
        publishing = pool.submit(publish, tmp_path, range(100))
        while not publishing.done():
            for path in set((tmp_path / "queue").iterdir()) - seen.keys():
                seen[path] = path.read_text(encoding="utf-8")
    assert seen
    assert [text for text in seen.values() if not text.endswith("}")] == []


def test_every_filesystem_address_uses_it(tmp_path):
    with connect(tmp_path) as connection:
        assert isinstance(connection.transport, filesystem_broker.Transport)
        assert connection.transport.polling_interval == 0.1
