"""Mail knowledge: bytes to Message and back. Pure. Floor 1."""
