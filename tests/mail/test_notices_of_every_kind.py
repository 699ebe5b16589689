"""Machines that say in their own words who is away, gone or busy, and people who say much the same and mean something: written before the rule that parts them."""

from __future__ import annotations

import pytest

from tests.mail.samples import mail, read

NOTICES = (
    ("SV: Er faktura", "Hej,\n\njag har gått ned i tid och jobbar bara måndagar och tisdagar under hösten. Mejl som kommer övriga dagar läser jag först veckan därpå.\n\nHälsningar\nMalin"),
    ("SV: Er fråga", "Tack för ditt mejl. Den här brevlådan bevakas inte längre. Skriv till order@kund.example så tar någon hand om det."),
    ("SV: Er fråga", "Hej! Lars Holm arbetar inte kvar hos oss. Mejl till honom läses inte, men du är välkommen att skriva till reception@kund.example.\n\nKund AB"),
    ("SV: Er fråga", "Jag är på fjällsemester utan täckning till 3 mars. Mejl besvaras när jag är hemma igen."),
    ("SV: Bokslut", "Kansliet är obemannat under vecka 7. Er post öppnas måndagen därefter."),
    ("SV: Bokslut", "Hej\nJag är hemma med sjukt barn i dag och svarar på mejl i morgon om allt går bra."),
    ("AW: Ihr Vorgang", "Guten Tag,\n\nich bin bis zum 12. August auf Kur und lese keine E-Mails. Frau Peters (peters@kund.example) kümmert sich in dieser Zeit um alles Dringende.\n\nViele Grüße\nH. Vogt"),
    ("AW: Ihr Vorgang", "Dieses Postfach wird nicht mehr abgerufen. Verwenden Sie künftig bitte einkauf@kund.example."),
    ("AW: Ihr Vorgang", "Herr Brandt hat unser Haus zum 30.09. verlassen. Ihre Nachricht wurde nicht zugestellt. Neuer Ansprechpartner ist Herr Voss, voss@kund.example."),
    ("AW: Ihr Vorgang", "Wir machen Betriebsferien vom 1. bis 19. August. Ihre Mail wird ab dem 22. August der Reihe nach bearbeitet."),
    ("AW: Ihr Vorgang", "Ich arbeite in Teilzeit und bin mittwochs und freitags nicht im Büro. Ihre Mail lese ich am nächsten Arbeitstag."),
    ("AW: Ihr Vorgang", "Meine E-Mail-Adresse hat sich geändert. Sie erreichen mich ab sofort unter h.vogt@neu.example. Diese Nachricht wird nicht weitergeleitet."),
    ("RE: vraag", "Beste relatie,\n\nIk geniet van een welverdiende vakantie en lees tot 22 augustus geen mail. Mijn collega Els helpt u graag: els@klant.example."),
    ("RE: vraag", "Deze mailbox wordt niet meer gelezen. Stuur uw bericht naar administratie@klant.example."),
    ("RE: vraag", "Kees is sinds 1 juli niet meer bij ons in dienst. Voor vragen kunt u mailen naar verkoop@klant.example."),
    ("RE: vraag", "Ons kantoor is tussen kerst en nieuwjaar dicht. We pakken uw mail op 4 januari weer op."),
    ("RE: vraag", "Ik ben op cursus en lees mijn e-mail pas 's avonds."),
    ("Re: question", "Hi,\n\nI'm at a trade show all week and only looking at mail in the evenings. Expect a slower answer than usual.\n\nTim"),
    ("Re: question", "Maria Lopez has left Client Ltd. This inbox is closed; kindly write to hello@client.example instead."),
    ("Re: question", "I have moved to a new role and this address will be switched off on 31 May. My new address is p.king@new.example."),
    ("Re: question", "Our team is away on a company retreat through Thursday. We'll answer every mail on Friday."),
    ("Re: question", "I am on jury duty this week and cannot check messages during the day. If it can't wait, ring Sandra on 020 7946 0018."),
    ("Re: question", "Thanks for writing. I'm on a plane most of today and will be reading mail again tomorrow morning."),
    ("Re: question", "Thank you, your message has reached the Client help desk. Ticket HD-4471 was opened for you. An agent will reply within one working day."),
    ("SV: sag", "Hej. Jeg er gået på pension og læser ikke denne mail mere. Skriv til salg@kunde.example."),
    ("SV: sag", "Jeg holder sommerferie i uge 29-31. Din mail bliver læst, når jeg kommer hjem."),
    ("SV: sak", "Denne e-postadressen er ikke lenger i bruk. Bruk post@kunde.example i stedet."),
    ("SV: sak", "Jeg er hjemme med syke barn i dag. Svarer på e-post i morgen."),
    ("VS: asia", "Olen talvilomalla viikon 9. Luen sähköpostini palattuani."),
    ("VS: asia", "En ole enää töissä Asiakas Oy:ssä. Ota yhteyttä: toimisto@asiakas.example."),
    ("RE: demande", "Bonjour, je suis en formation jusqu'à vendredi et consulte peu ma messagerie. Je reviendrai vers vous la semaine prochaine."),
    ("RE: demande", "Cette adresse n'est plus utilisée. Merci d'envoyer vos messages à contact@client.example."),
    ("RE: consulta", "Hola, estaré de viaje hasta el jueves y revisaré el correo solo por las noches."),
    ("RE: consulta", "Juan Pérez ya no trabaja con nosotros. Por favor, dirija sus mensajes a ventas@cliente.example."),
    ("R: richiesta", "Sono in trasferta fino a giovedì e leggerò la posta saltuariamente."),
    ("R: richiesta", "Questo indirizzo non è più attivo. Si prega di scrivere a info@cliente.example."),
    ("Odp: sprawa", "Nie pracuję już w firmie Klient. Proszę pisać na adres biuro@klient.example."),
    ("Odp: sprawa", "Do 15 sierpnia jestem na urlopie wychowawczym. Maile będą czytane przez panią Kowalską."),
    ("RE: pedido", "Estou de férias até 20 de agosto, sem acesso ao e-mail. Para urgências, fale com a Ana: ana@cliente.example."),
    ("RE: pedido", "Já não trabalho na Cliente Lda. Por favor escreva para geral@cliente.example."),
)  # fmt: skip

PERSONS = (
    ("SV: Er fråga", "Hej Anna!\n\nJag åker på semester i morgon så det hinner jag inte före fredag. Lisa tar över licensen så länge.\n\n/Bo"),
    ("SV: Er fråga", "Tack snälla! Nu gick det vägen. Trevlig semester!"),
    ("SV: Er fråga", "Hej, Lars har slutat hos oss, så stryk honom från avtalet och lägg in mig i stället. Ny adress: malin@kund.example."),
    ("SV: Er fråga", "Vi har stängt kontoret för dagen men jag kör om importen hemma i kväll."),
    ("SV: Er fråga", "Jag jobbar bara måndagar och tisdagar, så en tid på onsdag funkar inte för mig."),
    ("SV: Er fråga", "Den här adressen används inte längre i vårt register, kan den tas bort hos er?"),
    ("SV: Er fråga", "Okej."),
    ("SV: Er fråga", "Jag är hemma med sjukt barn. Vi tar det i morgon, samma tid."),
    ("SV: Bokslut", "Jag har bytt mejladress, skicka nyckeln till bo@ny.example i fortsättningen."),
    ("AW: Ihr Vorgang", "Herr Brandt ist nicht mehr bei uns. Wie übertragen wir seine Lizenz auf Frau Voss?"),
    ("AW: Ihr Vorgang", "Guten Morgen, ich war letzte Woche im Urlaub und habe Ihre Mail erst heute gesehen. Version 4.2 haben wir eingespielt."),
    ("AW: Ihr Vorgang", "Besten Dank, das wars."),
    ("AW: Ihr Vorgang", "Ab Montag bin ich auf Kur, bis dahin müsste das erledigt sein."),
    ("AW: Ihr Vorgang", "Unser Büro ist am Freitag geschlossen, bitte kommen Sie am Donnerstag."),
    ("AW: Ihr Vorgang", "Meine E-Mail-Adresse hat sich geändert und seitdem kommt beim Anmelden immer die alte."),
    ("AW: Ihr Vorgang", "Ich arbeite nur vormittags. Rufen Sie mich bitte vor 12 Uhr an."),
    ("AW: Ihr Vorgang", "Frau Peters übernimmt den Fall von mir, ich bin ab morgen weg. Sie hat alle Unterlagen."),
    ("RE: vraag", "Kees werkt hier niet meer. Kunnen jullie zijn account op mijn naam zetten?"),
    ("RE: vraag", "Dank je wel, prima zo!"),
    ("RE: vraag", "Ik zit tot donderdag op cursus, dus ik probeer de nieuwe versie daarna pas."),
    ("RE: vraag", "Wij zijn tussen kerst en nieuwjaar dicht. Loopt onze termijn dan door?"),
    ("RE: vraag", "Ik ben er vrijdag niet, belt u Els maar, die weet ervan."),
    ("Re: question", "Maria has left us, so the licence should be moved to my name. My address is p.king@client.example."),
    ("Re: question", "Brilliant, many thanks!"),
    ("Re: question", "I'm at a trade show and our demo laptop shows an empty list. It is rather urgent."),
    ("Re: question", "My new address is p.king@new.example, please move the account there."),
    ("Re: question", "We are closed on Friday. Thursday at 2 pm suits us."),
    ("Re: question", "I was on holiday, sorry for the late reply. Yes, it is the second invoice."),
    ("Re: question", "I'm on a plane tomorrow but my colleague Sandra can take the session."),
    ("Re: question", "The mailbox that you monitor for us is no longer in use. Delete it from the import, please."),
    ("Re: question", "Received, thanks. I will have a go tonight."),
    ("SV: sag", "Jeg har holdt ferie og ser først din mail nu. Det er version 7."),
    ("SV: sag", "Hanne er gået på pension. Hvem skal nu stå på licensen?"),
    ("SV: sak", "Takk, da er vi i mål."),
    ("VS: asia", "Olin lomalla viime viikolla. Versio on 5.1."),
    ("RE: demande", "Je suis en formation demain, on peut se parler mercredi."),
    ("RE: consulta", "Juan ya no trabaja aquí y necesito su licencia a mi nombre."),
    ("R: richiesta", "Sono in trasferta fino a giovedì, ci sentiamo venerdì per l'installazione."),
    ("Odp: sprawa", "Pan Nowak już u nas nie pracuje. Proszę przepisać licencję na mnie."),
    ("RE: pedido", "Estou de férias mas consigo entrar amanhã às 10h para ver o ecrã."),
)  # fmt: skip


def kind(subject: str, text: str, *headers: str) -> str | None:
    automatic = read(mail(f"Subject: {subject}", *headers, text=text)).automatic
    return automatic.kind.value if automatic else None


@pytest.mark.parametrize(("subject", "text"), NOTICES)
def test_a_notice_in_words_of_its_own_is_a_machines(subject: str, text: str) -> None:
    assert kind(subject, text) == "autoreply"
    assert kind(subject, text, "In-Reply-To: <x@us.example>") == "autoreply"


@pytest.mark.parametrize(("subject", "text"), PERSONS)
def test_a_person_who_speaks_of_absence_means_something(subject: str, text: str) -> None:
    assert kind(subject, text) is None
    assert kind(subject, text, "In-Reply-To: <x@us.example>") is None
