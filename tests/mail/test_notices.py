"""Notices and receipts without a header that says so, in every language that we read, and people who say much the same and something more."""

from __future__ import annotations

import time

import pytest

from mailbot.mail import notices
from tests.mail.samples import kind_of


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("SV: Hej", "Hej!\n\nJag är på semester till och med 7 augusti och läser inte min mejl. Vid brådskande ärenden kontakta växeln.\n\nMvh Bo"),
        ("SV: x", "Hej,\n\nTack för ditt mejl. Jag är ledig idag och kommer att besvara ditt mejl när jag är tillbaka på måndag.\nÄr ärendet brådskande, kontakta min kollega Eva Svensson, eva@kund.example, 08-123 45 67.\n\nMed vänlig hälsning\nBo Ek\nEkonomichef\nKund AB\n08-123 45 00"),
        ("SV: x", "Jag är bortrest och har begränsad möjlighet att läsa mejl. Jag återkommer så snart jag kan.\n/Bo"),
        ("SV: x", "Hej. Jag är föräldraledig t.o.m. 2027-03-01. Lisa Holm ersätter mig: lisa@kund.example."),
        ("SV: x", "Jag är inte på kontoret idag. Jag svarar på ditt mejl i morgon."),
        ("SV: x", "Hej! Jag har semester vecka 29-31. Om det är bråttom når du mig på mobilen 070-1234567."),
        ("SV: x", "Jag är frånvarande från kontoret. Din e-post vidarebefordras inte. Kontakta info@kund.example."),
        ("AW: x", "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Nachricht. Ich bin bis einschließlich 03.12. nicht im Büro. Ihre E-Mail wird nicht weitergeleitet. In dringenden Fällen wenden Sie sich bitte an Frau Huber.\n\nMit freundlichen Grüßen\nKarl"),
        ("AW: x", "Guten Tag,\n\nich bin derzeit nicht im Hause und habe keinen Zugriff auf meine E-Mails. Ab dem 4. Dezember bin ich wieder für Sie erreichbar. Bei dringenden Anliegen hilft Ihnen meine Kollegin Frau Maier (Tel. 0711 123456) gerne weiter.\n\nViele Grüße\nKarl Maier"),
        ("AW: x", "Hallo,\nich befinde mich im Urlaub und bin ab Montag wieder da. Ihre Nachricht wird erst nach meiner Rückkehr gelesen.\nGruß\nKarl"),
        ("AW: x", "Liebe Kolleginnen und Kollegen,\nich bin auf Dienstreise und nur eingeschränkt erreichbar. Ich werde Ihre Mail so schnell wie möglich beantworten."),
        ("AW: x", "Ich bin heute außer Haus. Ihre Mail wird am Montag bearbeitet."),
        ("AW: x", "Aufgrund von Urlaub bin ich nicht erreichbar. Bitte wenden Sie sich in dringenden Fällen an die Zentrale unter 030-123456."),
        ("RE: x", "Beste,\n\nIk ben momenteel niet bereikbaar. Vanaf maandag 30 november ben ik weer aanwezig. Voor dringende zaken kunt u bellen met 030-1234567.\n\nGroet, Jan"),
        ("RE: x", "Bedankt voor uw bericht. Wegens vakantie ben ik afwezig tot en met 7 december. Uw e-mail wordt niet doorgestuurd. Neem bij spoed contact op met mijn collega Piet de Boer via piet@kund.example.\n\nMet vriendelijke groet,\nJan de Vries"),
        ("RE: x", "Hallo,\nIk ben met vakantie en lees mijn mail niet. Na 7 december beantwoord ik uw bericht zo snel mogelijk."),
        ("RE: x", "Ik werk niet op vrijdag. Ik ben afwezig en maandag weer bereikbaar."),
        ("Re: x", "Hello,\n\nThank you for your email. I am out of the office until Monday 30 November with limited access to email. If your matter is urgent, please contact my colleague John Smith at john@kund.example.\n\nKind regards,\nAnn Lee\nHead of Finance"),
        ("Re: x", "I'm currently on vacation and will be back on Monday. I will reply to your message as soon as possible when I return."),
        ("Re: x", "Hi, I am on maternity leave until March. Please contact Eve in accounting. Your mail will not be forwarded."),
        ("Re: x", "I am travelling this week and may be slow to reply.\n\nBest,\nJohn"),
        ("SV: x", "Hej\n\nJeg er på ferie til og med mandag den 30. november og læser ikke mail. Ved hastende sager kontakt min kollega Hanne på hanne@kund.example.\n\nVenlig hilsen\nPer"),
        ("SV: x", "Tak for din mail. Jeg er ikke på kontoret i dag, men er tilbage på mandag. Jeg svarer hurtigst muligt."),
        ("SV: x", "Hei,\n\nJeg er på ferie og tilbake på kontoret mandag 30. november. Haster det, ring sentralbordet på 22 33 44 55.\n\nMed vennlig hilsen\nOla"),
        ("SV: x", "Takk for din henvendelse. Jeg er fraværende frem til 1. desember og vil svare når jeg er tilbake."),
        ("VS: x", "Hei,\n\nKiitos viestistäsi. Olen lomalla 30.11. asti. Vastaan viestiisi palattuani. Kiireellisissä asioissa ota yhteyttä Mattiin, puh. 040 1234567.\n\nTerveisin\nAnna"),
        ("VS: x", "Olen poissa toimistolta ja palaan maanantaina. En lue sähköpostia loman aikana."),
        ("RE: x", "Bonjour,\n\nMerci pour votre message. Je suis absent jusqu'au 30 novembre inclus. Je répondrai à votre message dès mon retour. En cas d'urgence, veuillez contacter Mme Durand au 01 23 45 67 89.\n\nCordialement,\nJean"),
        ("RE: x", "Je suis en congé et je n'ai pas accès à mes mails. Je vous répondrai à mon retour le lundi 30 novembre."),
        ("RE: x", "Hola,\n\nGracias por su mensaje. Estoy de vacaciones hasta el 30 de noviembre. Responderé a su correo a mi regreso. Para asuntos urgentes puede contactar con mi compañera Ana en ana@kund.example.\n\nUn saludo,\nJosé"),
        ("RE: x", "Estaré fuera de la oficina hasta el lunes sin acceso al correo. Le responderé lo antes posible."),
        ("R: x", "Buongiorno,\n\ngrazie per il suo messaggio. Sono assente fino al 30 novembre compreso. Risponderò al mio rientro. Per urgenze potete contattare la collega Maria Rossi.\n\nCordiali saluti\nLuca"),
        ("R: x", "Sarò assente dal 23 al 30 novembre e non avrò accesso alla posta. Le risponderò appena possibile."),
        ("Odp: x", "Dzień dobry,\n\ndziękuję za wiadomość. Jestem na urlopie do 30 listopada. Odpowiem po powrocie. W pilnych sprawach proszę o kontakt z Anną Nowak, tel. 22 123 45 67.\n\nPozdrawiam\nJan"),
        ("Odp: x", "Jestem nieobecny w biurze. Wracam w poniedziałek. Na wiadomości odpowiem jak najszybciej."),
        ("Re: x", "Hej,\nJag är på tjänsteresa och svarar först på torsdag. Vid akuta frågor, hör av dig till Lena på ekonomi.\nHälsningar Per"),
        ("Re: x", "Jag är sjukskriven tills vidare. Kontakta i stället Kalle Berg (kalle@kund.example)."),
        ("Re: x", "Hej och tack för ditt mejl!\nJag är på semester 23/11-4/12 och kommer inte att läsa e-post under den tiden. För brådskande ärenden hänvisar jag till växeln 08-555 000.\nGod jul!"),
        ("Re: x", "Hej! Jag arbetar deltid och är ledig på fredagar. Jag svarar dig på måndag."),
        ("Re: x", "Guten Tag,\nleider bin ich erst am 7. Dezember wieder im Büro. Ihre E-Mail wird automatisch an meine Vertretung weitergeleitet.\nMfG\nK. Maier"),
        ("Re: x", "Ich bin bis auf Weiteres erkrankt. Bitte richten Sie Ihre Anfragen an info@kund.example."),
        ("Re: x", "Vielen Dank für Ihre E-Mail. Bis zum 4.12. befinde ich mich im Urlaub. Ich werde Ihre Nachricht nach meiner Rückkehr umgehend bearbeiten. Freundliche Grüße Karl"),
        ("Re: x", "Goedendag, ik ben op dit moment op vakantie. Op 7 december ben ik weer op kantoor. Uw mail wordt in de tussentijd niet gelezen."),
        ("Re: x", "Dank voor je mail. Ik ben vrij tot maandag. Voor spoed: 06-12345678. Groeten, Jan"),
        ("Re: x", "Hi there, I'm on annual leave returning Monday 7 December. For anything urgent please speak to Mary (mary@kund.example). Thanks, Tom"),
        ("Re: x", "Thank you for your message. I am out of the office attending a conference. I will have intermittent access to email and will respond upon my return."),
        ("Re: x", "I no longer work for Kund Ltd. Please direct your enquiries to info@kund.example."),
        ("Re: x", "Hej. Jeg holder fri i dag og vender tilbage mandag."),
        ("Re: x", "Jeg er på kurs og har ikke tilgang til e-post. Svarer så snart jeg er tilbake."),
        ("Re: x", "Hei! Olen vuosilomalla 7.12. saakka. Sijaiseni on Matti Meikäläinen."),
        ("Re: x", "Bonjour, actuellement en congés, je serai de retour le 7 décembre. Votre message ne sera pas lu avant cette date."),
        ("Re: x", "Buenos días, me encuentro de vacaciones. Volveré el 7 de diciembre. Un saludo."),
        ("Re: x", "Sono in ferie e rientrerò il 7 dicembre. Per comunicazioni urgenti scrivere a info@kund.example."),
        ("Re: x", "Jestem na urlopie i wrócę 7 grudnia. W tym czasie zastępuje mnie Anna Nowak."),
        ("RE: x", "Hemos recibido su solicitud y le responderemos en un plazo de dos días hábiles."),
        ("R: x", "Abbiamo ricevuto la sua richiesta e risponderemo entro due giorni lavorativi."),
        ("Odp: x", "Otrzymaliśmy Państwa zgłoszenie. Odpowiemy w ciągu 2 dni roboczych."),
        ("VS: x", "Olemme vastaanottaneet viestisi ja vastaamme kahden arkipäivän kuluessa."),
        ("Semester Re: [EX-2026-000123] Problem", "Hej, jag är på semester och dricker kaffe i solen. Ses i augusti!"),
        ("Automatiskt svar: Problem", "Hej,\n\nJag har slutat min anställning på Kund AB. Vänligen kontakta info@kund.example i stället. Din e-post vidarebefordras inte."),
        ("Automatische Antwort: Drucker geht nicht", "Ich bin ab dem 30.11. wieder erreichbar. In dringenden Fällen: 0170 1234567.\nKarl"),
        ("Automatic reply: Problem", "Thank you for your email. I am on leave. If you have questions or need help, please call the switchboard.\n\nIf you have received this e-mail in error, please delete it and notify the sender."),
        ("Automatisch antwoord: Probleem", "Beste, ik ben afwezig. Heeft u vragen? Bel dan met kantoor."),
        ("Re: x", "Jag är ledig till måndag.\n/Bo"),
        ("Out of Office Re: [EX-2026-000123] Problem", "I'm off sick today."),
        ("Ikke på kontoret: x", "Jeg er på ferie."),
        ("SV: x", "Hej!\nJag är för tillfället inte anträffbar. Jag återkommer den 7 augusti.\nVänliga hälsningar\nBo Ek | Kund AB | 08-123 45 67"),
        ("SV: x", "Tack för ditt meddelande!\n\nJag är på semester och åter måndag den 7 augusti. Mejlen läses inte under tiden.\n\nTrevlig sommar!\nAnna"),
        ("SV: x", "Jag är inte i tjänst. Mejl vidarebefordras ej. Kontakta registrator@kommun.example vid behov."),
        ("SV: x", "Hej, jag har gått på föräldraledighet. Min ersättare heter Lisa Holm och nås på lisa@kund.example."),
        ("AW: x", "Guten Tag und vielen Dank für Ihre Mail. Ich bin vom 23.11. bis 27.11.2026 nicht im Büro und kann Ihre Mail daher nicht lesen. Ab dem 30.11. kümmere ich mich um Ihr Anliegen."),
        ("AW: x", "Sehr geehrte Damen und Herren,\nich bin zurzeit in Elternzeit. Meine Aufgaben übernimmt Frau Huber (huber@kund.example)."),
        ("AW: x", "Ich bin heute nicht im Haus. Bitte wenden Sie sich an meinen Kollegen Herrn Schulz unter Tel. 089 1234-56."),
        ("AW: x", "Hallo, ich habe diese Woche Urlaub. Mails werden nicht gelesen und nicht weitergeleitet."),
        ("RE: x", "Beste afzender,\n\nIk ben er even niet. Maandag ben ik weer terug. Met vragen kunt u terecht bij mijn collega's via info@kund.example."),
        ("RE: x", "Dank u voor uw e-mail. Ik ben afwezig t/m vrijdag 27 november en heb geen toegang tot mijn mail."),
        ("Re: x", "Dear sender,\n\nThank you for your message. I am currently out of the office and will return on Monday, November 30th. During this time I will have no access to my e-mail. Should you require immediate assistance, please contact Jane Doe at jane@kund.example.\n\nBest regards,\n\nJohn Doe\nSenior Accountant"),
        ("Re: x", "I am out of the office today and will respond to emails tomorrow."),
        ("Re: x", "Hello! I'm OOO until 30 Nov. Back soon!"),
        ("Re: x", "I am on PTO through Friday. I'll get back to you when I return."),
        ("RE: x", "Bonjour, je suis absente du bureau jusqu'au lundi 30 novembre. Pour toute demande urgente, merci de contacter ma collègue Marie au 01 23 45 67 89."),
        ("VS: x", "Hei! Olen poissa 27.11. asti. Palaan asiaan ensi viikolla."),
        ("SV: x", "Hej, jeg er på barsel. Kontakt venligst Hanne Jensen på 12 34 56 78."),
        ("Odp: x", "Przebywam na urlopie od 23 do 27 listopada. W sprawach pilnych proszę kontaktować się z sekretariatem: 22 123 45 67."),
    ],
)  # fmt: skip
def test_a_text_of_absence_and_nothing_else_is_a_machines(subject: str, text: str) -> None:
    assert kind_of(subject, text) == "autoreply"
    assert kind_of(subject, text, "In-Reply-To: <x@us.example>") == "autoreply"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("SV: x", "Tack för ditt mejl! Vi har tagit emot ditt ärende och återkommer inom två arbetsdagar."),
        ("[#5512] Mottaget: x", "Hej! Ditt ärende är registrerat med nummer 5512. Vi svarar inom 3 vardagar.\n\nKundtjänst"),
        ("Ontvangstbevestiging", "Bedankt voor uw bericht. Wij hebben uw vraag ontvangen en nemen binnen 2 werkdagen contact met u op."),
        ("RE: x", "Wij hebben uw e-mail ontvangen. U ontvangt binnen vijf werkdagen een reactie."),
        ("AW: x", "Guten Tag,\n\nwir haben Ihre Anfrage erhalten und melden uns innerhalb von zwei Werktagen.\n\nIhr Team"),
        ("Eingangsbestätigung 5512", "Sehr geehrter Kunde,\n\nIhre Anfrage wurde unter der Nummer 5512 erfasst. Ein Mitarbeiter meldet sich in Kürze."),
        ("Re: x", "Thank you for contacting us. We have received your request and will answer within 2 business days."),
        ("[Request received] Re: Problem", "##- Please type your reply above this line -##\n\nYour request (5512) has been received and is being reviewed by our support staff.\n\nTo add additional comments, reply to this email."),
        ("Re: x", "Your message has been received. We will get back to you within one to two working days."),
        ("SV: x", "Tak for din henvendelse. Vi har modtaget din mail og svarer inden for 2 hverdage."),
        ("SV: x", "Vi har mottatt din henvendelse og svarer innen to virkedager."),
        ("RE: x", "Nous avons bien reçu votre demande et vous répondrons sous 48 heures."),
    ],
)  # fmt: skip
def test_a_receipt_that_promises_the_rest_is_a_machines(subject: str, text: str) -> None:
    assert kind_of(subject, text) == "autoreply"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("SV: x", "Tack för svaret. Jag är bortrest till fredag men skickar loggen då.\nBo"),
        ("AW: x", "Vielen Dank. Ich bin bis Freitag im Urlaub und melde mich danach mit dem Ergebnis.\nKarl"),
        ("Re: x", "Bedankt, ik ben tot vrijdag op vakantie en stuur de log daarna. Groet Jan"),
        ("Re: x", "Thanks! I am on vacation until Friday and will send the log when I am back. John"),
        ("Re: x", "Thank you, it works now. I am out of the office until Friday, please close the case.\nJohn"),
        ("AW: x", "Ihre Nachricht ist bei uns eingegangen. Wir testen das und melden uns schnellstmöglich. Der Fehler 1603 bleibt.\nKarl"),
        ("AW: Problem", "Danke für die Antwort. Ich bin bis 30.11. im Urlaub, ab Montag wieder im Büro. Der Drucker druckt weiterhin leer.\nKarl"),
        ("SV: Problem", "Tack för svaret! Jag är på semester och tillbaka på måndag. Utskriften är fortfarande tom.\nBo"),
        ("Re: x", "Bedankt voor uw bericht. Ik ben op vakantie en ben maandag weer terug. Het afdrukken lukt nog niet.\nJan"),
        ("Re: x", "Thank you for your message. I am on vacation and back on Monday. Printing is still blank.\nJohn"),
        ("Re: x", "I am on vacation until Friday. The answer to your question is Windows 11. I will be back Monday.\nJohn"),
        ("SV: x", "Tack för hjälpen! Jag är på semester nu och testar när jag är tillbaka den 7 augusti.\n\nBo"),
        ("SV: x", "Jag är på semester och testar när jag är tillbaka den 7 augusti."),
        ("AW: x", "Danke für Ihre Nachricht. Ich bin diese Woche im Urlaub, das Programm läuft aber immer noch nicht. Ab Montag bin ich wieder im Büro, dann schicke ich das Protokoll.\n\nKarl"),
        ("Re: x", "Bedankt voor uw bericht. Ik ben tot maandag afwezig, maar de fout 1603 komt nog steeds.\n\nJan"),
        ("Re: x", "Hallo, ik ben tot maandag met vakantie, dus ik kan pas daarna testen. Kunt u de zaak open laten?\n\nJan"),
        ("Re: x", "I am out of the office until Monday. I will send the log tomorrow."),
        ("Re: x", "I am on leave until Friday. In urgent cases call Eve and I will send the log tomorrow."),
        ("Re: x", "I'm away until Monday; it is still blank."),
        ("Re: x", "I am away until Monday. Please keep the case open."),
        ("Abwesenheitsnotiz", "Hallo,\n\nunsere Abwesenheitsnotiz wird vom Programm nicht verschickt. Fehlermeldung: \"Out of office not set\". Was tun?\n\nKarl"),
        ("Abwesenheitsnotiz geht nicht", "Guten Tag,\n\nunsere Abwesenheitsnotiz wird nicht mehr verschickt, seit wir das Update installiert haben. Bitte um Hilfe.\n\nKarl"),
        ("Abwesenheitsnotiz", "Guten Tag,\n\nunsere Abwesenheitsnotiz wird nicht mehr verschickt, seit wir das Update installiert haben. Bitte um Hilfe.\n\nKarl"),
        ("Automatic reply: sent twice", "Hello, the automatic reply feature in your program sends each reply twice. How do I fix it?\n\nJohn"),
        ("Frånvaro", "Hej,\n\nFrånvarohanteringen räknar semester fel sedan uppdateringen. Vi får felkod 17.\n\nAnna"),
        ("Afwezigheid", "Beste,\n\nDe afwezigheid van collega's wordt niet getoond in het rooster na de update.\n\nJan"),
        ("Automatiskt svar", "Hej,\n\nNär kunden mejlar skickas inget svar längre. Det står \"SMTP error 530\".\n\nAnna"),
        ("Out of office: calendar wrong", "Hi,\n\nthe out of office calendar in your product shows the wrong week.\n\nJohn"),
        ("Automatisch antwoord", "Beste, het automatisch antwoord wordt niet verstuurd. Kunt u hiernaar kijken?"),
        ("Automatische Antwort", "Guten Tag, können Sie uns bitte sagen, wo wir die automatische Antwort abschalten?"),
        ("Autosvar fungerar inte", "Hej!\n\nHur ställer jag in frånvaromeddelande i ert program? Jag är på semester från fredag och vill att det ska svara automatiskt.\n\nAnna"),
        ("Frånvaro: import", "Hej, importen av frånvaro stannar halvvägs. Kan ni hjälpa oss? Jag är på semester från fredag."),
        ("SV: x", "Hej. Jag är på semester till måndag, ring mig då."),
        ("SV: x", "Ja, det går bra. Jag är på semester till den 7 augusti."),
        ("SV: x", "Ja. Jag är på semester till den 7 augusti."),
        ("SV: x", "Jag är på semester från fredag. Det är brådskande."),
        ("SV: x", "Jag är på semester till fredag. Går det att vänta med svaret till dess?"),
        ("SV: x", "Jag är på semester från fredag, finns ni tillgängliga på torsdag?"),
        ("SV: x", "Jeg er på ferie til mandag. Programmet viser stadig en tom side."),
        ("SV: x", "Jeg er på ferie, men feilen er der fortsatt."),
        ("VS: x", "Olen lomalla perjantaihin. Tuloste on edelleen tyhjä."),
        ("RE: x", "Je suis en congé jusqu'à lundi. L'impression reste vide."),
        ("RE: x", "Estoy de vacaciones hasta el lunes. La impresión sigue en blanco."),
        ("R: x", "Sono in ferie fino a lunedì. La stampa è ancora vuota."),
        ("Odp: x", "Jestem na urlopie do piątku. Wydruk nadal jest pusty."),
        ("RE: x", "Merci pour votre réponse. Je suis absent jusqu'à lundi, je vous envoie le fichier ensuite."),
        ("SV: x", "Tack för ditt mejl. Vi har tagit emot nyckeln och återkommer om det inte fungerar.\nAnna"),
        ("SV: x", "Jag har tagit emot ditt mejl och provar inom två dagar."),
        ("AW: x", "Wir haben Ihre Nachricht erhalten und testen das innerhalb von zwei Tagen."),
        ("SV: x", "Vi har tagit emot ert meddelande. Felet är kvar, vi hör av oss inom två dagar."),
        ("SV: x", "Hej, jag är på semester. Kontakta Eva som kör testet åt oss, hon har loggen."),
        ("AW: x", "Ich bin im Urlaub. In dringenden Fällen rufen Sie mich an, ich teste dann den Export."),
        ("SV: x", "Jag är på semester.\n\nMvh\nBo\n\nPS. Felet är kvar."),
        ("Re: x", "Hej, jag är ledig från onsdag. Skicka fakturan före det."),
        ("Re: x", "Jag är på semester. Exporten ger samma resultat."),
        ("Re: x", "Jag är på semester till måndag men hann testa, allt ser bra ut."),
        ("Re: x", "Jag är ledig imorgon, kan vi ta mötet på fredag."),
        ("Re: x", "Ich bin ab morgen im Urlaub. Der Ausdruck bleibt leer."),
        ("Re: x", "Ich bin im Urlaub, bitte schließen Sie den Fall nicht."),
        ("Re: x", "Ich bin krank, das Update mache ich nächste Woche."),
        ("Re: x", "Ik ben vanaf morgen op vakantie. De import hangt."),
        ("Re: x", "Ik ben op vakantie, sluit de zaak niet."),
        ("Re: x", "I am away until Monday. The export still hangs."),
        ("Re: x", "I'm on leave from tomorrow; please send the new version before that."),
        ("Re: x", "I will be away next week, so please let me know today."),
        ("Re: x", "Jag är på semester, men Eva provar under tiden."),
        ("Re: x", " I am on vacation. Yes, go ahead."),
        ("Re: x", "Jag är på semester. Godkänner kostnaden."),
        ("Re: x", "Ich bin im Urlaub. Einverstanden mit 400 Euro."),
        ("Re: x", "Ik ben op vakantie. Akkoord."),
        ("Re: x", "Jag är på semester. Ja tack."),
        ("Re: x", "Jag är på semester till den 7. Stäng ärendet."),
        ("Re: x", "Jag är på semester. Versionen är 3.2."),
        ("Re: x", "Je suis en vacances. Le logiciel plante."),
        ("Re: x", "Sono in ferie. Il programma si blocca."),
        ("Re: x", "Jestem na urlopie. Program się zawiesza."),
        ("Re: x", "Olen lomalla. Ohjelma kaatuu."),
        ("Re: x", "Estoy de vacaciones. El programa se cuelga."),
        ("Re: x", "Jeg er på ferie. Programmet hænger."),
        ("Re: x", "Jeg er på ferie. Programmet henger."),
        ("Re: x", "Jag är på semester till måndag. Nytt försök gav samma sak: se nedan.\n\nFel 17"),
        ("Re: x", "Ich bin bis Montag nicht im Büro. Können wir dann telefonieren?"),
        ("Re: x", "I am out of the office today. Could we talk on Monday?"),
        ("Re: x", "Kontakta mig när ni vet mer. Jag är på resa till fredag."),
        ("Re: x", "Hör av er till Eva när det är klart, jag är på semester."),
        ("SV: x", "Jag är på semester men mejla mig gärna filen."),
        ("SV: x", "Hej, kontakta Eva i stället, jag är på semester. Hon vet vad som hände i fredags."),
        ("AW: x", "Ich bin im Urlaub. Frau Huber schickt Ihnen das Protokoll."),
        ("AW: x", "Ich bin im Urlaub, der Drucker ist nicht mehr da."),
        ("RE: x", "Ik ben op vakantie. Jan stuurt u het bestand."),
        ("Re: x", "I am on vacation. John will send you the file."),
        ("Re: x", "I'm away until Monday. 3.2.1 is what we run."),
        ("Re: x", "I am out until Monday. Same here on the other machine."),
        ("SV: x", "Jag är ledig på måndag. Går det bra med tisdag?"),
        ("SV: x", "Jag är ledig på måndag och tisdag, men onsdag kl 10 passar."),
        ("AW: x", "Montag bin ich im Urlaub, Dienstag um 10 Uhr passt."),
        ("Re: x", "Monday I am on leave, Tuesday at 10 works."),
        ("SV: x", "Vi är på semester v. 30, uppdatera inte då."),
        ("SV: x", "Tack, jag är nöjd. Jag är på semester till den 7."),
        ("AW: x", "Danke, erledigt. Ich bin bis Montag im Urlaub."),
        ("Re: x", "Thanks, solved. I am on leave until Monday."),
        ("SV: x", "Jag är på semester. Mitt nummer är 070-1234567, id 204817-1 kod K7QF-29MX."),
        ("SV: x", "Jag är på semester, men ärendet är inte löst."),
        ("AW: x", "Ich bin krank und kann heute nicht testen."),
        ("SV: x", "Semesterlistan är tom.\n\nJag är på semester från fredag."),
        ("SV: x", "Kunden är på semester."),
        ("SV: x", "Jag är på semester. Återkom gärna med ett svar före fredag."),
        ("Re: x", "/away"),
        ("SV: x", "/borta 2026-12-01\nJag är på semester."),
    ],
)  # fmt: skip
def test_one_word_of_the_matter_makes_it_a_persons(subject: str, text: str) -> None:
    assert kind_of(subject, text) is None
    assert kind_of(subject, text, "In-Reply-To: <x@us.example>") is None


@pytest.mark.parametrize("greeting", ["Hej Anna!", "Dear customer,", "Sehr geehrte Frau Berg,", "Beste klant,", "Hallo Anna,\n\nbedankt voor uw bericht."])
def test_a_receipt_may_greet_by_name(greeting: str) -> None:
    assert kind_of("Re: x", f"{greeting}\n\nWe have received your message and will answer within 2 business days.") == "autoreply"


@pytest.mark.parametrize(
    "small_print",
    [
        "This message is for the designated recipient only. If you have received it in error, please notify the sender.",
        "Kund GmbH, Sitz der Gesellschaft: Köln\nGeschäftsführer: Max Huber",
        "****************\nTänk på miljön innan du skriver ut detta mejl.",
        "Dit bericht is vertrouwelijk.",
    ],
)
def test_the_small_print_of_a_firm_is_nobodys_news(small_print: str) -> None:
    assert kind_of("Re: x", f"I am out of office and will be back on Tuesday 9:00.\n\nBo Ek\nHead of Finance\n\n{small_print}") == "autoreply"
    assert kind_of("Re: x", f"I am away until Monday.\n\nThe export crashes.\n\n{small_print}") is None


@pytest.mark.parametrize("text", ["Hej det kraschar!\nJag är på semester.", "Jag är på semester.\n\nMvh\nBo\n\nExporten ger samma resultat även efter omstart av datorn."])
def test_news_may_stand_in_the_greeting_and_below_the_name(text: str) -> None:
    assert kind_of("Re: x", text) is None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply: Printing", "Thank you for contacting us. Our office is closed. If your system is not working, please contact our support on 01234 567890."),
        ("Automatic reply: Printing", "Please send urgent requests to help@kund.example and call 01234 567890."),
        ("Automatische Antwort: Drucker geht nicht", "Unser Büro ist geschlossen. Falls etwas nicht funktioniert, rufen Sie bitte die Hotline an."),
        ("Automatiskt svar: Fel vid utskrift", "Vi har stängt. Om något inte fungerar, kontakta jouren på 08-123 456. Behöver du hjälp? Ring växeln."),
        ("Automatisch antwoord: Fout 1603", "Wij zijn gesloten. Als iets niet werkt, neem dan contact op met de storingsdienst."),
    ],
)
def test_whom_to_call_in_trouble_is_no_trouble(subject: str, text: str) -> None:
    assert kind_of(subject, text) == "autoreply"


@pytest.mark.parametrize(
    "text",
    ["Vi har tagit emot ert meddelande och vår it-avdelning installerar den nya versionen inom två dagar.", "Wir haben Ihre Nachricht erhalten und spielen die Sicherung innerhalb von zwei Tagen zurück.", "We have received your message and move the data within two days."],
)
def test_who_promises_something_else_than_an_answer_is_a_person(text: str) -> None:
    assert kind_of("Re: x", text, "In-Reply-To: <x@us.example>") is None


@pytest.mark.parametrize("text", ["Jag är på semester. Felet är kvar.", "I am away, and it still crashes.", "Können Sie bitte helfen?"])
def test_what_the_headers_say_is_believed_whatever_the_words_say(text: str) -> None:
    assert kind_of("Re: x", text, "Auto-Submitted: auto-replied") == "autoreply"


@pytest.mark.parametrize("piece", ["a", "ja ", "1", "och ", "Hej Anna, ", "(", ",", "\n", "MVH\n", "x@", "vid brådskande ", "\"", "i'", "? ", "A "])
def test_a_megabyte_of_anything_is_judged_quickly(piece: str) -> None:
    started = time.process_time()
    notices.speaks_of_trouble(notices.rest_of(piece * (1_000_000 // len(piece))))
    assert time.process_time() - started < 0.2
