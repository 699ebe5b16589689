"""The registers: customers as an admin keeps them, by command, by mail or as a table that is brought in and taken out."""
