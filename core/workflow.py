"""A workflow is a table of transitions; this module reads the table and judges, without Django and without a clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Guard = Callable[[Any], str | None]


class TransitionDenied(Exception):  # noqa: N818  (the name says what was met)
    """A step that may not be taken now; its text is the sentence shown to the person."""


@dataclass(frozen=True)
class Transition:
    """One row: who may move a subject from which states to which, and what must hold.

    A guard takes the subject and returns None, or the refusal as a Vietnamese sentence. A target of "" leaves the
    state as it is: such a step changes other fields, under the same rules.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    roles: frozenset[str]
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False


@dataclass(frozen=True)
class Workflow:
    """The whole table for one kind of subject; `states` maps a state to its label, in the order of life."""

    name: str
    states: dict[str, str]
    transitions: tuple[Transition, ...]
    initial: str
    _by_name: dict[str, Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {step.name: step for step in self.transitions})
        for step in self.transitions:
            unknown = {*step.sources, step.target} - {"", *self.states}
            if unknown:
                raise ValueError(f"{self.name}.{step.name}: unknown states {sorted(unknown)}")

    def __getitem__(self, name: str) -> Transition:
        return self._by_name[name]

    def refusal(self, subject: Any, name: str, roles: Iterable[str], reason: str = "", *, asking: bool = False) -> str:
        """The sentence that refuses this step, or "" when it may be taken.

        `asking` leaves out the check of the reason, for a button that will ask for it.
        """
        step = self._by_name[name]
        if not step.roles & frozenset(roles):
            return f"Anh/chị không có quyền “{step.label}”."
        if subject.state not in step.sources:
            return f"Không thể “{step.label}” khi hồ sơ đang ở trạng thái “{self.states[subject.state]}”."
        for guard in step.guards:
            if refused := guard(subject):
                return refused
        if step.needs_reason and not asking and not reason.strip():
            return f"Cần ghi lý do khi “{step.label}”."
        return ""

    def check(self, subject: Any, name: str, roles: Iterable[str], reason: str = "") -> Transition:
        """The transition, or TransitionDenied with the refusal."""
        if refused := self.refusal(subject, name, roles, reason):
            raise TransitionDenied(refused)
        return self._by_name[name]

    def allowed(self, subject: Any, roles: Iterable[str]) -> list[tuple[Transition, str]]:
        """The steps of this person in this state, each with "" or the refusal to show on its disabled button."""
        roles = frozenset(roles)
        return [
            (step, self.refusal(subject, step.name, roles, asking=True))
            for step in self.transitions
            if step.roles & roles and subject.state in step.sources
        ]

    def as_mermaid(self) -> str:
        """The table as a Mermaid state diagram, for docs/workflows."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {state}: {label}" for state, label in self.states.items()]
        lines += [
            f"    {source} --> {step.target or source}: {step.label}"
            for step in self.transitions
            for source in step.sources
        ]
        return "\n".join(lines) + "\n"
