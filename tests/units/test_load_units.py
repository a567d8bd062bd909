"""The data file of units: complete, idempotent, and refused with a sentence when it is wrong."""

import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from core.models import AuditEvent
from units.enums import UnitKind
from units.models import Unit
from units.services.units import Loaded, load_units

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "units" / "data" / "dak_song.toml"

COMMUNES = {
    "24717": ("Thị trấn Đức An", "24717-2025"),
    "24718": ("Xã Đắk Môl", "24718-2025"),
    "24719": ("Xã Đắk Hòa", "24718-2025"),
    "24721": ("Xã Nam Bình", "24717-2025"),
    "24722": ("Xã Thuận Hà", "24722-2025"),
    "24724": ("Xã Thuận Hạnh", "24722-2025"),
    "24727": ("Xã Đắk N'Drung", "24717-2025"),
    "24728": ("Xã Nâm N'Jang", "24730-2025"),
    "24730": ("Xã Trường Xuân", "24730-2025"),
}


@pytest.mark.django_db
def test_nine_communes_with_their_successors():
    load_units(DATA)
    old = Unit.objects.filter(kind=UnitKind.CAP_XA, valid_from__lt=date(2025, 7, 1))
    assert {unit.code: (unit.short_name, unit.successor.code) for unit in old} == COMMUNES
    assert {unit.valid_to for unit in old} == {date(2025, 6, 30)}
    new = Unit.objects.filter(kind=UnitKind.CAP_XA, valid_from=date(2025, 7, 1))
    assert {unit.code: unit.state_code for unit in new} == {
        "24717-2025": "24717", "24718-2025": "24718", "24722-2025": "24722", "24730-2025": "24730",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing():
    first = load_units(DATA)
    rows, events = list(Unit.objects.values()), AuditEvent.objects.count()
    assert first == Loaded(new=len(rows), changed=0, same=0)
    assert load_units(DATA) == Loaded(new=0, changed=0, same=len(rows))
    assert list(Unit.objects.values()) == rows
    assert AuditEvent.objects.count() == events == 1


@pytest.mark.django_db
def test_a_changed_row_is_changed_and_a_unit_of_ones_own_stays(tmp_path):
    load_units(DATA)
    Unit.objects.create(code="truong-thpt", name="Trường THPT", short_name="Trường THPT", kind=UnitKind.SU_NGHIEP)
    changed = tmp_path / "moi.toml"
    changed.write_text(DATA.read_text("utf-8").replace('name = "Phòng Y tế"', 'name = "Phòng Y tế huyện"', 1), "utf-8")
    assert load_units(changed).changed == 1
    assert Unit.objects.get(code="phong-y-te").name == "Phòng Y tế huyện"
    assert Unit.objects.filter(code="truong-thpt").exists()


def test_every_owner_named_by_the_plan_is_in_the_file():
    plan = tomllib.loads((ROOT / "criteria" / "plans" / "dak_song_2023_2025.toml").read_text("utf-8"))
    owners = set(_owners(plan))
    assert "phong-tckh" in owners
    assert owners - {unit["code"] for unit in tomllib.loads(DATA.read_text("utf-8"))["unit"]} == set()


def _owners(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "owners":
                yield from value
            yield from _owners(value)
    elif isinstance(node, list):
        for item in node:
            yield from _owners(item)


def test_the_file_is_nfc():
    content = DATA.read_text("utf-8")
    assert content == unicodedata.normalize("NFC", content)


GOOD = '[[unit]]\ncode = "a"\nname = "Đơn vị A"\nshort_name = "A"\nkind = "CAP_XA"\n'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[[unit]\n", "Không đọc được tệp đơn vị"),
        ('ten = "x" y', "Không đọc được tệp đơn vị"),
        (GOOD + 'mau = "đỏ"\n', "Đơn vị thứ 1 (a): không có mục tên “mau”."),
        (GOOD.replace('name = "Đơn vị A"\n', "", 1), "Đơn vị thứ 1 (a): thiếu mục “name”."),
        (GOOD.replace("CAP_XA", "XA"), "Đơn vị thứ 1 (a): loại “XA” không có trong danh mục."),
        (GOOD + GOOD, "mã này xuất hiện hai lần"),
        (GOOD + 'successor = "b"\n', "đơn vị kế thừa “b” không có trong tệp"),
        (GOOD + "valid_to = 2020-01-01\n", "Ngày kết thúc hoạt động phải sau ngày bắt đầu."),
        (GOOD + "valid_to = 12\n", "mục “valid_to” sai kiểu dữ liệu"),
    ],
)
def test_a_wrong_file_is_refused_whole(tmp_path, content, sentence):
    file = tmp_path / "sai.toml"
    file.write_text(GOOD.replace('"a"', '"truoc"') + content, "utf-8")
    with pytest.raises(ValidationError) as refused:
        load_units(file)
    assert sentence.replace("thứ 1", "thứ 2") in refused.value.messages[0]
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_the_command_tells_what_it_did(capsys, tmp_path):
    call_command("load_units", str(DATA))
    assert f"{Unit.objects.count()} mới, 0 thay đổi, 0 giữ nguyên" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Không đọc được tệp đơn vị"):
        call_command("load_units", str(tmp_path / "khong-co.toml"))
