"""The lives of a round, a dossier, a council session and a certificate: who may move each, and what must hold."""

from awards import guards
from awards.enums import CertificateState, DossierState, RoundState, SessionState
from core.workflow import Transition, Workflow
from units.enums import Role


def _states(choices) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


def _roles(*roles: Role) -> frozenset[str]:
    return frozenset(role.value for role in roles)


# asked of the list at every step on its way, however long ago it was asked last
LIST_READY = (guards.listed_here, guards.council_closed, guards.list_in_order, guards.awarded_once, guards.within_plan)
ROUND = Workflow(
    name="award_round",
    states=_states(RoundState),
    initial=RoundState.OPEN.value,
    transitions=(
        Transition(
            name="propose",
            label="Trình Chủ tịch",
            sources=(RoundState.OPEN.value,),
            target=RoundState.PROPOSED.value,
            roles=_roles(Role.APPRAISER),
            guards=(*LIST_READY, guards.list_commented),
        ),
        Transition(
            name="send_back",
            label="Trả lại danh sách",
            sources=(RoundState.PROPOSED.value,),
            target=RoundState.OPEN.value,
            roles=_roles(Role.CHAIRMAN),
            needs_reason=True,
        ),
        Transition(
            name="decide",
            label="Quyết định khen thưởng",
            sources=(RoundState.PROPOSED.value,),
            target=RoundState.DECIDED.value,
            roles=_roles(Role.CHAIRMAN),
            guards=(guards.decided_here, *LIST_READY),
        ),
        Transition(
            name="forward",
            label="Chuyển cấp có thẩm quyền",
            sources=(RoundState.PROPOSED.value,),
            target=RoundState.FORWARDED.value,
            roles=_roles(Role.CHAIRMAN),
            guards=(guards.decided_elsewhere, *LIST_READY),
        ),
    ),
)

DOSSIER = Workflow(
    name="award_dossier",
    states=_states(DossierState),
    initial=DossierState.DRAFT.value,
    transitions=(
        Transition(
            name="submit",
            label="Nộp hồ sơ",
            sources=(DossierState.DRAFT.value, DossierState.RETURNED.value),
            target=DossierState.SUBMITTED.value,
            roles=_roles(Role.OFFICER),
            guards=(guards.round_open, guards.registration_accepted, guards.complete, guards.papers_agree),
        ),
        Transition(
            name="return",
            label="Trả lại hồ sơ",
            sources=(DossierState.SUBMITTED.value, DossierState.APPRAISED.value),
            target=DossierState.RETURNED.value,
            roles=_roles(Role.APPRAISER),
            guards=(guards.round_open, guards.not_voted, guards.not_awarded_elsewhere),
            needs_reason=True,
        ),
        Transition(
            name="finish",
            label="Hoàn tất thẩm định",
            sources=(DossierState.SUBMITTED.value,),
            target=DossierState.APPRAISED.value,
            roles=_roles(Role.APPRAISER),
            guards=(guards.round_open, guards.all_appraised),
        ),
    ),
)

SESSION = Workflow(
    name="council_session",
    states=_states(SessionState),
    initial=SessionState.PREPARED.value,
    transitions=(
        Transition(
            name="open",
            label="Khai mạc phiên họp",
            sources=(SessionState.PREPARED.value,),
            target=SessionState.OPEN.value,
            roles=_roles(Role.APPRAISER),
            guards=(
                guards.round_still_open,
                guards.something_to_vote_on,
                guards.chair_and_secretary,
                guards.quorum_present,
            ),
        ),
        Transition(
            name="close",
            label="Kết thúc phiên họp",
            sources=(SessionState.OPEN.value,),
            target=SessionState.CLOSED.value,
            roles=_roles(Role.APPRAISER),
            guards=(guards.quorum_present, guards.opinions_confirmed, guards.paper_counts_agree),
        ),
    ),
)

CERTIFICATE = Workflow(
    name="certificate",
    states=_states(CertificateState),
    initial=CertificateState.PENDING.value,
    transitions=(
        Transition(
            name="issue",
            label="Phát hành Giấy khen",
            sources=(CertificateState.PENDING.value,),
            target=CertificateState.VALID.value,
            roles=_roles(Role.APPRAISER),
        ),
        Transition(
            name="revoke",
            label="Thu hồi Giấy khen",
            sources=(CertificateState.VALID.value,),
            target=CertificateState.REVOKED.value,
            roles=_roles(Role.CHAIRMAN),
            needs_reason=True,
        ),
        Transition(
            name="replace",
            label="Thay thế Giấy khen",
            sources=(CertificateState.VALID.value,),
            target=CertificateState.REPLACED.value,
            roles=_roles(Role.CHAIRMAN),
            needs_reason=True,
        ),
    ),
)
