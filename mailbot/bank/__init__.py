"""Files of the bank, read into records of payments: camt.053, camt.054 and CSV exports (payments.md 8.2).
Pure: bytes in, frozen values out; a file is hostile until it is read."""
