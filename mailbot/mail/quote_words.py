"""The words by which mail programs introduce what they quote, in the languages of our customers' programs.
Tables only, all in lower case; quotes.py says how a line must look for a word to count."""

from __future__ import annotations

# Labels of the header block that Outlook and others put above the quoted mail.
LABELS = {
    label: kind
    for kind, labels in {
        "from": "from|från|von|van|de|fra|frá|lähettäjä|da|od|remitente|expéditeur|mittente|nadawca|remetente|afzender|absender|avsändare|afsender|avsender|от|від|发件人|寄件者|差出人|보낸 사람",
        "date": "sent|skickat|gesendet|verzonden|sendt|lähetetty|envoyé|envoyé le|enviado|enviado el|enviada|enviada em|enviado em|inviato|inviato il|wysłano|wysłane"
        "|date|datum|dato|päivämäärä|päiväys|fecha|data|sent on|date sent|skickat den|gesendet am|verzonden op|отправлено|дата|发送时间|寄件日期|送信日時|보낸 날짜",
        "to": "to|till|an|aan|til|vastaanottaja|à|a|para|do|destinataire|destinatario|empfänger|mottagare|modtager|mottaker|ontvanger|adresat|кому|收件人|收件者|宛先|받는 사람",
        "cc": "cc|kopia|kopie|kopi|kopio|copie|copia|bcc|dw|cópia|copie à",
        "subject": "subject|ämne|betreff|onderwerp|emne|aihe|objet|asunto|oggetto|temat|assunto|re|тема|主题|主旨|件名|제목",
        "other": "reply-to|svar till|antwort an|beantwoorden|importance|prioritet|wichtigkeit|urgentie|priority|attachments|bilagor|anlagen|bijlagen|organization"
        "|organisation|resent-from|resent-to|signerat av|vedhæftede filer|vedlegg|categories|kategorier|reply to|antworten an",
    }.items()
    for label in labels.split("|")
}

# Lines that stand alone, framed by dashes or underscores, or ending with a colon ("Begin forwarded message:").
SEPARATORS = (
    "original message", "original mail", "original email", "original e-mail", "original appointment", "originalmeddelande", "ursprungligt meddelande",
    "ursprungligt mejl", "ursprungligt mail", "ursprüngliche nachricht", "ursprüngliche e-mail", "ursprüngliche mail", "originalnachricht", "original-nachricht",
    "ursprünglicher termin", "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke e-mail", "oprindelig meddelelse", "original meddelelse",
    "opprinnelig melding", "original melding", "alkuperäinen viesti", "message d'origine", "message d’origine", "message original", "message initial",
    "mensaje original", "messaggio originale", "messaggio original", "wiadomość oryginalna", "oryginalna wiadomość", "oryginalny e-mail",
    "wiadomość pierwotna", "mensagem original", "reply message", "reply above", "antwort-nachricht", "svarsmeddelande", "mensaje de respuesta",
)  # fmt: skip
FORWARDS = (
    "forwarded message", "forwarded by", "begin forwarded message", "start of forwarded message", "forwarded mail", "forwarded email", "forward message",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "vidarebefordrat mail", "vidaresänt meddelande", "vidarebefordrar",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "weitergeleitete mail", "weitergeleitet von", "weitergeleitete e-mail",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "doorgestuurde mail", "doorgezonden bericht",
    "videresendt meddelelse", "videresendt besked", "start på videresendt besked", "videresendt melding", "videresendt e-post", "begynnelse av videresendt melding",
    "välitetty viesti", "edelleenlähetetty viesti", "message transféré", "début du message transféré", "début du message réexpédié", "message transmis",
    "mensaje reenviado", "inicio del mensaje reenviado", "messaggio inoltrato", "inizio messaggio inoltrato", "przekazana wiadomość", "wiadomość przekazana",
    "początek przekazywanej wiadomości", "treść przekazanej wiadomości", "mensagem encaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada",
)  # fmt: skip

# "On 23 Nov 2026 at 10:00, Anna <anna@example.com> wrote:"
VERBS = frozenset(
    [
        "wrote", "writes", "write", "said", "says", "skrev", "skriver", "schrieb", "schreibt", "geschrieben", "schreef", "geschreven", "schrijft", "escribió",
        "escribio", "escribi", "écrit", "ecrit", "scritto", "scrive", "napisał", "napisała", "napisał(a)", "napisała(a)", "napisal", "napisal(a)", "pisze", "escreveu", "kirjoitti",
        "skrifaði", "rašė", "kirjutas", "написал", "пишет", "har skrivit", "napsal", "napsal(a)", "написав", "írta", "scris", "scrisse", "escrito",
    ]
)  # fmt: skip
OPENERS = frozenset(
    [
        "on", "den", "am", "op", "le", "el", "il", "em", "no", "na", "w", "dnia", "pada", "på", "kl", "vid", "at", "quoting", "citerar", "zitat", "citeren", "citando",
        "citat", "en", "a", "in", "from", "von", "från", "i", "le", "dana", "dne", "od", "lainaus", "citazione", "re", "the", "vào", "mensaje",
        "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "mån", "tis", "ons", "tors", "fre", "lör", "sön",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
        "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag",
        "zondag", "man", "tir", "tor", "lør", "søn", "mandag", "tirsdag", "ma", "ti", "ke", "to", "pe", "la", "su", "pon", "wt", "śr", "czw", "pt", "sob", "niedz",
    ]
)  # fmt: skip

# The last lines that phones and programs add. A line counts when it begins so, near the end.
MOBILE = (
    "sent from my ", "sent from a ", "sent from mail", "sent from iphone", "sent from ipad", "sent from mail for windows", "sent from outlook", "sent from yahoo", "sent from samsung",
    "sent from a mobile", "sent from mobile", "sent from gmail", "sent from proton", "sent from nine", "sent from android", "sent from the ", "sent from blue",
    "sent via ", "sent with ", "get outlook for ", "sent using ", "sent by ", "sent on the go",
    "skickat från ", "skickat via ", "skickat med ", "skickas från ", "skickad från ", "hämta outlook för ", "hämta bluemail",
    "von meinem ", "von meiner ", "gesendet von ", "gesendet mit ", "gesendet aus ", "gesendet über ", "diese nachricht wurde von meinem ", "holen sie sich outlook ",
    "outlook für android", "outlook für ios", "outlook for android", "outlook for ios", "outlook voor ", "outlook för ",
    "verstuurd vanaf ", "verzonden vanaf ", "verstuurd met ", "verzonden met ", "verzonden via ", "verstuurd via ", "verzonden vanuit ", "outlook downloaden ", "download outlook ",
    "sendt fra ", "sendt via ", "hent outlook ", "skaff deg outlook ", "få outlook ", "lähetetty ", "hanki outlook ", "hae outlook ",
    "envoyé de mon ", "envoyé depuis ", "envoyé à partir ", "envoyé avec ", "télécharger outlook ", "obtenez outlook ",
    "enviado desde ", "enviado con ", "obtener outlook ", "inviato da ", "inviato con ", "scarica outlook ", "ottieni outlook ",
    "wysłane z ", "wysłano z ", "pobierz outlook ", "enviado do ", "enviado de ", "enviado a partir ", "enviada do ", "obter outlook ", "obtenha o outlook ",
)  # fmt: skip
