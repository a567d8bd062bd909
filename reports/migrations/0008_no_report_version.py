from django.db import migrations

TABLE = 'ALTER TABLE "reports_selfreport" '


class Migration(migrations.Migration):
    """Cells have numbers of their own. In plain SQL, so that SQLite does not remake a table whose triggers would go."""

    dependencies = [("reports", "0007_rules_of_cells_and_requests")]
    operations = [
        migrations.RunSQL(
            TABLE + 'DROP COLUMN "version"',
            TABLE + 'ADD COLUMN "version" integer NOT NULL DEFAULT 0 CHECK ("version" >= 0)',
            state_operations=[migrations.RemoveField("selfreport", "version")],
        ),
    ]
