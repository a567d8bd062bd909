from django.db import migrations

from core.triggers import append_only, refuse


class Migration(migrations.Migration):
    dependencies = [("campaign", "0002_initial")]
    operations = [
        *append_only("campaign_planversion"),
        *append_only("campaign_clause"),
        refuse(
            "campaign_registration",
            "locked",
            "UPDATE",
            "OLD.state IN ('submitted', 'accepted') AND NEW.state = OLD.state AND ("
            "NEW.plan_number <> OLD.plan_number OR NEW.commitment <> OLD.commitment"
            " OR NEW.plan_file_id IS DISTINCT FROM OLD.plan_file_id)",
            "dang ky da gui, khong duoc sua",
        ),
    ]
