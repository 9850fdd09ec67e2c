"""Everything about oneself, in one document: as JSON for programs, as a page to read, as a calendar."""
