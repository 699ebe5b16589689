"""An agent with nothing but a mail program: neomutt replies by the submission door, and the customer gets a clean copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from mailbot.demo import ANNA, AUTHSERV, EVA, PASSWORD_NAME, SUPPORT
from mailbot.testing import compose_mail
from tests.running import Desk
from tests.stories.conftest import local
from tests.stories.test_first_line import COMPLETE

BODY = "/spend 10m\n// tredje kunden i veckan\nHej Anna!\n\nUppdatera till version 7.4, så försvinner felet.\n\n-- \nEva Berg\neva@bokfix.example\n"


@pytest.mark.torture  # a desk as processes of its own, and a program in a terminal: seconds
def test_an_agent_answers_with_neomutt(tmp_path):
    if shutil.which("neomutt") is None:
        assert not os.environ.get("MAILBOT_REQUIRE_SERVERS"), "neomutt is required here"
        pytest.skip("neomutt is not installed (Debian: apt-get install neomutt)")
    desk = Desk(tmp_path)
    desk.prepare()
    desk.mailbot("payment", "add", "300", ANNA, "--reference", "neomutt")
    desk.start()
    try:
        desk.delivered(1, ANNA)
        desk.post(compose_mail(ANNA, SUPPORT, "Fel vid utskrift", COMPLETE, local("2026-11-23 10:05"), authserv=AUTHSERV), ANNA, SUPPORT)
        notice = desk.delivered(1, EVA)[0]
        _neomutt(tmp_path, desk.submission, _plain(notice.reply_to), f"Re: {notice.subject}")
        copies = desk.delivered(2, ANNA)
        answer = next(mail for mail in copies if "7.4" in mail.text)
        receipt = desk.delivered(1, EVA)[0]
        note = re.search(r"support\+n\.\S+", notice.text)[0]
        _neomutt(tmp_path, desk.submission, note, f"Re: {notice.subject}", "Kunden är otålig.\n\n-- \nEva\n")
        _neomutt(tmp_path, desk.submission, _plain(notice.reply_to), f"Re: {notice.subject}", "/spned 5m\nHär är länken.\n")
        refused = desk.delivered(1, EVA)[0]
        _neomutt(tmp_path, desk.submission, _plain(refused.reply_to), f"Re: {refused.subject}", "/spend 5m\nHär är länken.\n")
        corrected = desk.delivered(1, ANNA)[0]
        desk.delivered(1, EVA)  # its receipt
        shown = desk.mailbot("case", "BX-2026-000001")
        left = desk.mailbot("balance", ANNA)
    finally:
        desk.stop()
    print(f"{answer.subject}\n\n{answer.text}")  # the customer's copy, for whoever runs this with -s
    whole = answer.raw.decode()
    for hidden in ("/spend", "tredje kunden", EVA, "Eva Berg", "NeoMutt", "neomutt"):
        assert hidden not in whole and hidden not in answer.text, hidden
    assert "Uppdatera till version 7.4" in answer.text and "5" in answer.text
    assert answer.header("From").endswith(f"<{SUPPORT}>") or answer.header("From") == SUPPORT
    assert "10" in receipt.text
    assert "/spned" in refused.text and "/spend" in refused.text and "Här är länken." in refused.text
    assert "Här är länken." in corrected.text and "Kunden är otålig" in shown and "0 prepaid minutes left" in left
    assert "otålig" not in answer.text + corrected.text, "the note stays inside"
    roots = {mail.header("References").split()[0] for mail in (notice, receipt, refused)}
    assert len(roots) == 1, "one conversation in her mail program"


def _plain(written):
    return re.sub(r".*<(.*)>.*", r"\1", written)


def _neomutt(folder, port, to, subject, body=BODY):
    rc = folder / "neomuttrc"
    rc.write_text(
        f'set from = "{EVA}"\nset realname = "Eva"\nset smtp_url = "smtp://eva@127.0.0.1:{port}/"\n'
        f'set smtp_pass = "{os.environ[PASSWORD_NAME]}"\nset smtp_authenticators = "plain"\n'
        "set ssl_starttls = no\nset ssl_force_tls = no\nset copy = no\nset record = \"\"\nset send_charset = \"utf-8\"\nset charset = \"utf-8\"\n"
    )
    done = subprocess.run(["neomutt", "-n", "-F", str(rc), "-s", subject, "--", to], input=body.encode(), capture_output=True,
                          env=os.environ | {"HOME": str(folder), "LC_ALL": "C.UTF-8"}, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
