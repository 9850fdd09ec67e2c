"""What the letters about meetings say, kind by kind."""

from entraide.meetings.letters import dates, places, series

KINDS = {**dates.KINDS, **places.KINDS, **series.KINDS}
