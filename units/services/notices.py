"""Notices: what a person should see, told once; read when the person has looked."""

from collections.abc import Iterable
from datetime import datetime

from units.models import Notice, User

TEXT_LIMIT = Notice._meta.get_field("text").max_length
KEY_LIMIT = Notice._meta.get_field("key").max_length
Message = tuple[Iterable[User], str, str, str]  # people, text, address, key


def tell(users: Iterable[User], text: str, url: str, key: str) -> None:
    """One notice for each of these people, in one query; the same `key` is never told twice to the same person.

    A key that names the event (e.g. "report.returned:12:2023-12-22T09:00") tells again when the thing happens again.
    """
    tell_many([(users, text, url, key)])


def tell_many(messages: Iterable[Message]) -> None:
    """Many messages, each to its own people as `tell` does, all in one query."""
    notices = [notice for message in messages for notice in _notices(*message)]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _notices(users: Iterable[User], text: str, url: str, key: str) -> list[Notice]:
    if not key or len(key) > KEY_LIMIT:
        raise ValueError(f"the key of a notice has 1 to {KEY_LIMIT} signs: {key!r}")
    short = text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1].rstrip() + "…"
    people = {user.pk: user for user in users}.values()
    return [Notice(user=user, text=short, url=url, key=key) for user in people]


def read_notice(notice: Notice, *, now: datetime) -> None:
    """The person opened it; the first look counts."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now)


def settle(key: str, *, now: datetime) -> None:
    """What the notice asked for is done: nobody needs to look any more."""
    Notice.objects.filter(key=key, read_at__isnull=True).update(read_at=now)


def read_all(user: User, *, now: datetime) -> int:
    """Marks everything of this person as seen; returns how many were new."""
    return Notice.objects.filter(user=user, read_at__isnull=True).update(read_at=now)
