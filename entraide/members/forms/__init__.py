"""The forms of members."""
