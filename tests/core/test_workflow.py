"""core.workflow and core.transitions: who may, when, with which reason; and what is written."""

from dataclasses import dataclass

import pytest

from core.workflow import Transition, TransitionDenied, Workflow

PAPER = Workflow(
    name="paper",
    states={"draft": "Đang soạn", "sent": "Đã gửi", "back": "Được trả lại"},
    initial="draft",
    transitions=(
        Transition(
            "send",
            "Gửi",
            ("draft", "back"),
            "sent",
            frozenset({"writer"}),
            guards=(lambda paper: None if paper.pages else "Chưa có trang nào.",),
        ),
        Transition("return", "Trả lại", ("sent",), "back", frozenset({"reader"}), needs_reason=True),
    ),
)


@dataclass
class Paper:
    state: str = "draft"
    pages: int = 1


@pytest.mark.parametrize("state", PAPER.states)
@pytest.mark.parametrize("role", ["writer", "reader", "stranger"])
@pytest.mark.parametrize("step", ["send", "return"])
def test_every_step_from_every_state_by_every_role(state, role, step):
    allowed = {("draft", "writer", "send"), ("back", "writer", "send"), ("sent", "reader", "return")}
    refused = PAPER.refusal(Paper(state), step, {role}, reason="vì thiếu")
    assert (refused == "") == ((state, role, step) in allowed)


def test_guard_gives_its_own_sentence():
    assert PAPER.refusal(Paper(pages=0), "send", {"writer"}) == "Chưa có trang nào."
    assert PAPER.refusal(Paper(pages=1), "send", {"writer"}) == ""


def test_blank_reason_is_refused_but_the_button_is_offered():
    sent = Paper("sent")
    with pytest.raises(TransitionDenied, match="Cần ghi lý do"):
        PAPER.check(sent, "return", {"reader"}, reason="  ")
    assert PAPER.check(sent, "return", {"reader"}, reason="thiếu số").target == "back"
    assert PAPER.allowed(sent, {"reader"}) == [(PAPER["return"], "")]


def test_table_that_names_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="nowhere"):
        Workflow("x", {"a": "A"}, (Transition("go", "Đi", ("a",), "nowhere", frozenset()),), "a")


def test_diagram_names_every_step():
    assert PAPER.as_mermaid() == (
        "stateDiagram-v2\n    [*] --> draft\n    draft: Đang soạn\n    sent: Đã gửi\n    back: Được trả lại\n"
        "    draft --> sent: Gửi\n    back --> sent: Gửi\n    sent --> back: Trả lại\n"
    )
