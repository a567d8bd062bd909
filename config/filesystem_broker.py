"""Celery's folder broker made safe: a message or a routing table appears under its name only once it is whole.

The stock transport opens the final file first and writes afterwards, so a second worker may take an empty message and
lose it. Here everything is written aside and renamed, and a message is claimed by one rename on the same disk.
Importing this module makes every `filesystem://` address use it.
"""

import fcntl
import time
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty

from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """The stock channel with atomic publishing, claiming and binding."""

    def _write(self, target, content):
        """Put the content under its final name in one step."""
        aside = self.processed_folder / uuid.uuid4().hex
        aside.write_text(dumps(content), encoding="utf-8")
        aside.replace(target)

    def _put(self, queue, payload, **kwargs):
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"  # digits first: listed oldest first
        self._write(Path(self.data_folder_out) / name, payload)

    def _get(self, queue):
        for message in sorted(Path(self.data_folder_in).iterdir()):
            if message.name.partition(".")[2] != f"{queue}.msg":
                continue
            with suppress(FileNotFoundError):  # another worker was quicker
                claimed = message.rename(self.processed_folder / message.name)
                payload = claimed.read_text(encoding="utf-8")
                claimed.unlink()
                return loads(payload)
        raise Empty

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        file = self._exchange_file(exchange)
        entry = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (self.control_folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            if entry not in table:
                self._write(file, [entry, *table])


class Transport(filesystem.Transport):
    """The stock transport over our channel, looking for messages ten times a second."""

    Channel = Channel
    polling_interval = 0.1

    def __init__(self, client, **kwargs):
        super().__init__(client, **kwargs)
        self.state = virtual.BrokerState()  # the stock one is shared by every folder of the process


def options(folder):
    """Return Celery's transport options for a broker living in this folder, which is created when missing."""
    parts = {"control_folder": "routes", "processed_folder": "claimed"}
    parts |= {"data_folder_in": "queue", "data_folder_out": "queue"}
    for part in set(parts.values()):
        (Path(folder) / part).mkdir(parents=True, exist_ok=True)
    return {key: Path(folder) / part for key, part in parts.items()}


TRANSPORT_ALIASES["filesystem"] = "config.filesystem_broker:Transport"
