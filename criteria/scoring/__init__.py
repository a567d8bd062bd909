"""From a value to points, met or not, and the reason in words. Pure: no Django, no clock, exact arithmetic."""
