"""The settings: declared once, read whole, checked before anything starts.
Nothing in here opens a connection or asks for the time; only load.py and rules.py read files."""
