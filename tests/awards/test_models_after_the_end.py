"""The database's own truths of a list that is closed: bare SQL changes nothing of it, and it ends step by step."""

import pytest
from django.db import IntegrityError, connection, transaction

from awards.models import AwardRound
from awards.services import rounds
from tests.awards import making
from tests.awards.dossiers import make_dossier_at
from tests.awards.outside import outside_row

pytestmark = pytest.mark.django_db

PROPOSED = "state = 'proposed', proposed_at = '2023-12-27 02:00:00', proposal_date = '2023-12-27'"
FORWARDED = "state = 'forwarded', forwarded_number = '1/TTr', forwarded_on = '2023-12-28'"
WHO = ("name = 'X'", "name_key = 'x'", "birth_year = 1951", "distinct_note = 'x'", "position = 'x'")
FACTS = (*WHO, "achievements = 'x'", "search = 'x'", "sort_key = 'x'")
REOPENED = "confirmed_at = NULL, confirmed_by_id = NULL"


def refused(sql: str, *values) -> bool:
    """A bare statement, past models and services, as somebody with the database would write it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            assert cursor.rowcount == 1  # what meets no row proves nothing
    except IntegrityError:
        return True
    return False


def of(row, change: str) -> str:
    return f"UPDATE {row._meta.db_table} SET {change} WHERE id = {row.pk}"


def without(table: str, name: str) -> None:
    """Somebody took this trigger away; the others stand."""
    where = "" if connection.vendor == "sqlite" else f' ON "{table}"'
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{table}_{name}"{where}')


@pytest.fixture(params=["decided", "forwarded", "proposed"])
def closed(request, period, appraiser, members, chairman) -> AwardRound:
    """A list at each of its ends, and one that lies before the Chairman."""
    if request.param == "forwarded":
        return request.getfixturevalue("forwarded")
    if request.param == "decided":
        return making.make_decision(period, appraiser, chairman).round
    return making.make_proposed_round(period, appraiser)


# --- dossiers, nominees, papers --------------------------------------------------------------------------


def test_a_dossier_of_a_closed_list_is_not_opened_again(closed):
    dossier = closed.nominees.first().dossier
    for change in ("state = 'draft'", "state = 'submitted'", "state = 'returned', return_reason = 'x'"):
        assert refused(of(dossier, change))
    assert not refused(of(dossier, "state = state"))


@pytest.mark.parametrize("end", [None, "state = 'decided'"])
def test_what_a_unit_left_as_a_draft_stays_with_the_closed_list(office_desk, end):
    """Here the dossier's own state refuses nothing: the round alone does."""
    desk = make_dossier_at("draft", office_desk)
    nominee, paper = desk.dossier.nominees.get(kind="individual"), desk.dossier.papers.first()
    scan = of(paper, "body = '{}'")
    assert not any(refused(of(nominee, fact)) for fact in FACTS)
    assert not refused(of(paper, REOPENED)) and not refused(scan)
    assert not refused(of(nominee, "name = 'Y', name_key = 'y', birth_year = 1980, distinct_note = '', position = ''"))
    assert not refused(of(nominee, "achievements = '', search = '', sort_key = ''"))
    for step in (PROPOSED, end):
        assert step is None or not refused(of(office_desk.award_round, step))
    assert all(refused(of(nominee, fact)) for fact in FACTS)
    assert refused(of(paper, REOPENED)) and refused(scan)
    assert refused(f"DELETE FROM {paper._meta.db_table} WHERE id = {paper.pk}")
    assert not refused(of(nominee, "appraisal_reason = ''"))


def test_who_holds_an_award_of_another_level_keeps_the_name(commune_nominee):
    """Even if somebody opened the dossier."""
    outside_row(commune_nominee).save()
    reopen = of(commune_nominee.dossier, "state = 'draft'")
    assert refused(reopen)
    without("awards_dossier", "awarded")
    assert not refused(reopen)
    for fact in WHO:
        assert refused(of(commune_nominee, fact))
    assert not refused(of(commune_nominee, "achievements = 'x'"))


def test_who_is_awarded_here_keeps_the_name(awarded):
    """Even if somebody opened the dossier of the decided round."""
    nominee = awarded.nominee
    reopen = of(nominee.dossier, "state = 'draft'")
    without("awards_dossier", "round_closed")
    without("awards_nominee", "round_closed")
    assert not refused(reopen)
    for fact in WHO:
        assert refused(of(nominee, fact))
    assert not refused(of(nominee, "achievements = 'x'"))


# --- the round and its tờ trình --------------------------------------------------------------------------


def test_a_list_is_decided_only_after_it_was_proposed(award_round):
    at_once = PROPOSED.replace("'proposed'", "'decided'", 1)
    assert refused(of(award_round, at_once))
    assert not refused(of(award_round, PROPOSED))
    assert not refused(of(award_round, "state = 'decided'"))


def test_a_list_is_forwarded_only_after_it_was_proposed(period, appraiser):
    award_round = making.make_round(period, appraiser, kind="bang-khen-tinh", name="Đề nghị tỉnh")
    at_once = PROPOSED.replace("state = 'proposed'", FORWARDED)
    assert refused(of(award_round, at_once))
    assert not refused(of(award_round, PROPOSED))
    assert not refused(of(award_round, FORWARDED))


def test_what_was_proposed_keeps_its_number_day_and_law(proposed, chairman):
    changes = ("proposal_number = '9/TTr'", "proposal_date = '2023-01-01'", "proposed_at = '2023-01-01 00:00:00'")
    for change in (*changes, "legal_basis = '[\"x\"]'"):
        assert refused(of(proposed, change))
    assert not refused(of(proposed, "sent_back_reason = 'x'"))
    rounds.send_back(proposed, by=chairman, reason="Xem lại.")
    for change in (*changes, "legal_basis = '[\"x\"]'"):
        assert not refused(of(proposed, change))


def test_a_proposed_to_trinh_keeps_number_day_and_who_confirmed_it(closed, people):
    paper = closed.office_papers.get()
    other = next(user for user in people.values() if user.pk != paper.confirmed_by_id)
    for change in ("number = '9/TTr'", "day = '2023-01-01'", f"confirmed_by_id = {other.pk}"):
        assert refused(of(paper, change))
    assert not refused(of(paper, "file_id = NULL"))


def test_a_to_trinh_sent_back_is_open_again(proposed, chairman):
    rounds.send_back(proposed, by=chairman, reason="Xem lại.")
    for change in ("number = '9/TTr'", "day = '2023-01-01'"):
        assert not refused(of(proposed.office_papers.get(), change))


# --- public comment --------------------------------------------------------------------------------------

LISTING = (
    "INSERT INTO awards_publiclisting (round_id, content, published_at, published_by, until, withdrawn_reason)"
    " VALUES (%s, '{}', %s, 'x', %s, '')"
)
OBJECTION = (
    "INSERT INTO awards_objection"
    " (listing_id, code, sender, contact, text, received_on, received_at, entered_by, state, answer, answered_by)"
    " VALUES (%s, 'x', 'x', 'x', 'x', '2023-12-22', '2023-12-22 02:00:00', '', 'open', '', '')"
)


def test_a_list_is_out_until_a_day_after_it_was_published(award_round):
    published = "2023-12-21 02:00:00"
    for until in ("2023-12-20", "2022-12-31"):
        assert refused(LISTING, award_round.pk, published, until)
    assert not refused(LISTING, award_round.pk, published, "2023-12-28")


@pytest.mark.parametrize("proposed_first", [False, True])
def test_nothing_comes_in_about_a_list_that_was_proposed(award_round, proposed_first):
    assert not refused(LISTING, award_round.pk, "2023-12-21 02:00:00", "2023-12-28")
    if proposed_first:
        assert not refused(of(award_round, PROPOSED))
    assert refused(OBJECTION, award_round.listings.get().pk) is proposed_first
