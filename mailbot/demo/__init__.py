"""`mailbot demo`: a desk that shows what it does, and the same desk for tests that need one as it runs.
Everything happens on this machine, and nothing leaves it."""

from __future__ import annotations

from mailbot.demo.conversation import play
from mailbot.demo.desk import PATIENCE_S, RunningDesk, Stuck
from mailbot.demo.vendor import ANNA, AUTHSERV, CONFIG, EVA, HANS, PASSWORD_NAME, SUPPORT

__all__ = ["ANNA", "AUTHSERV", "CONFIG", "EVA", "HANS", "PASSWORD_NAME", "PATIENCE_S", "SUPPORT", "RunningDesk", "Stuck", "play"]
