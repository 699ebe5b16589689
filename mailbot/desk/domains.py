"""Domains that can never be a customer's: those of public mail providers, those that others share, and our own.
Anybody gets an address at a provider, and would get the customer's rights with it."""

from __future__ import annotations

from mailbot.config.settings import Config
from mailbot.mail import address

# Anybody may open a mailbox here, or under a name below it.
PROVIDERS = frozenset((
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com yahoo.com ymail.com rocketmail.com aol.com icloud.com me.com mac.com "
    "proton.me protonmail.com pm.me tutanota.com tuta.io tutamail.com fastmail.com hey.com zoho.com mail.com gmx.com gmx.net mail.ru yandex.com yandex.ru "
    "outlook.se hotmail.se live.se yahoo.se gmail.se telia.com telia.se bredband.net bredband2.com comhem.se bahnhof.se tele2.se spray.se passagen.se "
    "swipnet.se home.se mail.se glocalnet.net "
    "gmx.de gmx.at gmx.ch web.de t-online.de freenet.de arcor.de online.de mail.de posteo.de posteo.net mailbox.org vodafone.de vodafonemail.de kabelmail.de "
    "o2online.de o2mail.de outlook.de hotmail.de live.de yahoo.de email.de freemail.de magenta.de bluewin.ch aon.at chello.at "
    "telenet.be skynet.be proximus.be scarlet.be voo.be pandora.be belgacom.net outlook.be hotmail.be live.be "
    "kpnmail.nl kpnplanet.nl planet.nl ziggo.nl hetnet.nl xs4all.nl home.nl chello.nl casema.nl upcmail.nl quicknet.nl tele2.nl telfort.nl zonnet.nl "
    "caiway.nl solcon.nl outlook.nl hotmail.nl live.nl yahoo.nl "
    "hotmail.co.uk live.co.uk yahoo.co.uk btinternet.com outlook.fr hotmail.fr live.fr yahoo.fr orange.fr wanadoo.fr free.fr laposte.net "
    "hotmail.dk live.dk hotmail.no live.no online.no outlook.dk comcast.net att.net verizon.net sbcglobal.net"
).split())
# Only what stands below these belongs to somebody: firma.onmicrosoft.com.
SHARED = frozenset(("onmicrosoft.com",))
SECOND_LEVEL = frozenset("ac co com edu gov gv net or org".split())  # co.uk, com.au, gv.at: a registry's, no customer's


def no_customers_domain(domain: str, config: Config) -> str | None:
    """Why this domain cannot be a customer's, with what to do instead; None when it can. `domain` as `address.domain` writes it."""
    above = address.domains_of(domain)
    if provider := next((each for each in above if each in PROVIDERS), None):
        return f"{provider} is a public mail provider, where anybody may have an address; name the persons instead: --contact name@{domain}"
    first, _, last = domain.partition(".")
    if domain in SHARED or (domain.count(".") == 1 and first in SECOND_LEVEL and len(last) == 2):
        return f"many organisations have a name under it; expected: the customer's own, such as firma.{domain}"
    mailbox = config.mailbox
    for own in (mailbox.address, *mailbox.other_addresses, *mailbox.form_senders):
        if own and domain in address.domains_of(address.domain_of(own)):
            return f"{own} is an address of this desk, so that it is the vendor's own domain; expected: a customer's domain"
    return None


def organisation(domain: str) -> str:
    """The name under which one party has all its domains: "it.kund.example" is kund.example, "kund.co.uk" itself. Empty for a public
    provider's: there, strangers share it."""
    above = address.domains_of(domain)
    if not above or any(each in PROVIDERS for each in above):
        return ""
    first, _, last = above[-1].partition(".")
    registrys = first in SECOND_LEVEL and len(last) == 2
    return above[-2] if registrys and len(above) > 1 else above[-1]
