from django.db import migrations

from core.triggers import append_only, refuse


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        *append_only("core_auditevent"),
        refuse(
            "core_storedfile",
            "fixed",
            "UPDATE",
            "NEW.sha256 <> OLD.sha256 OR NEW.size <> OLD.size OR NEW.content_type <> OLD.content_type",
            "tep da luu khong duoc tro sang noi dung khac",
        ),
    ]
