"""A paper that the round does not ask for is neither drafted nor missing, nor are the facts that only it prints."""

import pytest
from django.urls import reverse

from awards.enums import DossierState
from awards.papers.fields import PAPER_FIELDS
from awards.services import dossiers, papers, rounds
from core.workflow import TransitionDenied
from tests.awards.dossiers import FACTS, ROSTER, Office, collective, complete, make_desk, person

pytestmark = pytest.mark.django_db
SIGNER = ("signer_title", "signer_name")


def desk_of(period, appraiser, required: list[str]):
    office = Office(rounds.create_round(period, by=appraiser, papers_required=required, name="Đợt"), appraiser)
    desk = make_desk(office.award_round)
    for facts in (collective(votes_for=None, votes_total=None), person(votes_for=None, votes_total=None)):
        dossiers.add_nominee(desk.dossier, by=desk.officer, **facts)
    return desk


def confirm(desk) -> None:
    papers.draft_papers(desk.dossier, by=desk.officer)
    for paper in desk.dossier.papers.all():
        texts = {field.key: complete(field.key, paper.body.get(field.key, "")) for field in PAPER_FIELDS[paper.kind]}
        papers.confirm_paper(papers.save_paper(paper, texts, by=desk.officer), by=desk.officer)


def test_only_reports_are_drafted_shown_and_asked(client_as, period, appraiser):
    desk = desk_of(period, appraiser, ["bao_cao"])
    client, url = client_as(desk.officer), reverse("awards:dossier-detail", args=[desk.dossier.pk])
    page = client.get(url)
    assert [row.label.split(" của ")[0] for row in page.context["papers"]] == ["Báo cáo thành tích"] * 2
    assert [label for label, *_ in page.context["facts"]] == ["chức vụ người ký", "họ tên người ký"]
    assert page.context["undrafted"]
    dossiers.update_dossier(desk.dossier, by=desk.officer, **{name: FACTS[name] for name in SIGNER})
    confirm(desk)
    assert sorted(desk.dossier.papers.values_list("kind", flat=True)) == ["bao_cao", "bao_cao"]
    page = client.get(url)
    assert (page.context["undrafted"], page.context["blocking"]) == (False, [])
    assert dossiers.submit_dossier(desk.fresh(), by=desk.officer).state == DossierState.SUBMITTED


def test_the_same_dossier_lacks_papers_and_facts_where_all_three_are_asked(period, appraiser):
    desk = desk_of(period, appraiser, ["to_trinh", "bien_ban", "bao_cao"])
    dossiers.update_dossier(desk.dossier, by=desk.officer, **{name: FACTS[name] for name in SIGNER})
    with pytest.raises(TransitionDenied, match="Chưa nhập số tờ trình"):
        dossiers.submit_dossier(desk.fresh(), by=desk.officer)
    papers.draft_papers(desk.dossier, by=desk.officer)
    assert desk.dossier.papers.count() == 4


def test_votes_are_asked_with_the_minutes_only(client_as, period, appraiser):
    asked = desk_of(period, appraiser, ["bien_ban"])
    page = client_as(asked.officer).get(reverse("awards:dossier-detail", args=[asked.dossier.pk]))
    codes = {one.code for one in page.context["blocking"]}
    assert {"votes_missing", "fact_missing", "paper_missing"} == codes
    assert ROSTER  # the makers' council is what a confirmed biên bản prints


def test_the_form_asks_only_for_what_is_printed(client_as, period, appraiser):
    desk = desk_of(period, appraiser, ["to_trinh", "bao_cao"])
    client, url = client_as(desk.officer), reverse("awards:dossier-edit", args=[desk.dossier.pk])
    assert set(client.get(url).context["form"].fields) == {"to_trinh_number", "to_trinh_date", *SIGNER}
    sent = {name: FACTS[name] for name in ("to_trinh_number", *SIGNER)} | {"to_trinh_date": "26/12/2023"}
    assert client.post(url, sent).status_code == 302
    assert desk.fresh().to_trinh_number == FACTS["to_trinh_number"]
