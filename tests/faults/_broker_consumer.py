"""A consumer in a process of its own: prints every number it takes, until the queue has been idle for a while."""

import sys
from contextlib import suppress
from pathlib import Path

from kombu import Connection, Exchange, Queue

from config import filesystem_broker

QUEUE = Queue("so", Exchange("so", type="direct"), routing_key="so")
IDLE_SECONDS = 1.5


def say(*words) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def take(body, message):
    say(body["so"], len(body["day"]))
    message.ack()


def consume(folder: str) -> None:
    """Take messages one after another, acknowledging each."""
    options = filesystem_broker.options(Path(folder))
    with (
        Connection("filesystem://", transport_options=options) as connection,
        connection.Consumer(QUEUE, callbacks=[take]),
    ):
        say("sẵn sàng")
        with suppress(TimeoutError):
            while True:
                connection.drain_events(timeout=IDLE_SECONDS)


if __name__ == "__main__":
    consume(sys.argv[1])
