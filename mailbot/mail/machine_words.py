"""The words of machines: subjects and phrases of automatic replies in the languages of our customers' programs.
Tables only, in lower case; automatic.py says what else must be true for a word to count."""

from __future__ import annotations

import re

# A subject that begins so is a machine's, unless the text speaks of trouble (autoreply.py).
STRONG_SUBJECTS = (
    "automatic reply", "auto reply:", "auto-reply:", "autoreply:", "auto reply ", "autoreply ", "auto: ", "auto response", "auto-response", "autoresponse", "autoresponder", "automatic response", "automated reply", "automated response", "auto-reply ",
    "out of office:", "out of office autoreply", "out of office reply", "out-of-office:", "out of the office:", "out of office automatic", "[auto-reply]", "[autoreply]", "[auto reply]", "[ooo]", "ooo:", "vacation reply", "vacation response", "vacation autoreply",
    "autosvar", "auto-svar", "automatiskt svar", "automatsvar", "frånvaromeddelande", "frånvaro:", "semestersvar", "ej på kontoret:", "inte på kontoret:",
    "automatische antwort", "automatische antwort:", "abwesenheitsnotiz", "abwesenheitsnachricht", "abwesenheitsassistent", "abwesenheitsmeldung", "automatische rückantwort", "automatische abwesenheit", "abwesend:", "automatische empfangsbestätigung",
    "automatisch antwoord", "automatische reactie", "automatisch bericht", "afwezigheidsbericht", "afwezigheidsmelding", "afwezigheidsassistent", "automatische beantwoording", "niet aanwezig:", "afwezig:", "automatische ontvangstbevestiging",
    "automatisk svar", "automatisch: ", "autom. antwort", "automatisches antwortschreiben", "automatische nachricht", "automatisch gegenereerd", "autosvar:", "ikke på kontoret:", "fraværsbesked", "fraværsmelding", "fraværsmeddelelse", "fravær:", "automaattinen vastaus", "poissaoloviesti", "automaattivastaus", "poissa:",
    "réponse automatique", "réponse auto", "message d'absence", "absence du bureau", "absent du bureau", "notification d'absence", "reponse automatique",
    "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "risposta automatica", "fuori sede:", "fuori ufficio", "messaggio automatico",
    "odpowiedź automatyczna", "automatyczna odpowiedź", "autoodpowiedź", "autoresponder:", "poza biurem", "resposta automática", "resposta automatica", "ausência temporária", "автоответ", "автоматический ответ",
    "automatická odpověď:", "automatická odpoveď:", "automatikus válasz:", "automaatvastus:", "automātiska atbilde:", "automatinis atsakymas:", "otomatik yanıt:", "răspuns automat:", "αυτόματη απάντηση:", "automatski odgovor:", "samodejni odgovor:", "автоматична відповідь:", "автоматичен отговор:", "sjálfvirkt svar:",
)  # fmt: skip

# A subject that begins so may be a person's (payroll has much to say about absence): the text must speak of being away as well.
WEAK_SUBJECTS = (
    "out of office", "out of the office", "away from", "on vacation", "on holiday", "on leave", "vacation", "ooo", "annual leave", "holiday", "absence", "away",
    "frånvaro", "frånvarande", "semester", "ledig", "bortrest", "inte på kontoret", "ej på kontoret", "föräldraledig", "på semester",
    "abwesenheit", "abwesend", "urlaub", "nicht im büro", "im urlaub", "außer haus", "elternzeit", "bin im urlaub",
    "afwezig", "vakantie", "niet aanwezig", "met vakantie", "op vakantie", "niet op kantoor", "met verlof",
    "ferie", "fravær", "på ferie", "ikke på kontoret", "poissa", "loma", "lomalla", "absent", "congés", "en congé", "vacances",
    "ausente", "vacaciones", "de vacaciones", "in ferie", "assente", "fuori sede", "urlop", "nieobecność", "nieobecny", "férias", "ausência",
)  # fmt: skip
# That somebody is away.
ABSENT = (
    "i am out of the office", "am out of office", "i'm out of office", "will be out of office", "i'm out of the office", "i am currently out", "i'm currently out", "i will be out of the office", "i am away", "i'm away", "i am on vacation", "i'm on vacation", "i am on holiday", "i'm on holiday", "i am on annual leave",
    "i am on leave", "on parental leave", "on maternity leave", "i will be away", "i shall be away", "i'll be out", "currently out of the office", "away from the office", "i am travelling", "limited access to", "no access to email", "not available until",
    "jag är inte på kontoret", "jag är på semester", "jag har semester", "jag är borta", "jag är bortrest", "jag är ledig", "jag är frånvarande", "jag är föräldraledig", "jag är tjänstledig", "jag är på resa", "jag är på tjänsteresa", "är på semester", "har semester", "inte tillgänglig", "läser inte min mail", "läser inte min mejl", "läser inte min e-post",
    "ich bin nicht im büro", "ich bin im urlaub", "bin ich nicht im büro", "ich bin derzeit", "ich bin zurzeit", "ich bin zur zeit", "ich bin bis", "ich bin ab", "bin ich im urlaub", "ich befinde mich", "nicht im hause", "nicht im haus", "ich bin abwesend", "bin ich abwesend", "bin ich außer haus", "in elternzeit", "auf dienstreise", "nicht erreichbar", "nicht im büro", "im urlaub", "außer haus", "nicht gelesen",
    "ik ben niet op kantoor", "ik ben afwezig", "ik ben met vakantie", "ik ben op vakantie", "ben ik afwezig", "ben ik met vakantie", "ben ik op vakantie", "ik ben met verlof", "ben ik met verlof", "met zwangerschapsverlof", "met ouderschapsverlof", "niet bereikbaar", "ben ik niet aanwezig", "ik ben niet aanwezig", "momenteel afwezig",
    "jeg er ikke på kontoret", "jeg er på ferie", "jeg holder ferie", "jeg har ferie", "jeg er bortreist", "jeg er fraværende", "jeg er i permisjon", "jeg er på barsel", "olen lomalla", "olen vuosilomalla", "olen poissa", "en ole paikalla", "en ole toimistolla",
    "je suis absent", "je suis actuellement absent", "je suis en congé", "je suis en vacances", "je suis en déplacement", "je serai absent", "en mon absence", "estoy fuera", "estaré fuera", "estoy de vacaciones", "me encuentro fuera", "me encuentro de vacaciones", "estoy ausente", "estaré ausente",
    "non sono in ufficio", "sono in ferie", "sono assente", "sarò assente", "sono fuori ufficio", "sono fuori sede", "jestem na urlopie", "jestem poza biurem", "jestem nieobecn", "przebywam na urlopie", "będę nieobecn", "estou fora", "estou de férias", "estarei ausente", "estarei fora",
)  # fmt: skip
# Another desk has our mail ...
RECEIVED = (
    "we have received your message", "we have received your request", "we have received your email", "we have received your e-mail", "we have received your inquiry", "we received your message", "we received your request", "we received your email", "your message has been received", "your request has been received", "your email has been received", "your e-mail has been received", "your request has been registered", "a ticket has been created", "ticket has been opened", "your case has been",
    "vi har tagit emot ditt mail", "vi har tagit emot ditt mejl", "vi har tagit emot ditt meddelande", "vi har tagit emot ditt ärende", "vi har tagit emot er förfrågan", "vi har tagit emot din förfrågan", "vi har mottagit ditt mail", "vi har mottagit ditt mejl", "vi har mottagit ditt meddelande", "vi har mottagit ditt ärende", "ditt ärende har", "ert ärende har", "ditt mail har tagits emot", "ditt mejl har tagits emot", "ditt meddelande har tagits emot", "ärendet har registrerats",
    "wir haben ihre nachricht erhalten", "wir haben ihre anfrage erhalten", "wir haben ihre e-mail erhalten", "ihre anfrage ist bei uns eingegangen", "ihre nachricht ist bei uns eingegangen", "ihre e-mail ist bei uns eingegangen", "eingang ihrer e-mail", "eingang ihrer nachricht", "eingang ihrer anfrage", "ihr anliegen wurde", "ticket wurde",
    "wij hebben uw bericht", "wij hebben uw e-mail", "wij hebben uw vraag", "wij hebben uw aanvraag", "we hebben uw bericht", "we hebben uw e-mail", "we hebben je bericht", "we hebben je e-mail", "uw bericht is ontvangen", "uw e-mail is ontvangen", "uw vraag is ontvangen", "uw aanvraag is geregistreerd", "uw melding is", "in goede orde ontvangen",
    "vi har modtaget din henvendelse", "vi har modtaget din mail", "vi har mottatt din henvendelse", "vi har mottatt din e-post", "din henvendelse er", "olemme vastaanottaneet", "viestisi on vastaanotettu", "nous avons bien reçu votre message", "nous avons bien reçu votre demande", "nous avons bien reçu votre e-mail", "votre demande a été enregistrée", "hemos recibido su mensaje", "hemos recibido su solicitud", "hemos recibido tu mensaje", "hemos recibido su correo", "abbiamo ricevuto la sua richiesta", "abbiamo ricevuto la tua richiesta", "abbiamo ricevuto il suo messaggio", "otrzymaliśmy twoją wiadomość", "otrzymaliśmy państwa wiadomość", "twoje zgłoszenie zostało", "recebemos a sua mensagem", "recebemos o seu pedido",
)  # fmt: skip
# ... in any order of words: "your request (5512) has been received", "wij hebben uw vraag ontvangen".
_NOUN = (
    r"(?:message|request|e-?mail|mail|inquiry|enquiry|ticket|case|question|mejl|mailet|meddelande|ärende|förfrågan|fråga|e-post|nachricht|anfrage|anliegen|schreiben|frage|bericht|vraag|aanvraag|melding|verzoek"
    r"|henvendelse|besked|sag|sak|forespørsel|forespørgsel|viestinne|viestisi|yhteydenottonne|pyyntösi|demande|courriel|mensaje|solicitud|correo|consulta|messaggio|richiesta|segnalazione|wiadomość|zgłoszenie|mensagem|pedido)"
)
_TAKEN = (
    r"(?:received|registered|logged|created|opened|tagits emot|tagit emot|mottagit|mottaget|mottagits|registrerats?|registrerad|inkommit|kommit in|erhalten|eingegangen|erfasst|registriert|angelegt|aufgenommen|ontvangen|geregistreerd|aangemaakt|binnengekomen"
    r"|modtaget|mottatt|registreret|registrert|vastaanotettu|kirjattu|reçue?|enregistrée?|recibid[oa]|registrad[oa]|ricevut[oa]|registrat[oa]|otrzymaliśmy|otrzymane|zarejestrowane|przyjęte|recebid[oa]|recebemos)"
)
_GAP = r"(?: [^\s.!?]{1,30}){0,7}? "
RECEIPT = re.compile(
    rf"\b(?:your|din|ditt|ert|er|dit|deres|ihre?|uw|je|jouw|votre|su|tu|la sua|la tua|il suo|il tuo|twoj[ae]|państwa|a sua|o seu) {_NOUN}{_GAP}{_TAKEN}\b"
    rf"|\b(?:we|vi|wir|wij|nous|hemos|abbiamo|olemme|recebemos)\b{_GAP}{_TAKEN}{_GAP}{_NOUN}\b|\b(?:viestinne|viestisi|yhteydenottonne|pyyntösi) on vastaanotettu\b|\b(?:otrzymaliśmy|recebemos){_GAP}{_NOUN}\b"
    r"|\b(?:ticket|case|request|ärende|vorgang|anfrage|zaak|sag|sak)(?: (?:number|nr|nummer|no))?[ .:#]{0,3}[\w-]{0,20}\d[\w-]{0,20} (?:has been|was|is|har|wurde|ist|is|er) (?:\w+ )?(?:opened|created|logged|registered|skapats|öppnats|registrerats|angelegt|eröffnet|erstellt|aangemaakt|geopend|geregistreerd|oprettet|opprettet)\b|\byour (?:message|e-?mail|request|enquiry) has reached\b"
    r"|\byour (?:message|e-?mail|request|enquiry|inquiry) is important to us\b|\bwe (?:aim|strive|endeavou?r) to (?:respond|reply|answer)\b|\bvi (?:svarar|återkommer) (?:normalt|vanligtvis|oftast|i regel)\b|\bwir (?:antworten|melden uns) (?:in der regel|normalerweise|üblicherweise)\b|\b(?:wij|we) (?:reageren|antwoorden) (?:meestal|doorgaans|normaal gesproken|normaliter|gewoonlijk)\b"
)
RECEIPT_SUBJECT = re.compile(
    r"^(?:tack|tak|takk|vielen dank|danke|bedankt|dank|thank you|thanks|merci|gracias|grazie|dziękujemy|dziękuję|kiitos|obrigad[oa])\b|\b(?:mottaget|mottagen|mottagits|tagit emot|registrerat|eingangsbestätigung|empfangsbestätigung|eingegangen|ontvangstbevestiging|ontvangen|request received|received|receipt|ticket|modtaget|mottatt|kvittering|accusé de réception|acuse de recibo|ricevuta|potwierdzenie)\b|\[#?\d{2,12}\]|#\d{2,12}\b"
)
# ... and will see to it, as machines promise.
SOON = (
    "as soon as possible", "within 24 hours", "within one business day", "within 48 hours", "shortly", "så snart som möjligt", "så snart vi kan", "så fort vi kan", "så fort som möjligt", "inom 24 timmar", "inom kort", "inom en arbetsdag",
    "schnellstmöglich", "so schnell wie möglich", "so bald wie möglich", "sobald wie möglich", "umgehend", "in kürze", "innerhalb von", "zo spoedig mogelijk", "zo snel mogelijk", "binnen 24 uur", "binnen één werkdag", "binnen een werkdag", "hurtigst muligt", "så snart som mulig", "snarest mulig", "mahdollisimman pian", "dans les plus brefs délais", "lo antes posible", "a la mayor brevedad", "il prima possibile", "quanto prima", "jak najszybciej", "o mais brevemente possível",
)  # fmt: skip
# "Within two working days", with figures or words.
_MANY = (
    r"(?:\d{1,3}(?:\s?[-–]\s?\d{1,3})?|en|ett|två|tre|fyra|fem|några|ein|eine[mnr]?|zwei|drei|vier|fünf|wenige[rn]?|één|een|twee|drie|vijf|enkele|one|a|two|three|four|five|a few|to|fire|noen|få|yhden|kahden|kolmen|viiden|un|une|deux|trois|quatre|cinq|uno|una|dos|tres|cuatro|cinco|due|quattro|cinque|jednego|dwóch|trzech|pięciu|um|dois|duas|três)"
)
_TIME = (
    r"(?:arbets|var|vecko|helgfria |help|business |working |work |bank |calendar |werk|arbeits|hver|arbejds|virke|arbeids|arki|työ)?(?:dag(?:ar|e|er|en)?|dygn|timmar?|timme|tage?n?|stunden?|wochen?|uur|uren|weken?|days?|hours?|weeks?|timer?|päivän|tunnin|jours?|heures?|días?|horas?|giorn[oi]|ore|or[ae]|dni|dnia|godzin|dias?)"
)
WITHIN = re.compile(
    rf"\b(?:inom|innerhalb(?: der nächsten| von)?|binnen|within(?: the next)?|inden ?for|inden|innen|i løpet av|sous|dans(?: un délai de| les)?|en(?: un plazo(?: máximo)? de| el plazo de| las próximas)?|entro|w ciągu|em até|dentro de|no prazo de) (?:senast |maximal |max\.? |längstens |uiterlijk |maximum )?{_MANY} {_TIME}\b"
    rf"|\b{_MANY} {_TIME} (?:kuluessa|sisällä)\b"
    r"|\b(?:is being reviewed|will be reviewed|will be processed|kommer att behandlas|handläggs|wird bearbeitet|wird geprüft|in bearbeitung|meldet sich|wordt behandeld|in behandeling|will be in touch|get back to you)\b"
)
# What is promised is an answer, or that somebody sees to it; whoever promises something else writes of the matter.
PROMISE = re.compile(
    r"\b(?:återkomm\w*|återkopplar|svar\w*|besvara\w*|hör av|kontakta[rs]?|behandla\w*|handlägg\w*|hanterar?|tittar|hjälper|reply|repl(?:y|ies|ied)|respond\w*|response|answer\w*|get back|be in touch|contact\w*|review\w*|process\w*|look into|attend|assist\w*|help"
    r"|melde[nt]?|meldet|antwort\w*|beantwort\w*|bearbeit\w*|kümmer\w*|rückmeldung|geprüft|in verbindung|contact|beantwoord\w*|reageren|reageert|reactie|antwoord\w*|behandel\w*|in behandeling|hoor\w*|terug|bericht van ons|besvare[rs]?|vender tilbage|behandle[rst]?|tar kontakt|kontakter|kontakt"
    r"|vasta\w*|käsitel\w*|répond\w*|réponse|trait\w*|recontact\w*|respond\w*|responder\w*|contest\w*|contactar\w*|atender\w*|rispost\w*|rispond\w*|ricontatt\w*|contatt\w*|odpowie\w*|odpowiedź|skontaktuj\w*|zajmiemy)\b"
)
# One who speaks for himself, or who tries what we wrote, is a person, whatever he confirms.
ALONE = re.compile(r"(?:^|[ (])(?:jag|mig|ich|mir|ik|mij|i (?:have|will|am|can|shall)|i'm|i'll|i've|jeg|minä|yo|io)(?=[ ,.])|\b(?:test\w*|provar|prövar|probier\w*|ausprobier\w*|probeer\w*|try it|tries|tried|prøver)\b")
# First words of a text that only a machine begins with.
MACHINE_TEXTS = (
    "this is an automatic reply", "this is an automated reply", "this is an automatic response", "this is an automated response", "this is an automatically generated", "this is an auto-generated", "this is an autogenerated", "this is an autoresponse", "this is an automated message", "this is an automated email",
    "this message was automatically generated", "this message is automatically generated", "this e-mail was automatically", "this email was automatically",
    "detta är ett automatiskt svar", "det här är ett automatiskt svar", "detta är ett autosvar", "detta är ett automatiskt meddelande", "detta är ett automatgenererat", "det här är ett automatiskt",
    "dies ist eine automatische antwort", "dies ist eine automatisch", "dies ist eine automatische", "diese nachricht wurde automatisch", "diese e-mail wurde automatisch", "das ist eine automatische antwort",
    "dit is een automatisch", "dit is een geautomatiseerd", "deze e-mail is automatisch", "dit bericht is automatisch",
    "dette er et automatisk svar", "dette er et autosvar", "dette er en automatisk", "tämä on automaattinen", "ceci est une réponse automatique", "ceci est un message automatique", "este es un mensaje automático", "esta es una respuesta automática", "questo è un messaggio automatico", "questa è una risposta automatica",
    "to jest automatyczna", "to jest wiadomość automatyczna", "esta é uma resposta automática", "esta é uma mensagem automática",
)  # fmt: skip
# News of the matter, such as no notice brings: what was tried, what the screen shows, which system it is. Who is away may write them too.
NEWS = re.compile(
    r"\b(?:(?:jag har|har jag|vi har|jag) (?:nu |även |också |redan )?(?:testat|testade|provat|provade|prövat|prövade|försökt|försökte|installerat|uppdaterat|startat om|bifogat|hittat)|felet (?:är|finns|kvarstår|kom|kommer|försvann)|felmeddelandet|samma fel"
    r"|kraschar|fungerar (?:fortfarande )?inte|det fungerar|startar inte"
    r"|ich habe (?:\w+ ){0,4}(?:getestet|probiert|ausprobiert|versucht|installiert|aktualisiert|neu gestartet|angehängt|gefunden)|der fehler (?:ist|bleibt|kommt|tritt|besteht)|die fehlermeldung|derselbe fehler|stürzt ab|funktioniert (?:immer noch |noch |jetzt )?(?:nicht|wieder)"
    r"|ik heb (?:\w+ ){0,4}(?:getest|geprobeerd|geïnstalleerd|bijgewerkt|opnieuw gestart|opgestart|bijgevoegd|gevonden)|de fout (?:is|blijft|komt|treedt)|de foutmelding|dezelfde fout|werkt (?:nog steeds |nu )?(?:niet|weer)|loopt vast"
    r"|(?:i|i have|i've|we|we have|we've) (?:now |also |already )?(?:tested|tried|installed|updated|restarted|rebooted|attached)|the error (?:is|persists|remains|still|appears|has|went)|the error message|same error|(?:still |it )(?:does not|doesn't|works)|crashes"
    r"|jeg har (?:\w+ ){0,2}(?:testet|prøvd|prøvet|forsøgt|forsøkt|installeret|installert)|fejlmeddelelse\w*|feilmelding\w*|j'ai (?:\w+ ){0,2}(?:testé|essayé|installé)|message d'erreur|he (?:probado|intentado|instalado)|mensaje de error|ho (?:provato|installato)|messaggio di errore"
    r"|(?:windows|macos|ubuntu) \d+|(?:fel|error|fehler|fout|fejl|feil) ?(?:nr|kod|code|nummer)?[ .:]{0,2}\d{2,6})\b"
)
AUTOREPLY_HEADERS = (
    "x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponder", "x-auto-responder", "x-autoreply-from", "x-auto-reply-from", "x-mail-autoreply", "x-vacation", "x-away", "x-cron-env", "x-autogenerated", "x-auto-responded", "x-fc-autoreply", "x-ebay-mailtracker-autoreply",
)  # fmt: skip
LIST_HEADERS = ("list-id", "list-post", "list-help", "list-subscribe", "list-owner", "list-archive", "mailing-list", "x-mailing-list", "x-mailinglist", "x-list", "feedback-id", "x-feedback-id", "x-mailman-version", "x-beenthere", "x-campaign-id", "x-campaignid", "x-mc-user", "x-jobid", "x-campaign", "x-mailingid", "x-newsletter")
# Those that no list of a vendor's own writes: senders of mailings do.
MAILING_HEADERS = ("feedback-id", "x-feedback-id", "x-campaign-id", "x-campaignid", "x-mc-user", "x-jobid", "x-campaign", "x-mailingid", "x-newsletter")
NO_REPLY = ("noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "do.not.reply", "dontreply", "nepasrepondre", "ne-pas-repondre", "noresponder", "no-responder", "svarainte", "svara-inte", "inte-svara", "svara_ej", "nichtantworten", "nicht-antworten", "keineantwort", "keine-antwort", "niet-beantwoorden", "nietbeantwoorden", "ingen-svar", "noreplies", "nao-responda", "naoresponda")
CHALLENGE_HEADERS = ("x-tmda-fingerprint", "x-boxbe", "x-spamarrest", "x-challenge", "x-qconfirm", "x-bluebottle-challenge", "x-mail-challenge")
CHALLENGE_SUBJECTS = ("bekräfta ditt meddelande", "bekräfta din e-post", "bitte bestätigen sie ihre e-mail", "bitte bestätigen sie ihre nachricht", "bestätigung erforderlich", "bevestig uw bericht", "bevestig uw e-mail", "bevestiging vereist", "please confirm (conf", "confirm your message", "please confirm your message", "[spamarrest]", "boxbe", "verification required", "please verify your message", "challenge:", "confirm (conf", "please confirm your e-mail to", "confirmation required to deliver", "action required: confirm your")
CHALLENGE_TEXTS = ("bekräfta att du är en människa", "bekräfta att du är avsändaren", "bekräfta att du har skickat", "bestätigen sie, dass sie der absender", "bestätigen sie, dass sie ein mensch", "bestätigen sie bitte, dass sie", "bevestig dat u de afzender", "bevestig dat u een mens", "in order for your message to be delivered", "to release your message", "release your mail", "confirm that you sent", "prove that you are human", "verify that you are a human", "verify you are human", "held in a pending queue", "one-time confirmation", "confirm your identity as the sender", "is protected by boxbe", "spam arrest", "tmda", "confirm you are a real person", "request for confirmation", "reply to this message to confirm", "confirm your address and release")

# Automatic replies of people who are away open with thanks; a short text of thanks and absence is one.
THANKS = (
    "thank you for your e", "thank you for your message", "thank you for your mail", "thanks for your e", "thanks for your message", "thanks for your mail", "thank you for contacting",
    "tack för ditt mail", "tack för ditt mejl", "tack för ditt meddelande", "tack för din mail", "tack för ditt e-", "tack för ert mail", "tack för e-postmeddelandet", "tack för ert meddelande", "hej! tack för ditt", "hej, tack för ditt", "hej tack för ditt",
    "vielen dank für ihre nachricht", "vielen dank für ihre e", "vielen dank für ihre mail", "danke für ihre nachricht", "danke für ihre e", "danke für ihre mail", "vielen dank für deine", "danke für deine", "besten dank für ihre",
    "guten tag, vielen dank für ihre", "sehr geehrte damen und herren, vielen dank für ihre", "sehr geehrte damen und herren, ich bin",
    "bedankt voor uw", "bedankt voor je", "dank voor uw", "dank u voor uw", "hartelijk dank voor uw", "dank je wel voor je", "beste, bedankt voor uw", "tak for din", "takk for din", "kiitos viestist", "merci pour votre", "merci de votre", "bonjour, merci pour votre", "je vous remercie de votre", "gracias por su", "gracias por tu",
    "grazie per la tua", "grazie per il tuo", "grazie per il suo", "dziękuję za", "obrigado pela sua", "obrigado pelo seu",
)  # fmt: skip
THANKFUL = ("thank", "tack", "dank", "tak", "kiitos", "merci", "gracias", "grazie", "dziękuję", "obrigado", "damen und herren")  # one of them is in each of those
# Words of mail that was sent to many, or to nobody who would answer: a person may have passed it on, so it is kept as it is and gets no automatic answer.
UNANSWERED = (
    "unsubscribe", "opt out", "opt-out", "stop receiving", "be removed from", "remove yourself", "manage your subscription", "manage your preferences", "subscription preferences", "do not reply to this", "don't reply to this", "please do not reply", "this mailbox is not monitored", "cannot be answered",
    "this is an automated", "this is a post-only", "view this email in your browser", "view in browser", "having trouble viewing", "you are receiving this", "you received this email because", "avregistrera", "avprenumerera", "avsluta prenumeration", "sluta få nyhetsbrev", "svara inte på detta", "det går inte att svara på", "kan inte besvaras",
    "abbestellen", "abmelden", "vom newsletter", "newsletter abbestellen", "nicht mehr erhalten möchten", "nicht auf diese e-mail", "nicht auf diese nachricht", "antworten sie nicht", "afmelden", "uitschrijven", "niet op deze e-mail", "beantwoord deze e-mail niet", "se désabonner", "désinscrire", "ne pas répondre", "darse de baja", "no responda a este", "annulla l'iscrizione", "non rispondere a questo", "wypisz", "nie odpowiadaj",
    "afmeld", "avmelden", "meld deg av", "peruuta tilaus", "cancelar subscrição", "cancelar a inscrição",
)  # fmt: skip
BULK_SENDERS = ("owner-", "bounce-", "bounces-", "bounces+", "bounce+", "errors-", "newsletter", "listserv", "majordomo", "mailman", "nyhetsbrev", "nieuwsbrief", "mailinglist", "list-", "lists-", "sympa")
# Endings of addresses that lists and mailings return to (RFC 3834 section 2, RFC 2142 section 6).
BULK_ENDINGS = ("-bounces", "-bounce", "-errors", "-owner", "-request", "-return")
# "If you want to receive no more mails": the words stand apart, so no phrase of the table has them.
NO_MORE = re.compile(
    r"\b(?:keine|keinen|no more|no further|no longer|geen|inga fler|inte längre|ikke længere|ikke lenger|ne plus|non più|nie chcesz) [^.!?:]{0,60}(?:mail|nachricht|newsletter|nyhetsbrev|nieuwsbrief|nyhedsbrev|message|messaggi|wiadomo)[^.!?:]{0,60}"
    r"(?:erhalten|receive|ontvangen|få|motta|modtage|recevoir|ricevere|otrzymywać)\b"
)

# "Do not reply": a receipt that says so promises nothing, and is one.
NO_ANSWERS = re.compile(r"\b(?:do not|don't|please do not) (?:reply|respond)|svara inte|inte svara på|går (?:inte|ej) att svara|(?:antworten sie|bitte) nicht (?:auf|antworten)|nicht auf diese|(?:beantwoord|antwoord) (?:deze|dit|niet)|niet (?:op )?(?:reageren|beantwoorden|antwoorden)|svar ikke|ikke svare?|ne pas répondre|no responda|non rispondere|nie odpowiada|não responda")
# A wish that only strangers should not answer is a firm's small print, and no word of a mailing.
ASTRAY = re.compile(r"\b(?:in error|by mistake|not the (?:intended|named) (?:recipient|addressee)|not intended for you|av misstag|inte är (?:rätt|avsedd) mottagare|irrtümlich\w*|versehentlich|nicht der (?:richtige|beabsichtigte|vorgesehene) (?:adressat|empfänger)|per abuis|abusievelijk|ten onrechte|niet de (?:bedoelde|beoogde) ontvanger|niet voor u bestemd|ved en fe[ji]l|par erreur|por error|per errore|omyłkowo)\b")
# Header names that call a mail automatic, whoever made them up; X-Auto-Response-Suppress is none of them.
MACHINE_NAME = re.compile(r"(?:x-(?:[a-z0-9]{1,20}-)?)?(?:auto-?(?:repl(?:y|ied)|respond(?:er|ed)?|response|generated|submitted|answer(?:ed)?)|mail-?auto-?reply|vacation|out-?of-?office|machine-?generated)(?:-(?:from|by|id|sender|to|message|reply))?")
MACHINE_PROGRAM = re.compile(r"\b(?:vacation|auto-?respond\w*|auto-?reply\w*|auto-?response|autoreponder)\b")
# A spam filter that lets the sender do something before it delivers: what it is for, and what he shall do.
CHALLENGE_PURPOSE = re.compile(
    r"\b(?:(?:deliver|release) your (?:message|mail|e-?mail)|your (?:messages?|mails?|e-?mails?) (?:will|can|to) be delivered|so (?:that )?i can (?:receive|get) your|(?:my|our|the) list of (?:approved|allowed|trusted) senders|senders (?:that )?i have approved|add yourself to my|was waitlisted|protecting (?:myself|my inbox) (?:from|against)|verify that you are (?:a )?human|that you are not a (?:robot|spammer)"
    r"|(?:damit|dass) ihre (?:nachricht|e-?mail|mail) (?:mir )?(?:zugestellt|ankommt)|ihre (?:nachricht|e-?mail) zuzustellen|zugelassene[nr]? absender|(?:för|så) att ditt (?:mejl|mail|meddelande|brev) ska(?:ll)? (?:levereras|komma fram)|släpps ditt (?:mejl|mail|meddelande|brev) (?:igenom|fram)|godkända avsändare|zodat uw (?:bericht|e-?mail|mail) (?:wordt |kan worden )?(?:afgeleverd|bezorgd|aankomt)|uw (?:bericht|e-?mail) af te leveren|goedgekeurde afzenders"
    r"|(?:to have|to get) your (?:message|mail|e-?mail) delivered|pour que votre (?:message|courriel|e-?mail) (?:me |nous )?(?:parvienne|soit (?:remis|délivré|livré|distribué))|para que su (?:mensaje|correo) (?:me llegue|llegue|sea entregado|se entregue)|(?:affinché|perché) il (?:suo|tuo) messaggio (?:venga|sia|mi venga) (?:consegnato|recapitato)|aby (?:twoja|państwa|pańska) wiadomość (?:została|mogła zostać|była) dostarczona"
    r"|så (?:at )?din (?:mail|besked|melding|e-?post) (?:bliver leveret|kommer frem|blir levert|kommer fram)|jotta viestisi (?:toimitetaan|menee perille|tulee perille)|para que a sua mensagem (?:seja entregue|me chegue))\b"
)
CHALLENGE_ACT = re.compile(r"\b(?:click|link|form|just once|follow|klick\w*|länken?|formulär\w*|formular|klik|bestätig\w*|bevestig\w*|bekräfta|visit|cliquez|lien|enlace|haga clic|clic|clicchi|clicca|clicare|kliknij|klikk|linkistä|linkkiä|följ)\b")
# Who tells that he clicked is no filter.
CLICKED = re.compile(r"\b(?:i|jag|ich|ik|we|vi|wir|wij|je|jeg)\b(?: \w+){0,2} (?:follow|use|click|klick|klik|cliqu)\w*")
# What a program writes when its user has opened or thrown away our mail, and when he takes his own back (the words of Outlook and Thunderbird differ by language alone).
READ_RECEIPT = re.compile(
    r"^(?:your message|ditt meddelande|ihre nachricht|uw bericht|din besked|din meddelelse|din melding|meldingen din|votre message|su mensaje|il (?:suo |tuo )?messaggio|twoja wiadomość|viestisi|a sua mensagem)\s{1,3}(?:to|till|an|aan|til|à|para|a|do|vastaanottaja)\s?:.{1,900}?"
    r"\b(?:was|has been|were|lästes|har lästs|blev|togs bort|raderades|wurde|is|werd|ble|a été|ha sido|fue|è stato|został[ao]?|luettiin|on luettu|foi)\b.{0,120}\d"
    r"|^this is a (?:return|read) receipt for (?:the|your) (?:mail|message)|^dies ist eine (?:empfangs|lese)bestätigung für (?:die|ihre) (?:e-?mail|nachricht)|^det här är ett (?:mottagnings|läs)kvitto (?:för|på)|^dit is een (?:ontvangst|lees)bevestiging (?:voor|van)"
)
RECALL = re.compile(
    r"^.{1,80}?\b(?:would like to recall the message|vill återkalla meddelandet|möchte die nachricht .{0,200}zurückrufen|wil (?:het|dit) bericht .{0,200}intrekken|(?:vil|ønsker å|ønsker at) (?:tilbakekalle|tilbagekalde) (?:meldingen|meddelelsen)|souhaite rappeler (?:le|ce) message|desea recuperar el mensaje|desidera richiamare il messaggio|chce odwołać wiadomość|haluaa (?:kutsua takaisin|peruuttaa) viestin)\b"
)
# What a calendar program puts before the subject of an invitation, when it answers for somebody.
CALENDAR_ANSWERS = (
    "accepted:", "tentative:", "tentatively accepted:", "declined:", "canceled:", "cancelled:", "accepterat:", "accepterad:", "godkänt:", "preliminärt:", "preliminär:", "avböjt:", "avböjd:", "tackat nej:", "inställt:", "inställd:", "avbokat:", "zugesagt:", "angenommen:", "akzeptiert:", "mit vorbehalt:", "unter vorbehalt:", "abgelehnt:", "abgesagt:",
    "geaccepteerd:", "voorlopig:", "geweigerd:", "afgewezen:", "geannuleerd:", "accepteret:", "foreløbig:", "foreløpig:", "afslået:", "afvist:", "aflyst:", "akseptert:", "godtatt:", "avslått:", "avlyst:", "accepté:", "accepté :", "provisoire:", "provisoire :", "refusé:", "refusé :", "annulé:", "annulé :", "aceptado:", "aceptada:", "provisional:", "rechazado:", "rechazada:", "cancelado:", "cancelada:",
    "accettato:", "provvisorio:", "rifiutato:", "annullato:", "zaakceptowano:", "wstępnie:", "odrzucono:", "odwołane:", "hyväksytty:", "alustava:", "hylätty:", "peruutettu:", "aceite:", "recusado:",
)  # fmt: skip
# Programs that watch machines or sort mail, and write under their own name.
WATCHERS = ("nagios", "icinga", "icinga2", "zabbix", "monit", "munin", "logwatch", "smartd", "fail2ban", "checkmk", "prometheus", "alertmanager", "uptimerobot")
SORTERS = ("quarantine", "spam-quarantine", "spamquarantine", "spam-digest", "spamdigest", "spam-report", "quarantine-notification", "quarantäne")
ALERT = re.compile(r"^\*\* ?(?:problem|recovery|acknowledgement|flapping\w*|downtime\w*|custom)\b[^\n]{0,100}\b(?:alert|is (?:down|up|critical|warning|ok|unknown))\b|^\[?(?:problem|resolved|firing|recovery|ok|alarm|critical|warning)\b(?::\d+)?\]?:? .{0,80}\b(?:is (?:down|up|critical|warning|ok|unknown|unreachable)|on host|alert:)")
ALERT_TEXT = re.compile(r"^\W{0,10}(?:notification type:|nagios\b|icinga\b|problem started at|trigger (?:status)?:|host:|service:|you have \d{1,6} new (?:spam-)?quarantined messages?|you have \d{1,6} new spam-quarantined)")
