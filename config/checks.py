"""Deployment checks: what is fine for a trial on one machine and wrong for an office in service."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from core.trust import read_certificates, sort_certificates


@register(Tags.security, deploy=True)
def served_for_real(app_configs, **kwargs) -> list[Error]:
    faults = []
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        faults.append(Error("Máy chủ chính thức cần PostgreSQL.", hint="Đặt DATABASE_URL.", id="thidua.E001"))
    if settings.CELERY_BROKER_URL.startswith("filesystem"):
        faults.append(Error("Máy chủ chính thức cần Redis.", hint="Đặt REDIS_URL.", id="thidua.E002"))
    if "localhost" in settings.SITE_URL or not settings.SITE_URL.startswith("https://"):
        faults.append(
            Error("Địa chỉ in trên Giấy khen phải là tên miền https.", hint="Đặt SITE_URL.", id="thidua.E003")
        )
    if settings.DEMO:
        faults.append(Error("Bản dùng thử không được chạy chính thức.", hint="Bỏ DEMO.", id="thidua.E004"))
    return faults


@register()
def signing_roots(app_configs, **kwargs) -> list[Warning]:
    """A folder that is named must be readable and hold a root; the rest of the portal runs without, hence a warning."""
    if not settings.SIGNING_ROOTS:
        return []
    hint = "Đặt SIGNING_ROOTS là thư mục các tệp .pem, .crt, .cer, .der; xem docs/operations.md, mục Ký số."
    try:
        roots, _ = sort_certificates(read_certificates(Path(settings.SIGNING_ROOTS)))
    except (OSError, ValueError) as fault:
        return [Warning(f"Không đọc được chứng thư gốc để kiểm tra chữ ký số: {fault}", hint=hint, id="thidua.W005")]
    return [] if roots else [Warning("Thư mục SIGNING_ROOTS không có chứng thư gốc nào.", hint=hint, id="thidua.W006")]
