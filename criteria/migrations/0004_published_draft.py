from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("criteria", "0003_plan_draft")]
    operations = [
        refuse("criteria_plandraft", "published_final", "UPDATE", "OLD.published_id IS NOT NULL",
               "du thao da ban hanh, khong duoc sua"),
        refuse("criteria_plandraft", "published_kept", "DELETE", "OLD.published_id IS NOT NULL",
               "du thao da ban hanh, khong duoc xoa"),
    ]
