"""AI THAM GIA: units of the district, people, and the roles they hold for a time."""
