"""The life of a registration (IV.1.1, VI.5, VI.6): who may move it, when, and the sentence that refuses."""

from campaign.enums import RegistrationState as State
from core.workflow import Transition, Workflow
from units.enums import Role


def plan_file_attached(registration) -> str | None:
    if registration.plan_file_id:
        return None
    return "Chưa đính kèm kế hoạch phát động của đơn vị (mục VI.5, VI.6). Hãy chọn tệp PDF hoặc Word của kế hoạch."


def plan_date_given(registration) -> str | None:
    return None if registration.plan_date else "Chưa ghi ngày ban hành kế hoạch phát động."


def commitment_written(registration) -> str | None:
    if registration.commitment.strip():
        return None
    return "Chưa ghi nội dung đăng ký thi đua. Hãy viết ngắn gọn đơn vị đăng ký làm gì trong năm."


REGISTRATION = Workflow(
    name="registration",
    states={str(state.value): str(state.label) for state in State},
    initial=State.DRAFT.value,
    transitions=(
        Transition(
            name="submit",
            label="Gửi đăng ký",
            sources=(State.DRAFT.value, State.RETURNED.value),
            target=State.SUBMITTED.value,
            roles=frozenset({Role.OFFICER.value}),
            guards=(plan_file_attached, plan_date_given, commitment_written),
        ),
        Transition(
            name="accept",
            label="Tiếp nhận đăng ký",
            sources=(State.SUBMITTED.value,),
            target=State.ACCEPTED.value,
            roles=frozenset({Role.REVIEWER.value}),
        ),
        Transition(
            name="return",
            label="Trả lại đăng ký",
            sources=(State.SUBMITTED.value,),
            target=State.RETURNED.value,
            roles=frozenset({Role.REVIEWER.value}),
            needs_reason=True,
        ),
    ),
)
EDITABLE = frozenset({State.DRAFT.value, State.RETURNED.value})
