"""How a web worker's memory is collected."""

import gc

OBJECTS = 10_000  # more than a page of 200 lines makes; 700 unless told


def settle() -> None:
    """Leave what is loaded out of every collection from now on, and collect between pages rather than within."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS)
