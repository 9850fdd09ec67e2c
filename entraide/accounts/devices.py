"""Name a browser in words its owner recognises, without keeping more."""

BROWSERS = {
    "Edg": "Edge",
    "SamsungBrowser": "Samsung",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}  # in this order: most of them also call themselves by the names below
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def name_of(agent: str) -> str:
    """Say « Firefox, Android » of a User-Agent header; an unknown one is « ? »."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part) or "?"
