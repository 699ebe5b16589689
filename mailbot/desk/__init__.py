"""What we decide and why. Pure. Floor 2."""
