"""Sockets: bytes and envelopes, not their meaning. Floor 3."""
