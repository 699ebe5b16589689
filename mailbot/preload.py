"""What the fork server imports once, so that every worker starts at once and shares its memory.
Frozen out of the garbage collector: it would touch every object and copy what could stay shared."""

import gc

import mailbot.worker  # noqa: F401 - imported for its sake

gc.collect()
gc.freeze()
