"""core.transitions: one door – locks, checks against the stored row, saves, logs, or does nothing at all."""

from datetime import date

import pytest
from django.utils import timezone

from campaign.models import Registration
from core import files, transitions
from core.models import AuditEvent
from core.workflow import Transition, TransitionDenied, Workflow
from tests.factories import make_unit, make_user
from units.enums import Role

FLOW = Workflow(
    name="thu",
    states={"draft": "Đang soạn", "submitted": "Đã gửi", "returned": "Được trả lại"},
    initial="draft",
    transitions=(
        Transition("send", "Gửi", ("draft",), "submitted", frozenset({Role.OFFICER})),
        Transition("return", "Trả lại", ("submitted",), "returned", frozenset({Role.REVIEWER}), needs_reason=True),
    ),
)


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


@pytest.fixture
def registration(period):
    plan = files.store_bytes(b"%PDF-1.7", name="ke-hoach.pdf", content_type="application/pdf")
    return Registration.objects.create(
        period=period, unit=make_unit(), plan_file=plan, plan_date=date(2023, 4, 5), commitment="Thi đua."
    )


def test_step_is_saved_and_logged(registration, officer):
    moved = transitions.apply(FLOW, registration, "send", by=officer, submitted_at=timezone.now())
    assert Registration.objects.get(pk=registration.pk).state == moved.state == "submitted"
    line = AuditEvent.objects.latest("id")
    assert (line.action, line.actor, line.data["from"], line.data["to"]) == (
        "thu.send",
        officer.username,
        "draft",
        "submitted",
    )


def test_refusal_changes_and_logs_nothing(registration, officer):
    before = AuditEvent.objects.count()
    with pytest.raises(TransitionDenied, match="không có quyền"):
        transitions.apply(FLOW, registration, "send", by=make_user(Role.ADMIN), submitted_at=timezone.now())
    assert (Registration.objects.get(pk=registration.pk).state, AuditEvent.objects.count()) == ("draft", before)


def test_the_stored_state_counts_not_the_one_in_hand(registration, officer):
    stale = Registration.objects.get(pk=registration.pk)
    transitions.apply(FLOW, registration, "send", by=officer, submitted_at=timezone.now())
    with pytest.raises(TransitionDenied, match="Đã gửi"):
        transitions.apply(FLOW, stale, "send", by=officer, submitted_at=timezone.now())


def test_superuser_without_appointment_may_nothing(registration):
    root = make_user()
    root.is_superuser = root.is_staff = True
    root.save()
    with pytest.raises(TransitionDenied, match="không có quyền"):
        transitions.apply(FLOW, registration, "send", by=root, submitted_at=timezone.now())
    assert root.roles == frozenset()
