"""Nghị định 30/2020: the shared parts, as an office clerk would check them."""

from datetime import date

import pytest

from core import letterhead as nd30


def test_number_and_place_as_the_decree_writes_them():
    assert str(nd30.DocumentNumber("QĐ-UBND", 5)) == "Số: 05/QĐ-UBND"
    assert str(nd30.DocumentNumber("QĐ-UBND", 749)) == "Số: 749/QĐ-UBND"
    assert str(nd30.DocumentNumber("TTr-VHTT")).endswith("/TTr-VHTT")
    assert str(nd30.PlaceDate("Đắk Song", date(2023, 1, 5))) == "Đắk Song, ngày 05 tháng 01 năm 2023"
    assert str(nd30.PlaceDate("Đắk Song", date(2023, 12, 15))) == "Đắk Song, ngày 15 tháng 12 năm 2023"
    assert str(nd30.PlaceDate("Đắk Song", year=2023)) == "Đắk Song, ngày … tháng … năm 2023"


def test_issuer_is_upper_case_and_keeps_its_lines():
    issuer = nd30.Issuer("Phòng Văn hóa\nvà Thông tin", "Ủy ban nhân dân huyện Đắk Song")
    assert issuer.organ_lines == ("PHÒNG VĂN HÓA", "VÀ THÔNG TIN")
    assert nd30.Issuer("Ủy ban nhân dân huyện Đắk Song").organ_lines == ("ỦY BAN NHÂN DÂN", "HUYỆN ĐẮK SONG")
    assert nd30.Issuer("Phòng Nội vụ").organ_lines == ("PHÒNG NỘI VỤ",)
    assert nd30.Issuer("Phòng Văn hóa và Thông tin").organ_lines == ("PHÒNG VĂN HÓA", "VÀ THÔNG TIN")
    assert issuer.parent_lines == ("ỦY BAN NHÂN DÂN", "HUYỆN ĐẮK SONG")


def test_signers():
    assert nd30.signer_for_body("Ủy ban nhân dân", "Chủ tịch").lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert nd30.signer_for_head("Chủ tịch", "Phó Chủ tịch").lines == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert nd30.signer_for_head("Chủ tịch", "Phó Chủ tịch", body="Ủy ban nhân dân").lines == (
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    with pytest.raises(ValueError, match="không phải quyền hạn ký"):
        nd30.Signer("CHỦ TỊCH", prefixes=("TT. ỦY BAN",))


def test_lists_end_as_the_decree_ends_them():
    assert nd30.legal_bases(("Căn cứ Luật A", " Căn cứ Nghị định B; ", "")) == (
        "Căn cứ Luật A;",
        "Căn cứ Nghị định B.",
    )
    assert nd30.legal_bases(("Như nhau", "Như nhau")) == ("Như nhau;", "Như nhau.")
    assert nd30.recipients(("Như Điều 3;", "Lưu: VT, NV")) == ("- Như Điều 3;", "- Lưu: VT, NV.")
    assert nd30.recipients(()) == ()


def test_titles_keep_pairs_of_syllables_together():
    assert nd30.bind_title("Chủ tịch Ủy ban nhân dân, 2023 - 2025") == (
        "Chủ\u00a0tịch Ủy\u00a0ban nhân\u00a0dân, 2023\u00a0-\u00a02025"
    )


def test_points_follow_the_vietnamese_alphabet():
    assert [nd30.point_letter(place) for place in range(1, 9)] == ["a", "b", "c", "d", "đ", "e", "g", "h"]
    assert [nd30.roman(number) for number in (1, 4, 6, 9, 14, 40)] == ["I", "IV", "VI", "IX", "XIV", "XL"]
