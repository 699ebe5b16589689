"""Payments: what a bank told, whose the money is, what it buys, and what becomes of it when it goes back."""
