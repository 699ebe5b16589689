"""Whom the demonstration plays: a small vendor of bookkeeping software, its agent, a customer and a stranger.
All domains end in .example: no mail can reach anybody."""

from __future__ import annotations

PASSWORD_NAME = "MAILBOT_DEMO_EVA"  # noqa: S105 - the name of an environment variable
SUPPORT, ANNA, EVA, HANS = "support@bokfix.example", "anna@firma.example", "eva@bokfix.example", "hans@muster.example"
AUTHSERV = "mx.bokfix.example"

CONFIG = """\
# A small vendor of bookkeeping software, as `mailbot demo` plays it.
[vendor]
name = "Bokfix"
website = "https://www.bokfix.example"
languages = ["sv", "de", "nl", "en"]
default_language = "sv"

[mailbox]
address = "support@bokfix.example"
trusted_authserv = ["mx.bokfix.example"]

[cases]
number_format = "BX-{{year}}-{{number:06}}"

[listen]
smtp = "127.0.0.1:{smtp}"
submission = "127.0.0.1:{submission}"

[[tier]]
name = "free"
kind = "free"
answered = false

[[tier]]
name = "block"
kind = "prepaid_blocks"
price = 300
currency = "SEK"
block_minutes = 15
answer_within = "1 workday"
issue_credentials = true

[payments]
payee = "Bokfix HB"
accounts = ["PG 12 34 56-6"]

[hours.office]
timezone = "Europe/Stockholm"
holidays = "SE"
monday = ["09:00-12:00", "13:00-17:00"]
tuesday = ["09:00-12:00", "13:00-17:00"]
wednesday = ["09:00-12:00", "13:00-17:00"]
thursday = ["09:00-12:00", "13:00-17:00"]
friday = ["09:00-12:00", "13:00-17:00"]

[[agent]]
id = "eva"
name = "Eva"
email = ["eva@bokfix.example"]
role = "admin"
languages = ["sv"]
password_from = "MAILBOT_DEMO_EVA"
"""
