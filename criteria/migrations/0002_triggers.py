from django.db import migrations

from core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("criteria", "0001_initial")]
    operations = [
        *append_only("criteria_scoresheet"),
        *append_only("criteria_indicator"),
        *append_only("criteria_target"),
        *append_only("criteria_standard"),
    ]
