from django.db import migrations

from core.triggers import append_only, refuse

CONTENT = ("period_id", "unit_id", "plan_number", "plan_date", "plan_file_id", "commitment", "contact_name",
           "contact_phone", "submitted_at")
STEPS = ("(OLD.state = 'draft' AND NEW.state IN ('draft', 'submitted'))"
         " OR (OLD.state = 'submitted' AND NEW.state IN ('submitted', 'accepted', 'returned'))"
         " OR (OLD.state = 'returned' AND NEW.state IN ('returned', 'submitted'))"
         " OR (OLD.state = 'accepted' AND NEW.state = 'accepted')")


class Migration(migrations.Migration):
    dependencies = [("campaign", "0002_initial")]
    operations = [
        *append_only("campaign_planversion"),
        *append_only("campaign_clause"),
        refuse(
            "campaign_registration",
            "locked",
            "UPDATE",
            "OLD.state IN ('submitted', 'accepted') AND ("
            + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in CONTENT)
            + ")",
            "dang ky da gui, khong duoc sua",
        ),
        refuse("campaign_registration", "steps", "UPDATE", f"NOT ({STEPS})", "dang ky: buoc nay khong co trong quy trinh"),
        refuse("campaign_registration", "kept", "DELETE", "OLD.state <> 'draft'", "dang ky da gui, khong duoc xoa"),
    ]
