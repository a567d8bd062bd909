"""The invented people of the demo, their roles, and the one password they share."""

from dataclasses import dataclass

from units.enums import Role
from units.models import Appointment, Unit, User

PASSWORD = "thu-nghiem-2023"  # noqa: S105  (told on the sign-in page of a trial; production refuses DEMO)


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    title: str
    unit: str
    role: Role


PEOPLE = (
    Person("nambinh", "Nguyễn Thị Thử Nghiệm", "Công chức Văn hóa - Xã hội", "24721", Role.OFFICER),
    Person("lanhdao", "Đinh Văn Thử Ký", "Chủ tịch UBND xã", "24721", Role.HEAD),
    Person("vhtt", "Trần Văn Mẫu", "Chuyên viên", "phong-vhtt", Role.REVIEWER),
    Person("noivu", "Lê Thị Ví Dụ", "Chuyên viên, thường trực Hội đồng", "phong-noi-vu", Role.APPRAISER),
    Person("chutich", "Phạm Văn Giả Định", "Chủ tịch", "van-phong", Role.CHAIRMAN),
    Person("thanhtra", "Hoàng Thị Minh Họa", "Thanh tra viên", "thanh-tra", Role.INSPECTOR),
    Person("quantri", "Vũ Văn Thí Điểm", "Quản trị hệ thống", "van-phong", Role.ADMIN),
    Person("chutich", "Phạm Văn Giả Định", "Chủ tịch UBND huyện", "van-phong", Role.COUNCIL),
    Person("noivu", "Lê Thị Ví Dụ", "Chuyên viên Phòng Nội vụ", "phong-noi-vu", Role.COUNCIL),
    Person("hoidong1", "Đặng Văn Thử Một", "Phó Chủ tịch UBND huyện", "van-phong", Role.COUNCIL),
    Person("hoidong2", "Bùi Thị Thử Hai", "Trưởng phòng", "phong-noi-vu", Role.COUNCIL),
    Person("hoidong3", "Đỗ Văn Thử Ba", "Trưởng phòng", "phong-vhtt", Role.COUNCIL),
    Person("hoidong4", "Hồ Thị Thử Bốn", "Trưởng phòng", "phong-tckh", Role.COUNCIL),
    Person("hoidong5", "Ngô Văn Thử Năm", "Chủ tịch Liên đoàn Lao động", "lien-doan-lao-dong", Role.COUNCIL),
    Person("hoidong6", "Dương Thị Thử Sáu", "Chủ tịch Hội Nông dân", "hoi-nong-dan", Role.COUNCIL),
    Person("hoidong7", "Lý Văn Thử Bảy", "Chủ tịch Ủy ban Mặt trận Tổ quốc", "mttq", Role.COUNCIL),
)


def make_people() -> dict[str, User]:
    """The people above with their appointments, and an officer (`cb-<code>`) and a head (`ld-<code>`) for every other unit."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    people = list(PEOPLE)
    taken = {person.unit for person in PEOPLE if person.role == Role.OFFICER}
    people += [
        Person(f"cb-{code}", f"Cán bộ thử của {unit.short_name}", "Công chức", code, Role.OFFICER)
        for code, unit in units.items()
        if code not in taken
    ]
    known = set(User.objects.values_list("username", flat=True))
    signed = {person.unit for person in PEOPLE if person.role == Role.HEAD}
    people += [
        Person(f"ld-{code}", f"Lãnh đạo thử của {unit.short_name}", "Thủ trưởng", code, Role.HEAD)
        for code, unit in units.items()
        if code not in signed
    ]
    new = {person.username: person for person in reversed(people) if person.username not in known}
    User.objects.bulk_create(_account(person) for person in new.values())
    users = {user.username: user for user in User.objects.all()}
    held = set(Appointment.objects.values_list("user_id", "role"))
    Appointment.objects.bulk_create(
        Appointment(user=users[one.username], unit=units[one.unit], role=one.role, title=one.title)
        for one in people
        if (users[one.username].pk, one.role) not in held
    )
    return users


_hash = ""


def _account(person: Person) -> User:
    global _hash  # noqa: PLW0603  (the demo password is hashed once, not ninety times)
    user = User(username=person.username, full_name=person.name)
    if not _hash:
        user.set_password(PASSWORD)
        _hash = user.password
    user.password = _hash
    user.is_staff = user.is_superuser = person.role == Role.ADMIN
    if hasattr(user, "fill_keys"):
        user.fill_keys()
    return user


def demo_logins() -> list[tuple[str, str, str]]:
    """(role, user name, password) for the sign-in page and the end of `make run`; one line per role."""
    shown, seen = [], set()
    for person in PEOPLE:
        if person.role not in seen and person.username not in {username for _, username, _ in shown}:
            seen.add(person.role)
            shown.append((f"{person.role.label} ({person.title})", person.username, PASSWORD))
    return shown
