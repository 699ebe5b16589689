"""Where mail comes in and goes out: the mailbox, the listeners, the way to the outside.
A server, an address or a trusted name is never assumed: what is not set is off."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mailbot.config.declare import Address, Count, Duration, MaybeAddress, Number, Port, Table, Text, Yes, span


class Mailbox(Table):
    """The support address, and the account behind it."""

    address: MaybeAddress = Field("", description="The address customers write to.", examples=["support@example.com"])
    other_addresses: tuple[Address, ...] = Field(
        (), description="Further addresses whose mail comes here.", examples=[["info@example.com"]]
    )
    trusted_authserv: tuple[Text, ...] = Field(
        (),
        description="Names of our own mail servers, as they write them in the Authentication-Results header. "
        "Only theirs is believed, and only on mail through a door that vouches for it. Empty: nobody is ever verified.",
        examples=[["mx.example.com"]],
    )
    trusted_internal: tuple[Literal["auth", "authenticated_sender", "microsoft"], ...] = Field(
        (),
        description="What else proves a sender of our own domain: auth = auth=pass of our own server; "
        "authenticated_sender = its Received line says so; microsoft = Microsoft's internal mark.",
    )
    plus_addresses: Yes = Field(True, description="Mail to support+anything@... reaches the mailbox at this provider.")
    reply_address: Text = Field(
        "", description="Pattern of reply addresses where plus-addresses do not work.",
        examples=["reply-{token}@example.com"],
    )
    form_senders: tuple[Address, ...] = Field(
        (), description="Web forms that write to us. The visitor's address stands in the text and is not proven.",
        examples=[["form@example.com"]],
    )
    form_address_field: Text = Field("E-mail", description="The line of a form mail that holds the visitor's address.")
    keep_attachments: tuple[Text, ...] = Field(
        ("png", "jpg", "jpeg", "heic", "pdf", "txt", "log", "csv", "zip"),
        description="Kinds of attachments that are passed on to the agents, by file name ending.",
    )
    max_size_mb: Count = Field(25, description="Largest mail that is fetched by IMAP, in megabytes; of a larger one the header alone.")
    imap_server: Text = Field("", description="Server the mailbox is read from; empty: none is read.", examples=["imap.example.com"])
    imap_port: Port = Field(993, description="Its port; usually 993 for tls, 143 for starttls.")
    imap_security: Literal["tls", "starttls", "none"] = Field("tls", description="none: only for a server on this machine.")
    smtp_server: Text = Field("", description="Server that sends our mail; [outgoing] server wins over it.")
    smtp_port: Port = Field(587, description="Its port; [outgoing] port wins over it.")
    user: Text = Field("", description="User name at both servers.")
    password_from: Text = Field(
        "", description="NAME of the environment variable or credential file that holds the password; never the password.",
        examples=["MAILBOT_PASSWORD"],
    )
    check_every: Duration = Field(span("30s"), description="How often to look when the server cannot announce new mail.")
    folder_inbox: Text = Field("INBOX", description="Folder that is read.")
    folder_done: Text = Field("Mailbot/Done", description="Folder for mail that was taken in; made when missing.")
    folder_trouble: Text = Field("Mailbot/Trouble", description="Folder for mail that a person must look at; made when missing.")
    read_only_mailbox: Yes = Field(False, description="People also read this mailbox: nothing is moved, nothing is marked as read.")
    adopt_at_most: Number = Field(
        200, description="More mails than this in a mailbox that was never read: it waits until `mailbot serve --adopt` files them unanswered."
    )

    @property
    def domain(self) -> str:
        """The domain of the support address, lower case; empty without an address."""
        return self.address.rpartition("@")[2].lower()


class Inbox(Table):
    """One more mailbox that is read by IMAP, beside that of [mailbox]."""

    user: Text = Field(description="User name at the server.", examples=["info@example.com"])
    password_from: Text = Field(
        "", description="NAME of the environment variable or credential file that holds the password; never the password.",
        examples=["MAILBOT_INFO_PASSWORD"],
    )
    imap_server: Text = Field("", description="The server; empty: that of [mailbox], with its port and security.", examples=["imap.example.com"])
    imap_port: Port = Field(993, description="Its port; usually 993 for tls, 143 for starttls.")
    imap_security: Literal["tls", "starttls", "none"] = Field("tls", description="none: only for a server on this machine.")
    folder_inbox: Text = Field("INBOX", description="Folder that is read.")
    folder_done: Text = Field("Mailbot/Done", description="Folder for mail that was taken in; made when missing.")
    folder_trouble: Text = Field("Mailbot/Trouble", description="Folder for mail that a person must look at; made when missing.")
    read_only_mailbox: Yes = Field(False, description="People also read this mailbox: nothing is moved, nothing is marked as read.")
    adopt_at_most: Number = Field(200, description="As in [mailbox].")


class Listen(Table):
    """The doors of this machine: where mail servers and agents connect. Empty = that door is off."""

    smtp: Text = Field(
        "127.0.0.1:2525", description='Mail from mail servers: "host:port"; "" = off.', examples=["127.0.0.1:2525"]
    )
    lmtp: Text = Field(
        "", description='Mail handed over by a mail server on this machine: "host:port" or "unix:/path"; "" = off.',
        examples=["127.0.0.1:2424", "unix:/run/mailbot/lmtp"],
    )
    submission: Text = Field(
        "", description='Agents log in here with name and password and send: "host:port"; "" = off.',
        examples=["127.0.0.1:2587"],
    )
    hostname: Text = Field("", description="Name these doors greet with; empty: the domain of the mailbox.")
    vouching_peers: tuple[Text, ...] = Field(
        ("127.0.0.1", "::1"),
        description="Addresses or networks of our own mail servers: what they say about a sender is believed.",
        examples=[["127.0.0.1", "10.0.0.0/8"]],
    )
    tls_certificate: Text = Field("", description="File with the TLS certificate (PEM); needed for submission off this machine.")
    tls_key: Text = Field("", description="File with its key (PEM).")
    max_size_mb: Count = Field(25, description="Largest mail that is taken, in megabytes.")
    max_connections: Count = Field(50, description="Connections at the same time.")
    max_connections_per_peer: Count = Field(10, description="Of these, from one address; vouching peers are spared.")
    max_recipients: Count = Field(10, description="Recipients of one mail.")
    max_in_flight_mb: Count = Field(100, description="Megabytes of mail being received at the same time; more is put off.")
    idle_timeout: Duration = Field(span("60s"), description="A silent connection is closed after this time.")
    auth_failures: Count = Field(5, description="Wrong passwords, after which the address is locked out.")
    auth_lockout: Duration = Field(span("15m"), description="For how long.")


class Outgoing(Table):
    """How our mail leaves: into a local folder, or through a mail server."""

    via: Literal["maildir", "smtp"] = Field(
        "maildir", description="maildir = into a folder, nothing leaves the machine; smtp = through the server below."
    )
    maildir: Text = Field("", description="The folder; empty: outgoing/ in the state folder.")
    server: Text = Field("", description="The mail server; empty: [mailbox] smtp_server.", examples=["smtp.example.com"])
    port: Port = Field(587, description="Its port.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls (usually port 587), tls (usually 465), none (only on this machine)."
    )
    user: Text = Field("", description="User name; empty: [mailbox] user, or no log-in when that is empty too.")
    password_from: Text = Field(
        "", description="NAME of the environment variable or credential file that holds the password; never the password.",
        examples=["MAILBOT_PASSWORD"],
    )
    local_name: Text = Field("", description="Name we greet with; empty: the domain of the mailbox.")
