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


def pages(period) -> None:
    """On the demo's first year: the queue and the ranking of 57 units beside one's own account page."""
    client = Client()
    client.force_login(User.objects.get(username="vhtt"))
    plain = asked(client, "/don-vi/toi/")
    for name, address in (
        ("F8a", f"/tham-dinh/{period.year}/"),
        ("F8b", f"/xep-hang/{period.year}/"),
        ("F6", f"/tong-hop/{period.year}/"),
    ):
        compare(name, f"{TIMES} times {address}; the same of /don-vi/toi/", asked(client, address), plain, goal="<= 3")
