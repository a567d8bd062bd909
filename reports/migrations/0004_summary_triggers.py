from django.db import migrations

from core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_summary")]
    operations = [*append_only("reports_summarypaper")]
