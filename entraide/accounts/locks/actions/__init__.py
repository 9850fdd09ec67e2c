"""Making, showing and removing second locks; every function here adds and flushes, none commits."""
