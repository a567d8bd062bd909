from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [
        refuse("units_importbatch", "once", "UPDATE", "OLD.applied_at IS NOT NULL", "luot nhap da ghi, khong duoc sua"),
    ]
