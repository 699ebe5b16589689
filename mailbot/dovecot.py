"""A private Dovecot: for `mailbot demo --imap` and for tests. Its own folder, loopback ports, any user with one password.
Nothing of the machine's own mail system is read or touched; root is not needed."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

PROGRAM_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
PACKAGES = ("dovecot-imapd", "dovecot-lmtpd")  # as Debian and Ubuntu name them
PATIENCE_S = 15.0

CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap lmtp
listen = 127.0.0.1
hostname = {hostname}
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Lu
recipient_delimiter = +
first_valid_uid = 1
default_internal_user = {me}
default_internal_group = {my_group}
default_login_user = {login}
mail_location = maildir:~/Maildir
mail_fsync = never
mailbox_idle_check_interval = 1 s
imap_idle_notify_interval = 2 mins
lmtp_save_to_detail_mailbox = no
namespace inbox {{
  inbox = yes
  separator = {separator}
}}
passdb {{
  driver = static
  args = {password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={folder}/mail/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service imap {{
  service_count = 1000
  process_min_avail = 1
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
{more}
"""


class NoDovecot(Exception):
    """There is none on this machine, or it does not start; the message says what to do."""


@dataclass
class Dovecot:
    """One running server. Every address has a mailbox, made when it is first used; the password is the same for all."""

    folder: Path
    password: str = "mailbot-plays"  # noqa: S105 - of a server that only this machine can reach, for as long as it runs
    certificate: tuple[str, str] | None = None  # PEM files: with them it speaks TLS
    hostname: str = "localhost"  # as it writes itself into Received lines
    separator: str = "/"
    more: str = ""  # further lines of its configuration
    imap: int = 0
    imaps: int = 0
    lmtp: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _log: IO[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, on the same ports as before; returns when it answers. Raises NoDovecot."""
        program = installed()
        if program is None:
            raise NoDovecot(f"Dovecot is not installed; on Debian or Ubuntu: apt install {' '.join(PACKAGES)}")
        self.imap, self.lmtp = self.imap or free_port(), self.lmtp or free_port()
        if self.certificate is not None:
            self.imaps = self.imaps or free_port()
        self._write_config()
        self._log = (self.folder / "said").open("ab")
        command = [program, "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log, start_new_session=True)  # noqa: S603 - found by name
        deadline = time.monotonic() + PATIENCE_S
        while not (_greets(self.imap) and _greets(self.lmtp)):
            if self._process.poll() is not None or time.monotonic() > deadline:
                said = "".join(path.read_text(errors="replace") for name in ("said", "log") if (path := self.folder / name).exists())
                self.stop()
                raise NoDovecot(f"Dovecot did not start; it said:\n{said[-1500:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it and all its processes."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(PATIENCE_S)
            self._process = None
        if self._log is not None:
            self._log.close()

    def deliver(self, raw: bytes, mail_from: str, to: str) -> None:
        """Put a mail into somebody's mailbox, as the mail server in front would (LMTP)."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as client:
            client.sendmail(mail_from, [to], raw)

    def maildir(self, user: str) -> Path:
        """Where somebody's mail lies."""
        return self.folder / "mail" / user / "Maildir"

    def _write_config(self) -> None:
        (self.folder / "mail").mkdir(exist_ok=True)
        me, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
        mail_user, mail_group = me, group
        if os.geteuid() == 0:  # Dovecot lets nobody read mail as root
            mail_user, mail_group = "nobody", grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name
            shutil.chown(self.folder / "mail", mail_user, mail_group)
        certificate = "" if self.certificate is None else f"ssl_cert = <{self.certificate[0]}\nssl_key = <{self.certificate[1]}"
        (self.folder / "dovecot.conf").write_text(CONFIG.format(
            folder=self.folder, hostname=self.hostname, ssl="yes" if self.certificate else "no", certificate=certificate, me=me, my_group=group,
            login="nobody" if os.geteuid() == 0 else me, separator=self.separator, password=f"password={self.password}",
            mail_user=mail_user, mail_group=mail_group, imap=self.imap, imaps=self.imaps, lmtp=self.lmtp, more=self.more,
        ))  # fmt: skip


def installed() -> str | None:
    """The path of the program; None when it or its LMTP part is missing."""
    program = shutil.which("dovecot", path=PROGRAM_PATH)
    parts = (Path(base) / "dovecot" / "lmtp" for base in ("/usr/lib", "/usr/libexec", "/usr/local/libexec"))
    return program if any(part.exists() for part in parts) else None


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


def _greets(port: int) -> bool:
    """Whether a server says hello there: one that only listens may still be starting."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.settimeout(1)
            return line.recv(1) != b""
    except OSError:
        return False
