"""The list of units as a workbook: one row a unit, known by its code."""

from datetime import date

from django.core.exceptions import ValidationError
from import_export.fields import Field

from core import text
from units.enums import UnitKind
from units.models import Unit
from units.resources.base import TellingResource, complain
from units.services.units import SORT_OF_KIND, overlap
from units.validators import CODE, STATE_CODE
from units.widgets import ChoiceWidget, DayWidget, LineWidget, YesNoWidget


class UnitResource(TellingResource):
    code = Field("code", "Mã đơn vị", LineWidget())
    name = Field("name", "Tên đơn vị", LineWidget())
    short_name = Field("short_name", "Tên gọi ngắn", LineWidget())
    kind = Field("kind", "Loại đơn vị", ChoiceWidget(UnitKind.choices))
    aliases = Field("aliases", "Tên gọi khác", LineWidget())
    state_code = Field("state_code", "Mã hành chính", LineWidget())
    email = Field("email", "Thư điện tử", LineWidget())
    is_it_enterprise = Field("is_it_enterprise", "Doanh nghiệp CNTT", YesNoWidget())
    valid_from = Field("valid_from", "Hoạt động từ", DayWidget(default=date(2023, 1, 1)))
    valid_to = Field("valid_to", "Hoạt động đến", DayWidget())
    successor_code = Field("successor_code", "Mã đơn vị kế thừa", LineWidget())

    class Meta:
        model = Unit
        fields = (
            "code", "name", "short_name", "kind", "aliases", "state_code", "email", "is_it_enterprise",
            "valid_from", "valid_to", "successor_code",
        )  # fmt: skip
        import_id_fields = ("code",)
        use_transactions = True
        report_skipped = True
        skip_unchanged = True
        skip_html_diff = True
        store_instance = True

    REQUIRED = ("Mã đơn vị", "Tên đơn vị", "Loại đơn vị")

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        self.known = {unit.code: unit for unit in Unit.objects.select_related("successor")}
        for unit in self.known.values():
            unit.successor_code = unit.successor.code if unit.successor else ""
        self.by_name: dict[str, list[Unit]] = {}
        for unit in self.known.values():
            self.by_name.setdefault(text.name_key(unit.name), []).append(unit)
        self.seen: dict[str, int] = {}
        self.codes = {text.clean(str(code)) for code in dataset["Mã đơn vị"] if code is not None} | set(self.known)

    def get_instance(self, instance_loader, row):
        return self.known.get(text.clean(str(row["Mã đơn vị"] or "")))

    def init_instance(self, row=None):
        unit = super().init_instance(row)
        unit.successor_code = ""
        return unit

    def after_init_instance(self, instance, new, row, **kwargs):
        if new or "Tên gọi ngắn" in row:
            row["Tên gọi ngắn"] = row.get("Tên gọi ngắn") or row["Tên đơn vị"]

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        faults = dict(import_validation_errors or {})
        self._check(instance, faults)
        try:
            instance.clean_fields(exclude=[*faults, "successor", "search", "sort_key"])
        except ValidationError as fault:
            faults |= fault.error_dict
        if faults:
            raise ValidationError(faults)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if (first := self.seen.setdefault(instance.code, self.number)) != self.number:
            raise ValidationError({"code": f"Mã này đã có ở dòng {first} của tệp."})
        return super().skip_row(instance, original, row, import_validation_errors)

    def _check(self, unit: Unit, faults: dict) -> None:
        complain(faults, "code", unit.code, CODE)
        complain(faults, "state_code", unit.state_code, STATE_CODE)
        if "valid_to" not in faults and unit.valid_to and unit.valid_to < unit.valid_from:
            faults["valid_to"] = ["Ngày kết thúc hoạt động phải sau ngày bắt đầu."]
        if unit.successor_code and (unit.successor_code not in self.codes or unit.successor_code == unit.code):
            faults["successor_code"] = [f"Không có đơn vị nào khác mang mã “{unit.successor_code}”."]
        if "name" not in faults and "valid_from" not in faults and "valid_to" not in faults:
            self._check_name(unit, faults)

    def _check_name(self, unit: Unit, faults: dict) -> None:
        twins = self.by_name.setdefault(text.name_key(unit.name), [])
        for twin in twins:
            if twin.code != unit.code and text.name_key(twin.name) == text.name_key(unit.name) and overlap(twin, unit):
                faults["name"] = [f"Đơn vị “{twin.name}” đã có với mã {twin.code}. Dùng mã ấy, hoặc sửa tên."]
        twins.append(unit)

    def before_save_instance(self, instance, row, **kwargs):
        instance.sort = instance.sort or SORT_OF_KIND[instance.kind]

    def after_import(self, dataset, result, **kwargs):
        """Successors at the end: they may stand further down in the file."""
        if self.trial:
            return
        now = {unit.code: unit for unit in Unit.objects.all()}
        for row in result.rows:
            unit = now.get(getattr(row.instance, "code", None))
            if unit is None or row.import_type == "skip":
                continue
            successor = now.get(row.instance.successor_code)
            if unit.successor_id != (successor.pk if successor else None):
                unit.successor = successor
                unit.save(update_fields=["successor"])

    def export_queryset(self):
        units = list(Unit.objects.select_related("successor"))
        for unit in units:
            unit.successor_code = unit.successor.code if unit.successor else ""
        return units
