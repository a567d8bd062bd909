"""The roster form holds no row that a browser would not send."""

import pytest
from django.urls import reverse

from tests.awards import making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seat", ["9" * 5000, "9" * 30, "²", "٣", "-1", "\x00", ""])
def test_a_seat_that_cannot_be_changes_nobody(client_as, appraiser, award_round, nominee, seat):
    session = making.make_session(award_round, appraiser)
    before = list(session.seats.values_list("pk", "position", "present"))
    data = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-seat_id": seat, "form-0-position": "member"}
    answer = client_as(appraiser).post(reverse("awards:session-roster", args=[session.pk]), data)
    assert answer.status_code < 500
    assert list(session.seats.values_list("pk", "position", "present")) == before
