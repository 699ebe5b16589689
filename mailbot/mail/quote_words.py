"""The words by which mail programs introduce what they quote, in the languages of our customers' programs.
Tables only, all in lower case; introductions.py and signatures.py say how a line must look for a word to count."""

from __future__ import annotations

# Labels of the header block that Outlook and others put above the quoted mail.
LABELS = {
    label: kind
    for kind, labels in {
        "from": "from|från|von|van|de|fra|frá|lähettäjä|da|od|remitente|expéditeur|mittente|nadawca|remetente|afzender|absender|avsändare|afsender|avsender|от|від|发件人|寄件者|差出人|보낸 사람"
        "|från avsändare|odesílatel|odosielateľ|feladó|kimden|gönderen|de la|από|šalje|nuo|no kā|saatja|frá|od koho",
        "date": "sent|skickat|gesendet|verzonden|sendt|lähetetty|envoyé|envoyé le|enviado|enviado el|enviada|enviada em|enviado em|inviato|inviato il|wysłano|wysłane"
        "|date|datum|dato|päivämäärä|päiväys|fecha|data|sent on|date sent|skickat den|gesendet am|verzonden op|отправлено|дата|发送时间|寄件日期|送信日時|보낸 날짜"
        "|odesláno|odoslané|dátum|elküldve|küldve|gönderildi|tarih|gönderme tarihi|trimis|data trimiterii|στάλθηκε|ημερομηνία|poslano|išsiųsta|nosūtīts|saadetud|sent at|skickades|sänt|datum/tid|envoyé à|data/hora|date d'envoi|data wysłania|sendt den|verzonddatum|data de envio|fecha de envío|data invio|надіслано|дата і час",
        "to": "to|till|an|aan|til|vastaanottaja|à|a|para|do|destinataire|destinatario|empfänger|mottagare|modtager|mottaker|ontvanger|adresat|кому|收件人|收件者|宛先|받는 사람|komu|címzett|kime|alıcı|către|προς|prima|kam|kellele|sent to|skickat till",
        "cc": "cc|kopia|kopie|kopi|kopio|copie|copia|bcc|dw|cópia|copie à|cópia para|con copia|kopio|kopia till|kopie an|kopie aan|másolat|bilgi|κοιν|抄送|副本|참조|копия|копія|ccn|cco|cci|bcc|blindkopia|bkopia",
        "subject": "subject|ämne|betreff|onderwerp|emne|aihe|objet|asunto|oggetto|temat|assunto|re|тема|主题|主旨|件名|제목|ärende|rubrik|thema|betrifft|předmět|predmet|tárgy|konu|subiect|subiectul|θέμα|tema|teema|sujet|título|asunto del mensaje|ang",
        "other": "reply-to|svar till|antwort an|beantwoorden|importance|prioritet|wichtigkeit|urgentie|priority|attachments|bilagor|anlagen|bijlagen|organization"
        "|organisation|resent-from|resent-to|signerat av|vedhæftede filer|vedlegg|categories|kategorier|reply to|antworten an|svara till|bilaga|bijlage|anlage|pièces jointes|datos adjuntos|archivos adjuntos|allegati|załączniki|anexos|liitteet|vedlagte filer|when|where|när|var|wann|wo|wanneer|waar|required attendees|organizer|organisatör|signed by|message-id|on behalf of|precedence|mailed-by|reply|sensitivity|känslighet|vertraulichkeit",
    }.items()
    for label in labels.split("|")
}

# Of these, those that tell in which of our languages somebody's program speaks.
SPOKEN_LABELS = {
    label: language
    for language, labels in {"sv": "från skickat ämne", "de": "von gesendet betreff", "nl": "van verzonden onderwerp aan"}.items()
    for label in labels.split()
}

# Lines that stand alone, framed by dashes or underscores, or ending with a colon ("Begin forwarded message:").
SEPARATORS = (
    "original message", "original mail", "original email", "original e-mail", "original appointment", "originalmeddelande", "ursprungligt meddelande",
    "ursprungligt mejl", "ursprungligt mail", "ursprüngliche nachricht", "ursprüngliche e-mail", "ursprüngliche mail", "originalnachricht", "original-nachricht",
    "ursprünglicher termin", "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke e-mail", "oprindelig meddelelse", "original meddelelse",
    "opprinnelig melding", "original melding", "alkuperäinen viesti", "message d'origine", "message d’origine", "message original", "message initial",
    "mensaje original", "messaggio originale", "messaggio original", "wiadomość oryginalna", "oryginalna wiadomość", "oryginalny e-mail",
    "wiadomość pierwotna", "mensagem original", "reply message", "reply above", "antwort-nachricht", "svarsmeddelande", "mensaje de respuesta",
    "originalmail", "original-mail", "originalbrev", "ursprunglig e-post", "ursprunglig avtalad tid", "ursprunglig avtalt tid", "original e-post", "originele e-mail", "originele bericht",
    "oorspronkelijke afspraak", "original besked", "oprindelig besked", "oprindelig mail", "opprinnelig e-post", "opprinnelig avtale", "alkuperäinen sähköposti", "courriel original",
    "message d'origine", "e-mail d'origine", "e-mail d’origine", "rendez-vous d'origine", "correo original", "cita original", "posta originale", "appuntamento originale", "wiadomość źródłowa", "email original",
    "původní zpráva", "pôvodná správa", "eredeti üzenet", "özgün ileti", "orijinal mesaj", "mesaj original", "исходное сообщение", "пересылаемое сообщение", "оригінальне повідомлення", "αρχικό μήνυμα",
    "原始邮件", "原始郵件", "元のメッセージ", "원본 메시지", "originele afspraak", "quoted message", "previous message", "föregående meddelande",
)  # fmt: skip
SEPARATORS_ALONE = frozenset(["original", "origineel", "ursprunglig", "ursprünglich", "reply", "原始"])  # nothing may follow these within the frame
FORWARDS = (
    "forwarded message", "forwarded by", "begin forwarded message", "start of forwarded message", "forwarded mail", "forwarded email", "forward message",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "vidarebefordrat mail", "vidaresänt meddelande",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "weitergeleitete mail", "weitergeleitet von", "weitergeleitete e-mail",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "doorgestuurde mail", "doorgezonden bericht",
    "videresendt meddelelse", "videresendt besked", "start på videresendt besked", "videresendt melding", "videresendt e-post", "begynnelse av videresendt melding",
    "välitetty viesti", "edelleenlähetetty viesti", "message transféré", "début du message transféré", "début du message réexpédié", "message transmis",
    "mensaje reenviado", "inicio del mensaje reenviado", "messaggio inoltrato", "inizio messaggio inoltrato", "przekazana wiadomość", "wiadomość przekazana",
    "początek przekazywanej wiadomości", "treść przekazanej wiadomości", "mensagem encaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada",
    "börja på vidarebefordrat", "början på vidarebefordrat", "vidarebefordrat e-postmeddelande", "vidarebefordrat av", "vidarebefordrad av", "vidarebefordrat e-brev", "börjar vidarebefordrat meddelande", "början av vidarebefordrat meddelande",
    "weitergeleitete e-mail", "weitergeleitete information", "ursprüngliche weitergeleitete", "beginn der weitergeleiteten", "weiterleitung von", "doorgestuurde e-mail", "doorgestuurd door", "begin doorgestuurd e-mailbericht",
    "begin van doorgestuurd bericht", "videresendt fra", "videresendt af", "videresendt av", "edelleen lähetetty viesti", "välitetty sähköposti", "alkaa välitetty viesti", "transféré par", "courriel transféré", "e-mail transféré",
    "mensaje enviado por", "reenviado por", "inoltrato da", "email inoltrata", "przesłane dalej przez", "encaminhado por", "mensagem reencaminhada", "přeposlaná zpráva", "továbbított üzenet", "iletilen mesaj", "пересланное сообщение",
    "начало пересылаемого сообщения", "转发邮件", "轉寄郵件", "転送メッセージ", "전달된 메시지",
)  # fmt: skip

# "On 23 Nov 2026 at 10:00, Anna <anna@example.com> wrote:"
VERBS = frozenset(
    "wrote writes write skrev skrivit schrieb schrieben geschrieben schreef schreven geschreven escribió escribio escribi escribe escribieron écrit ecrit écrivait"
    " scritto scrive scrisse napisał napisała napisał(a) napisała(a) napisal napisal(a) pisze escreveu escrito escreve kirjoitti kirjoittaa skrifaði rašė kirjutas rakstīja napsal napsal(a) napsala napísal"
    " napísal(a) napisao napisala írta yazdı scris написал написала пишет пишет: пише написав написа έγραψε menulis viết 写道 寫道 작성".split()
)
NOW = frozenset(["skriver", "schreibt", "schrijft", "says", "said", "säger", "sagt", "zegt"])  # few programs say so; people say it of what they read
OPENERS = frozenset(
    "on den am op le el il em no na w dnia pada på kl klo klockan vid at quoting citerar zitat citeren citando citation citat sitat en a in from von från van i dana dne od lainaus citazione re the vào"
    " mensaje message wiadomość nachricht bericht meddelande dia às στις în пн вт ср чт пт сб вс"
    " måndag tisdag onsdag torsdag fredag lördag söndag mån tis ons tors fre lör sön monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
    " montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo"
    " man tir tor lør søn mandag tirsdag lørdag søndag ti ke to pe la su maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai"
    " pon wt śr czw pt sob niedz po út st čt pá lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"
    " lunedì martedì mercoledì giovedì venerdì segunda terça quarta quinta sexta seg ter qua qui sex poniedziałek wtorek środa czwartek piątek sobota niedziela"
    " jan january february march april may june july august september october november december januari februari mars maj juni juli augusti oktober"
    " feb mar apr jun jul aug sep sept okt oct nov dec".split()
)

# Words with which a person begins to say who wrote, and no program: "Hallo, mein Kollege schrieb:", "Kollegan skrev:".
PEOPLE_SAY = frozenset(
    "hej hejsan hallå hallo hello hi hey hoi dag beste liebe lieber guten moin kära dear tack danke bedankt thanks så nu sedan dann toen then"
    " jag du han hon vi ni de min mina mitt vår vårt våra en ett någon kollegan kollegor kunden kunderna chefen supporten programmet systemet servern"
    " ich du er sie wir ihr mein meine unser unsere ein eine der die das jemand kollege kollegin kunde kundin"
    " ik jij hij zij ze wij we jullie mijn onze ons een iemand het collega klant my our your i you he she they we a the someone somebody".split()
)

# A mail passed on says so before its subject, where the program writes the same header block as above an answer.
FORWARD_PREFIXES = ("fw:", "fwd:", "vb:", "wg:", "doorst:", "doorgestuurd:", "tr:", "rv:", "i:", "pd:", "enc:", "vl:", "vidarebefordrat:", "vs: fwd:", "weitergeleitet:", "inoltro:")

# The last lines that phones and programs add. A line counts when it begins so, near the end.
MOBILE = (
    "sent from my ", "sent from a ", "sent from mail", "sent from iphone", "sent from ipad", "sent from mail for windows", "sent from outlook", "sent from yahoo", "sent from samsung",
    "sent from a mobile", "sent from mobile", "sent from gmail", "sent from proton", "sent from nine", "sent from android", "sent from the ", "sent from blue",
    "sent via ", "sent with ", "get outlook for ", "sent using ", "sent by ", "sent on the go", "from my iphone", "from my ipad", "from my android", "from my mobile", "from my phone", "sent securely with ",
    "get bluemail for ", "get typeapp ", "get the outlook app", "sent whilst on the move", "secured with proton",
    "skickat från ", "skickat via ", "skickat med ", "skickas från ", "skickad från ", "skickades från ", "skickades med ", "skickades via ", "skickas med ", "sänt från ", "sänt med ", "hämta outlook för ", "hämta bluemail", "skaffa outlook för ", "från min iphone", "från min mobil",
    "von meinem ", "von meiner ", "gesendet von ", "gesendet mit ", "versendet mit ", "verschickt mit ", "gesendet aus ", "gesendet über ", "diese nachricht wurde von meinem ", "holen sie sich outlook ",
    "gesendet von meinem", "gesendet vom ", "via mobilgerät gesendet", "von mail für windows", "von unterwegs gesendet", "von mobilgerät gesendet", "mit freundlichen grüßen gesendet von meinem", "laden sie outlook ",
    "outlook für android", "outlook für ios", "outlook for android", "outlook for ios", "outlook voor ", "outlook för ",
    "verstuurd vanaf ", "verzonden vanaf ", "verstuurd met ", "verzonden met ", "verzonden via ", "verstuurd via ", "verzonden vanuit ", "verstuurd vanuit ", "verstuurd van mijn ", "verzonden van mijn ", "vanaf mijn iphone", "outlook downloaden ", "download outlook ", "outlook voor ios", "outlook voor android", "outlook voor windows", "haal outlook ",
    "sendt fra ", "sendt via ", "hent outlook ", "skaff deg outlook ", "få outlook ", "lähetetty ", "hanki outlook ", "hae outlook ",
    "envoyé de mon ", "envoyé depuis ", "envoyé à partir ", "envoyé avec ", "télécharger outlook ", "obtenez outlook ",
    "enviado desde ", "enviado con ", "obtener outlook ", "inviato da ", "inviato con ", "scarica outlook ", "ottieni outlook ",
    "wysłane z ", "wysłano z ", "pobierz outlook ", "enviado do ", "enviado de ", "enviado a partir ", "enviada do ", "obter outlook ", "obtenha o outlook ", "baixe o outlook ", "lähetetty iphone", "sendt med ", "sent fra ", "odesláno z ", "odoslané z ", "az iphone-omról küldve", "iphone'umdan gönderildi",
    "отправлено с ", "надіслано з ", "στάλθηκε από ", "trimis de pe ", "从我的 iphone", "发自我的", "從我的 iphone", "傳送自我的", "iphoneから送信", "ipadから送信", "나의 iphone에서", "nosūtīts no ", "išsiųsta iš ",
)  # fmt: skip

# What such a line names: with one of these it is a signature also in the middle of a text.
DEVICES = (
    "iphone", "ipad", "ipod", "android", "galaxy", "samsung", "huawei", "xperia", "blackberry", "oneplus", "nokia", "outlook", "windows", "yahoo", "proton", "bluemail", "gmx", "web.de", "gmail", "k-9",
    "thunderbird", "smartphone", "smarttelefon", "mobilgerät", "mobiltelefon", "handy", "mobil", "mobile", "telefon", "telefoon", "phone", "tablet", "surfplatta", "apple watch", "tuta", "spark", "ios",
)  # fmt: skip
