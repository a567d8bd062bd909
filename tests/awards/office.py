"""Makers for the tests of Phòng Nội vụ's own papers: a decided round of which every kind of refusal exists once or more."""

from dataclasses import dataclass

from awards.enums import Appraisal, DossierState, NomineeKind
from awards.models import AwardRound, Dossier, Nominee
from awards.services import council, decisions, lists, rounds
from core.word_check import read_docx
from tests.awards import making
from tests.factories import make_unit, make_user
from units.enums import Role, UnitKind
from units.models import Unit, User


@dataclass
class Scene:
    """A round of one listed unit and one unit whose people were refused, each at another stage."""

    award_round: AwardRound
    winner: Unit
    loser: Unit
    clerk: User
    ineligible: Nominee
    not_passed: Nominee
    left_out: Nominee

    def fresh(self) -> AwardRound:
        self.award_round = AwardRound.objects.select_related("period__campaign", "period__plan_version").get(
            pk=self.award_round.pk
        )
        return self.award_round


def make_voted_scene(period, appraiser, *, out_direct=True, **fields) -> Scene:
    """The council has met; the list is set; nothing is proposed yet. Needs a council (fixture `members`)."""
    award_round = making.make_round(period, appraiser, **({"quota_individual": 2} | fields))
    winner = make_unit(UnitKind.CAP_XA, name="Ủy ban nhân dân xã Nam Bình", short_name="Xã Nam Bình", sort=1)
    loser = make_unit(UnitKind.CAP_XA, name="Ủy ban nhân dân xã Đắk N’Drung", short_name="Xã Đắk N’Drung", sort=2)
    clerk = make_user(Role.OFFICER, loser)
    making.make_nominee(award_round, winner, kind=NomineeKind.COLLECTIVE, name=winner.name)
    people = [making.make_nominee(award_round, winner, name=f"Trần Văn Được {n}") for n in (1, 2)]
    out = making.make_nominee(award_round, loser, name="H’Wễ Ktưỡng", direct=out_direct)
    down = making.make_nominee(award_round, loser, name="Lê Văn Rớt")
    unfit = making.make_nominee(award_round, loser, name="Phạm Thị Thiếu", eligible=False)
    _find_ineligible(unfit)
    _meet(award_round, appraiser, down)
    listed = {n.pk for n in people} | set(
        award_round.nominees.filter(kind=NomineeKind.COLLECTIVE).values_list("pk", flat=True)
    )
    lists.set_list(award_round, listed, by=appraiser)
    return Scene(award_round, winner, loser, clerk, unfit, down, out)


def _find_ineligible(nominee: Nominee) -> None:
    """As the appraisal leaves it: the verdict falls while the dossier lies with Phòng Nội vụ."""
    rows = Dossier.objects.filter(pk=nominee.dossier_id)
    rows.update(state=DossierState.RETURNED, return_reason="làm lại")
    rows.update(state=DossierState.SUBMITTED)
    reason = "Sáng kiến chưa có văn bản công nhận."
    Nominee.objects.filter(pk=nominee.pk).update(appraisal=Appraisal.INELIGIBLE, appraisal_reason=reason)
    rows.update(state=DossierState.APPRAISED, return_reason="")


def _meet(award_round, appraiser, refused: Nominee) -> None:
    session = making.make_open_session(award_round, appraiser)
    for seat in session.seats.select_related("user"):
        for nominee in council.votable(session):
            choice = "no" if nominee.pk == refused.pk else "yes"
            if not council.vote_refusal(session, seat, nominee):
                council.cast_vote(session, nominee, by=seat.user, choice=choice)
    council.close_session(session, by=appraiser)


def propose(scene: Scene, appraiser) -> AwardRound:
    rounds.propose(scene.award_round, by=appraiser, number="12/TTr-PNV", day=making.PROPOSED_ON)
    return scene.fresh()


def decide(scene: Scene, appraiser, chairman) -> AwardRound:
    decisions.decide_round(propose(scene, appraiser), by=chairman, signed_on=making.SIGNED_ON)
    return scene.fresh()


def word_text(docx: bytes) -> str:
    """All paragraphs and table rows of a Word file, each blank one blank."""
    return " ".join(" ".join(one.text for one in read_docx(docx).paragraphs).split())
