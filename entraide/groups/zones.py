"""The clocks a group may choose from, by their cities."""

from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask_babel import get_locale

ZONES = """
    Europe/Brussels Europe/Paris Europe/Luxembourg Europe/Amsterdam Europe/Berlin Europe/Zurich Europe/Vienna
    Europe/London Europe/Dublin Europe/Lisbon Europe/Madrid Europe/Rome Europe/Athens Europe/Warsaw Europe/Prague
    Europe/Copenhagen Europe/Stockholm Europe/Helsinki Europe/Bucharest Europe/Istanbul Atlantic/Azores
    Atlantic/Canary America/Guadeloupe America/Martinique America/Cayenne Indian/Reunion Pacific/Noumea
    America/Montreal America/New_York America/Edmonton America/Vancouver Africa/Casablanca
"""


def cities(own: str) -> list[tuple[str, str]]:
    """Return zones with their cities in the language of the page, by city; the group's own zone is among them."""
    page = str(get_locale() or "en")
    named = {
        zone: get_timezone_location(ZoneInfo(zone), locale=page, return_city=True) for zone in (*ZONES.split(), own)
    }
    return sorted(named.items(), key=lambda pair: pair[1])
