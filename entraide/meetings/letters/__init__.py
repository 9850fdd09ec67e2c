"""What the letters about meetings say, kind by kind."""

from entraide.meetings.letters import dates, helping, places, series, trial

KINDS = {**dates.KINDS, **helping.KINDS, **places.KINDS, **series.KINDS, **trial.KINDS}
