"""What an agent's mail does: his words go to the customer, his commands run; all of it, or none of it.
The table of what each command does is in doing.py; how commands are read stands in desk/commands."""
