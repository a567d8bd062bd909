"""The list of accounts as a workbook: one row an appointment; an account with two appointments has two rows."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export.fields import Field

from core import text
from units.enums import Role
from units.models import Appointment, Unit, User
from units.resources.base import TellingResource, complain
from units.services import people
from units.validators import PHONE, USERNAME
from units.widgets import ChoiceWidget, DayWidget, LineWidget

PERSON = ("full_name", "email", "phone")
POST = ("unit_code", "role", "title", "valid_from", "valid_to")


class RoleWidget(ChoiceWidget):
    def clean(self, value, row=None, **kwargs):
        return super().clean(value) if value not in (None, "") else ""


class AccountResource(TellingResource):
    username = Field("username", "Tên đăng nhập", LineWidget())
    full_name = Field("full_name", "Họ và tên", LineWidget())
    email = Field("email", "Thư điện tử", LineWidget())
    phone = Field("phone", "Điện thoại", LineWidget())
    unit_code = Field("unit_code", "Mã đơn vị", LineWidget())
    role = Field("role", "Vai trò", RoleWidget(Role.choices))
    title = Field("title", "Chức vụ", LineWidget())
    valid_from = Field("valid_from", "Từ ngày", DayWidget())
    valid_to = Field("valid_to", "Đến ngày", DayWidget())

    class Meta:
        model = User
        fields = ("username", *PERSON, *POST)
        import_id_fields = ("username",)
        use_transactions = True
        report_skipped = True
        skip_unchanged = True
        skip_html_diff = True
        store_instance = True

    REQUIRED = ("Tên đăng nhập", "Họ và tên")

    def before_import(self, dataset, *, by, **kwargs):
        super().before_import(dataset, **kwargs)
        self.by = by
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.known = {user.username: user for user in User.objects.all()}
        self.posts: dict[str, list[Appointment]] = {}
        self.names: dict[tuple[int, str], str] = {}
        for post in Appointment.objects.select_related("user", "unit"):
            self._remember(post)
        self.seen: dict[str, tuple[int, tuple]] = {}
        self.seen_posts: dict[tuple, int] = {}

    def _remember(self, post: Appointment) -> None:
        self.posts.setdefault(post.user.username, []).append(post)
        self.names.setdefault((post.unit_id, text.name_key(post.user.full_name)), post.user.username)

    def get_instance(self, instance_loader, row):
        return self.known.get(text.clean(str(row["Tên đăng nhập"] or "")))

    def after_init_instance(self, instance, new, row, **kwargs):
        """Puts the stored appointment that the row speaks of beside the account, to be compared."""
        self.post = None if new else self._stored_post(instance, row)
        for name in POST:
            setattr(instance, name, None if name.startswith("valid") else "")
        if self.post:
            instance.unit_code, instance.role, instance.title = self.post.unit.code, self.post.role, self.post.title
            instance.valid_from, instance.valid_to = self.post.valid_from, self.post.valid_to
        elif row.get("Mã đơn vị") and not row.get("Từ ngày"):
            row["Từ ngày"] = timezone.localdate()

    def _stored_post(self, user: User, row) -> Appointment | None:
        try:
            role = self.fields["role"].clean(row) if "Vai trò" in row else ""
            start = self.fields["valid_from"].clean(row) if "Từ ngày" in row else None
        except ValueError:
            return None  # told at its cell by the import itself
        code = text.clean(str(row.get("Mã đơn vị") or ""))
        same = [p for p in self.posts.get(user.username, []) if (p.unit.code, p.role) == (code, role)]
        if start is None:
            if same and "Từ ngày" in row:
                row["Từ ngày"] = same[-1].valid_from
            return same[-1] if same else None
        return next((post for post in same if post.valid_from == start), None)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        person = tuple(getattr(instance, name) for name in PERSON)
        first, told = self.seen.setdefault(instance.username, (self.number, person))
        if told != person:
            raise ValidationError(f"Tài khoản này ở dòng {first} ghi họ tên, thư hoặc điện thoại khác.")
        key = (instance.username, instance.unit_code, instance.role, instance.valid_from)
        if (first := self.seen_posts.setdefault(key, self.number)) != self.number:
            raise ValidationError(f"Dòng này lặp lại dòng {first}.")
        return super().skip_row(instance, original, row, import_validation_errors)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        faults = dict(import_validation_errors or {})
        complain(faults, "username", instance.username, USERNAME)
        complain(faults, "phone", instance.phone, PHONE)
        if instance.is_superuser:
            faults["username"] = ["Tài khoản kỹ thuật chỉ được sửa bằng dòng lệnh trên máy chủ."]
        try:
            instance.clean_fields(exclude=[*faults, "password", "search", "sort_key", "last_login"])
        except ValidationError as fault:
            faults |= fault.error_dict
        self._check_post(instance, faults)
        if faults:
            raise ValidationError(faults)

    def _check_post(self, user: User, faults: dict) -> None:
        if bool(user.unit_code) != bool(user.role) and not {"unit_code", "role"} & set(faults):
            faults["role" if user.unit_code else "unit_code"] = ["Phân công cần cả mã đơn vị và vai trò."]
        if user.unit_code and user.unit_code not in self.units:
            faults["unit_code"] = [f"Không có đơn vị nào mang mã “{user.unit_code}”."]
        if faults or not user.unit_code:
            return
        post = self._wanted(user)
        if user.pk == self.by.pk and (told := self._against_oneself(post)):
            faults |= told
            return
        last = date.max
        try:
            post.clean_fields(exclude=["user", "unit"])
        except ValidationError as fault:
            faults |= fault.error_dict
        if post.valid_to and post.valid_to < post.valid_from:
            faults["valid_to"] = ["Ngày thôi giữ vai trò phải sau ngày bắt đầu."]
        for other in self.posts.get(user.username, []):
            same = other is not self.post and (other.unit.code, other.role) == (user.unit_code, user.role)
            if same and post.valid_from <= (other.valid_to or last) and other.valid_from <= (post.valid_to or last):
                since = text.date_short(other.valid_from)
                faults["valid_from"] = [f"Người này đã giữ vai trò ấy ở đơn vị này từ {since}."]
        namesake = self.names.get((post.unit.pk, text.name_key(user.full_name)), user.username)
        if namesake != user.username:
            self.note.warnings.append(f"Đơn vị đã có tài khoản {namesake} cùng họ tên. Kiểm tra có phải một người.")

    def _against_oneself(self, post: Appointment) -> dict:
        if self.post is None:
            return {"role": [people.NOT_ONESELF]}
        if post.role == Role.ADMIN and post.valid_to:
            return {"valid_to": ["Anh/chị không tự thôi vai trò Quản trị của mình. Hãy nhờ một quản trị khác."]}
        return {}

    def _wanted(self, user: User) -> Appointment:
        post = self.post or Appointment(role=user.role, unit=self.units[user.unit_code])
        post.title, post.valid_to = user.title, user.valid_to
        post.valid_from = user.valid_from
        return post

    def before_save_instance(self, instance, row, **kwargs):
        if instance.pk is None and not self.trial:
            password = people.temporary_password()
            people.hand_out(instance, password)
            self.passwords.append((instance, password))

    def after_save_instance(self, instance, row, **kwargs):
        self.known[instance.username] = instance
        if instance.unit_code:
            new = self.post is None
            post = self._wanted(instance)
            post.user = instance
            if not self.trial:
                post.save()
            if new:
                self._remember(post)

    def export_queryset(self):
        """Accounts in the order of units, one per appointment; one without any stands alone."""
        posts = Appointment.objects.select_related("user", "unit").order_by(
            "unit__sort", "user__sort_key", "valid_from"
        )
        for post in posts.filter(user__is_superuser=False):
            yield self._row(post.user, post)
        for user in User.objects.filter(appointments__isnull=True, is_superuser=False).order_by("sort_key"):
            yield self._row(user, None)

    @staticmethod
    def _row(user: User, post: Appointment | None) -> User:
        user.unit_code = post.unit.code if post else ""
        for name in POST[1:]:
            setattr(user, name, getattr(post, name) if post else None)
        return user
