"""F7, F8: saving a section of the report and the first page of lists, beside a page that does next to nothing."""

from django.test import Client

from benchmarks.measure import compare
from config.demo.people import User

TIMES = 15


def asked(client: Client, address: str):
    def ask():
        for _ in range(TIMES):
            assert client.get(address).status_code == 200

    return ask


def pages() -> None:
    """On the demo's first year: the queue and the ranking of 57 units beside one's own account page."""
    client = Client()
    client.force_login(User.objects.get(username="vhtt"))
    plain = asked(client, "/don-vi/toi/")
    for name, address in (("F8a", "/tham-dinh/2023/"), ("F8b", "/xep-hang/2023/"), ("F6", "/tong-hop/2023/")):
        compare(name, f"{TIMES} times {address}; the same of /don-vi/toi/", asked(client, address), plain, goal="<= 3")
