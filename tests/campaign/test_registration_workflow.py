"""The whole matrix of a registration: from each state, each step, each role; guards, and the database behind them."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from campaign.enums import RegistrationState as State
from campaign.models import Registration
from campaign.selectors import late_note
from campaign.services import registrations as service
from campaign.workflow import REGISTRATION
from core import files, transitions
from core.models import AuditEvent, StoredFile
from core.workflow import TransitionDenied
from tests.campaign.conftest import CONTENT, at, pdf
from tests.factories import make_user
from units.enums import Role

pytestmark = pytest.mark.django_db
NOW = at(2023, 6, 15, 9)


@pytest.fixture
def at_state(period, people, commune):
    """Walks a registration of the commune to a state with the real services."""

    def walk(state: str) -> Registration:
        officer, reviewer = people[Role.OFFICER], people[Role.REVIEWER]
        row = service.open_registration(period, commune, by=officer)
        row = service.save_registration(row, by=officer, now=NOW, upload=pdf(), **CONTENT)
        if state != State.DRAFT:
            row = service.submit_registration(row, by=officer, now=NOW)
        if state == State.ACCEPTED:
            row = service.accept_registration(row, by=reviewer, now=NOW)
        if state == State.RETURNED:
            row = service.return_registration(row, by=reviewer, reason="Thiếu chữ ký.")
        assert row.state == state
        return row

    return walk


ALLOWED = {
    (State.DRAFT, "submit", Role.OFFICER): State.SUBMITTED,
    (State.RETURNED, "submit", Role.OFFICER): State.SUBMITTED,
    (State.SUBMITTED, "accept", Role.REVIEWER): State.ACCEPTED,
    (State.SUBMITTED, "return", Role.REVIEWER): State.RETURNED,
}
STEPS = [step.name for step in REGISTRATION.transitions]


@pytest.mark.parametrize(("state", "step"), list(itertools.product(State, STEPS)))
def test_every_step_from_every_state_for_every_role(at_state, people, state, step):
    row = at_state(state)
    moved = {}
    for role in Role:
        with transaction.atomic():
            try:
                after = transitions.apply(
                    REGISTRATION, row, step, by=people[role], reason="Thiếu chữ ký.", submitted_at=NOW,
                    accepted_at=NOW, return_reason="Thiếu chữ ký.",
                )  # fmt: skip
            except TransitionDenied:
                continue
            moved[(state, step, role)] = after.state
            transaction.set_rollback(True)
    assert moved == {key: target for key, target in ALLOWED.items() if key[:2] == (state, step)}


def test_the_matrix_names_every_step():
    assert {step for _, step, _ in ALLOWED} == set(STEPS)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("plan_file", None, "Chưa đính kèm kế hoạch phát động"),
        ("plan_date", None, "Chưa ghi ngày ban hành"),
        ("commitment", " ", "Chưa ghi nội dung đăng ký"),
    ],
)
def test_what_is_missing_is_said(at_state, people, field, value, sentence):
    row = at_state(State.DRAFT)
    whole = getattr(row, field)
    Registration.objects.filter(pk=row.pk).update(**{field: value})
    with pytest.raises(TransitionDenied, match=sentence):
        service.submit_registration(row, by=people[Role.OFFICER], now=NOW)
    Registration.objects.filter(pk=row.pk).update(**{field: whole})
    assert service.submit_registration(row, by=people[Role.OFFICER], now=NOW).state == State.SUBMITTED


def test_only_the_own_unit_registers(period, commune, people, at_state):
    stranger = make_user(Role.OFFICER)
    row = at_state(State.DRAFT)
    for act in (
        lambda: service.open_registration(period, commune, by=stranger),
        lambda: service.save_registration(row, by=stranger, now=NOW, commitment="x"),
        lambda: service.submit_registration(row, by=stranger, now=NOW),
    ):
        with pytest.raises(TransitionDenied, match="cho đơn vị mình"):
            act()
    assert Registration.objects.get().commitment == CONTENT["commitment"]
    assert service.submit_registration(row, by=people[Role.OFFICER], now=NOW).state == State.SUBMITTED


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED])
def test_a_sent_registration_is_not_edited(at_state, people, state):
    row = at_state(state)
    with pytest.raises(TransitionDenied, match="không sửa được"):
        service.save_registration(row, by=people[Role.OFFICER], now=NOW, commitment="Khác")


def test_a_returned_one_is_edited_and_sent_again(at_state, people):
    row = at_state(State.RETURNED)
    officer = people[Role.OFFICER]
    row = service.save_registration(row, by=officer, now=NOW, plan_number="13/KH-UBND")
    row = service.submit_registration(row, by=officer, now=at(2023, 7, 2, 8))
    row = service.accept_registration(row, by=people[Role.REVIEWER], now=at(2023, 7, 3, 8))
    assert (row.state, row.plan_number, row.submitted_at) == (State.ACCEPTED, "13/KH-UBND", at(2023, 7, 2, 8))


@pytest.mark.parametrize(("now", "open_"), [(at(2023, 12, 31, 23, 59), True), (at(2024, 1, 1), False)])
def test_the_year_closes(at_state, people, now, open_):
    row, officer = at_state(State.DRAFT), people[Role.OFFICER]
    acts = (
        lambda: service.save_registration(row, by=officer, now=now, commitment="Khác"),
        lambda: service.submit_registration(row, by=officer, now=now),
    )
    for act in acts:
        if open_:
            act()
        else:
            with pytest.raises(TransitionDenied, match="Năm 2023 đã đóng từ hết ngày 31/12/2023"):
                act()


@pytest.mark.parametrize(
    ("sent", "note"),
    [
        (at(2023, 6, 30, 23, 59), ""),
        (at(2023, 7, 1), "Gửi ngày 01/07/2023, sau hạn 30/06/2023 (mục VI.5: trong Quý 2/2023). "
                         "Đăng ký vẫn được tiếp nhận."),
    ],
)  # fmt: skip
def test_late_is_remarked_never_refused(at_state, people, sent, note):
    row = service.submit_registration(at_state(State.DRAFT), by=people[Role.OFFICER], now=sent)
    assert late_note(row) == note
    row.period.launch_plan_due = None
    assert late_note(row) == ""


def test_a_return_needs_a_reason(at_state, people):
    row = at_state(State.SUBMITTED)
    for reason in ("", "  \n", "\u200b"):
        with pytest.raises(TransitionDenied, match="Cần ghi lý do"):
            service.return_registration(row, by=people[Role.REVIEWER], reason=reason)
    assert (
        service.return_registration(row, by=people[Role.REVIEWER], reason="Thie\u0302\u0301u.").return_reason
        == "Thiếu."
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("ke-hoach.pdf", b"<html>", "không đúng với đuôi .pdf"),
        ("ke-hoach.exe", b"MZ", "không thuộc loại được nhận"),
        ("ke-hoach.xlsx", b"PK", "không thuộc loại được nhận"),
        ("ke-hoach.docx", b"PK\x03\x04", "không đúng với đuôi .docx"),
        ("ke-hoach.pdf", b"%PDF-1.7 /JavaScript %%EOF", "mã lệnh"),
    ],
)
def test_a_file_that_lies_is_refused_and_the_old_one_stays(at_state, people, name, content, sentence):
    row = at_state(State.DRAFT)
    upload = SimpleUploadedFile(name, content)
    with pytest.raises(ValidationError, match=sentence):
        service.save_registration(row, by=people[Role.OFFICER], now=NOW, upload=upload, commitment="Khác")
    kept = Registration.objects.get()
    assert (kept.plan_file_id, kept.commitment) == (row.plan_file_id, CONTENT["commitment"])
    assert files.read(kept.plan_file).startswith(b"%PDF")


def test_the_log_tells_the_story(at_state):
    at_state(State.ACCEPTED)
    assert list(AuditEvent.objects.order_by("id").values_list("action", "actor")) == [
        ("registration.plan_attached", "officer"),
        ("registration.submit", "officer"),
        ("registration.accept", "reviewer"),
    ]


# --- the database --------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED])
@pytest.mark.parametrize(
    "change",
    [
        {"plan_number": "99"}, {"plan_date": date(2023, 1, 1)}, {"plan_file": None}, {"commitment": "x"},
        {"contact_name": "x"}, {"contact_phone": "1"}, {"submitted_at": NOW.replace(hour=1)},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_the_database_keeps_what_was_sent(at_state, state, change):
    row = at_state(state)
    with pytest.raises(DatabaseError, match=r"da gui|complete"), transaction.atomic():
        Registration.objects.filter(pk=row.pk).update(**change)
    assert Registration.objects.filter(pk=row.pk).update(return_reason="x") == 1


DIRECT = {
    State.DRAFT: {State.SUBMITTED},
    State.SUBMITTED: {State.ACCEPTED, State.RETURNED},
    State.RETURNED: {State.SUBMITTED},
    State.ACCEPTED: set(),
}


@pytest.mark.parametrize("state", State)
def test_the_database_knows_the_steps(at_state, state):
    row, reached = at_state(state), set()
    for target in set(State) - {state}:
        try:
            with transaction.atomic():
                Registration.objects.filter(pk=row.pk).update(
                    state=target,
                    accepted_at=NOW,
                    return_reason="x",
                    **({} if row.submitted_at else {"submitted_at": NOW}),
                )
                reached.add(target)
                transaction.set_rollback(True)
        except DatabaseError:
            continue
    assert reached == DIRECT[state]


@pytest.mark.parametrize("state", State)
def test_what_was_sent_is_never_deleted(at_state, state):
    row = at_state(state)
    if state == State.DRAFT:
        row.delete()
        assert not Registration.objects.exists()
        return
    with pytest.raises(DatabaseError, match="khong duoc xoa"), transaction.atomic():
        row.delete()
    assert Registration.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "khac"},
        {"state": State.SUBMITTED, "submitted_at": None},
        {"state": State.SUBMITTED, "plan_file": None},
        {"state": State.SUBMITTED, "plan_date": None},
        {"state": State.SUBMITTED, "commitment": ""},
        {"state": State.ACCEPTED, "accepted_at": None},
        {"state": State.RETURNED, "return_reason": ""},
    ],
    ids=str,
)
def test_constraints(period, commune, fields):
    file = StoredFile.objects.create(name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64)
    good = {
        "period": period, "unit": commune, "plan_file": file, "plan_date": date(2023, 5, 1), "commitment": "x",
        "submitted_at": NOW, "accepted_at": NOW, "return_reason": "x", "state": fields["state"],
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(**good | fields)
    if fields["state"] in State.values:
        Registration.objects.create(**good)
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.create(**good)  # registration_once
