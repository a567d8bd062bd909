"""The form of a nominee: lines with parts, awards the portal knows, and who declared about discipline."""

import pytest
from django.urls import reverse

from awards.enums import NomineeKind
from awards.once import Identity
from awards.selectors.once import identity as identity_of
from awards.selectors.once import known_awards
from awards.services import dossiers, rounds
from core.models import AuditEvent
from tests.awards import making
from tests.awards.dossiers import Office, collective, confirm_papers, make_desk, make_dossier_at, person
from tests.awards.outside import outside_row, revoke
from tests.factories import make_unit
from units.enums import UnitKind

pytestmark = pytest.mark.django_db


# --- known awards ------------------------------------------------------------------------------------------


def test_known_awards_are_taken_over_by_one_press(client_as, awarded, plan, appraiser):
    later = Office(rounds.create_round(plan.campaign.periods.get(year=2024), by=appraiser), appraiser)
    desk = make_desk(later.award_round)
    client, url = client_as(desk.officer), reverse("awards:nominee-add", args=[desk.dossier.pk, "ca-nhan"])
    nominee = awarded.nominee
    typed = {"name": nominee.name.upper(), "birth_year": str(nominee.birth_year), "achievements": "Đang viết dở"}
    answer = client.post(url, typed | {"lay_khen": "1"})
    authority = awarded.decision.round.period.campaign.authority
    line = f"2023; Giấy khen; {awarded.decision.number_text} ngày 28/12/2023; {authority}"
    form = answer.context["form"]
    assert (answer.status_code, form["prior_awards"].value(), form["achievements"].value()) == (
        200,
        line,
        "Đang viết dở",
    )
    assert "Đã thêm 1 lần khen thưởng" in answer.content.decode()
    assert not desk.dossier.nominees.exists()  # nothing is saved by asking
    again = client.post(url, typed | {"prior_awards": line, "lay_khen": "1"})
    assert again.context["form"]["prior_awards"].value() == line
    stranger = client.post(url, typed | {"birth_year": "1950", "lay_khen": "1"})
    assert stranger.context["form"]["prior_awards"].value() == ""


def test_what_is_revoked_or_of_a_namesake_is_not_known(awarded, commune_round, chairman):
    who = identity_of(awarded.nominee)
    assert len(known_awards(who)) == 1
    assert known_awards(Identity(individual=True, key=who.key, birth_year=who.birth_year, unit=9, distinct=True)) == []
    revoke(awarded, chairman)
    assert known_awards(who) == []


def test_a_collective_finds_the_award_of_another_level(commune_round):
    unit = make_unit(UnitKind.CAP_XA)
    group = making.make_nominee(commune_round, unit, kind=NomineeKind.COLLECTIVE, name="Tổ công nghệ số thôn 5")
    outside_row(group).save()
    assert known_awards(identity_of(group)) == ["2023; Giấy khen; 7/QĐ-UBND ngày 29/12/2023; Chủ tịch UBND xã"]
    other = Identity(individual=False, key=group.name_key, birth_year=None, unit=unit.pk + 1)
    assert known_awards(other) == []


# --- the form of a nominee -----------------------------------------------------------------------------------


def test_lines_without_their_parts_come_back_with_the_form(client_as, office_desk):
    desk = make_desk(office_desk.award_round)
    url = reverse("awards:nominee-add", args=[desk.dossier.pk, "tap-the"])
    sent = {
        "name": "Tổ Một",
        "achievements": "Đã làm",
        "initiative": "Mã QR; 12/QĐ-UBND",
        "prior_awards": "2022; Giấy khen",
    }
    answer = client_as(desk.officer).post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "thiếu ngày công nhận, cơ quan công nhận" in text
    assert "thiếu số và ngày quyết định, cơ quan ban hành" in text
    assert "Mã QR; 12/QĐ-UBND" in text and not desk.dossier.nominees.exists()


def test_recognised_initiatives_satisfy_cn_02_and_stay_when_edited(client_as, office_desk):
    desk = make_desk(office_desk.award_round)
    client, url = client_as(desk.officer), reverse("awards:nominee-add", args=[desk.dossier.pk, "ca-nhan"])
    lines = "Mã QR; 12/QĐ-UBND; 05/03/2023; UBND huyện\r\nTổ công nghệ số"
    facts = {name: "on" if value is True else value for name, value in person(cn_02=True).items() if name != "kind"}
    assert client.post(url, facts | {"initiative": "Mã QR"}).status_code == 422
    assert client.post(url, facts | {"initiative": lines}).status_code == 302
    kept = desk.dossier.nominees.get()
    assert kept.initiative == lines.replace("\r\n", "\n")
    assert kept.initiative_recognition == "12/QĐ-UBND ngày 05/03/2023 của UBND huyện"
    form = client.get(reverse("awards:nominee-edit", args=[kept.pk])).context["form"]
    assert form["initiative"].value() == kept.initiative


def test_a_recognition_kept_beside_the_name_is_not_lost(client_as, office_desk):
    desk = make_desk(office_desk.award_round)
    facts = person(cn_02=True, initiative="Mã QR", initiative_recognition="QĐ số 5 ngày 01/11/2023")
    old = dossiers.add_nominee(desk.dossier, by=desk.officer, **facts)
    form = client_as(desk.officer).get(reverse("awards:nominee-edit", args=[old.pk])).context["form"]
    assert form["initiative"].value() == "Mã QR; QĐ số 5 ngày 01/11/2023"


def test_who_declared_about_discipline_is_logged_and_shown(client_as, office_desk):
    desk = make_dossier_at("draft", office_desk, person(not_under_discipline=True), collective())
    nominee = desk.dossier.nominees.get(kind=NomineeKind.INDIVIDUAL)
    for declared in (False, False, True):
        dossiers.update_nominee(nominee, by=desk.officer, not_under_discipline=declared)
    events = AuditEvent.objects.filter(action="award_dossier.declare_discipline").order_by("id")
    assert [(event.actor, event.data["declared"]) for event in events] == [
        (desk.officer.username, True), (desk.officer.username, False), (desk.officer.username, True),
    ]  # fmt: skip
    confirm_papers(desk)
    dossiers.submit_dossier(desk.dossier, by=desk.officer)
    page = client_as(office_desk.appraiser).get(reverse("awards:nominee-appraise", args=[nominee.pk]))
    assert f"Đơn vị đã xác nhận ({desk.officer.full_name}," in page.content.decode()
