"""Kinds of units and roles of people."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    PHONG_BAN = "PHONG_BAN", "Phòng, ban, cơ quan huyện"
    DOAN_THE = "DOAN_THE", "Mặt trận, đoàn thể huyện"
    SU_NGHIEP = "SU_NGHIEP", "Đơn vị sự nghiệp"
    NGANH_DOC = "NGANH_DOC", "Cơ quan ngành dọc"
    CAP_XA = "CAP_XA", "Xã, thị trấn"
    DOANH_NGHIEP = "DOANH_NGHIEP", "Doanh nghiệp"


# cơ quan chủ quản of these is the district itself; the others sign in their own name
UNDER_THE_DISTRICT = frozenset({UnitKind.PHONG_BAN, UnitKind.SU_NGHIEP})


class Role(TextChoices):
    OFFICER = "officer", "Cán bộ đơn vị"
    HEAD = "head", "Lãnh đạo đơn vị"
    REVIEWER = "reviewer", "Phòng Văn hóa và Thông tin"
    APPRAISER = "appraiser", "Phòng Nội vụ"
    COUNCIL = "council", "Thành viên Hội đồng"
    CHAIRMAN = "chairman", "Chủ tịch"
    INSPECTOR = "inspector", "Thanh tra"
    ADMIN = "admin", "Quản trị"
