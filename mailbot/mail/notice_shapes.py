"""The shapes of a notice's sentences: who is away or gone, what becomes of a mail, where to write instead; and words of the matter, which no notice has.
Tables only, in lower case; notices.py says what they prove. A shape leaves room for words that no table foresees: a trade show, a name, a reason."""

from __future__ import annotations

import re

_MAIL = (
    r"(?:e-?)?(?:mails?|mailet|mailen|mailene|mejl(?:et|en)?|post(?:en)?|maile|mailom)|(?:e-?post)?meddelanden?|(?:e-?post)?meddelandet|messages?|inbox|inkorgen|nachricht(?:en)?|anfragen?|berichte?n?|mailtjes?"
    r"|besked(?:en|er)?|melding(?:en|er)?|henvendelser?|henvendelsen|sähköposti\w*|viesti\w*|posti[at]?\w*|courriels?|messagerie|correos?|mensajes?|messaggio?|posta|wiadomoś\w+|poczt\w+|mensage(?:m|ns)"
)
_THIS = r"this|my|our|den här|denna|detta|min|mitt|vår|diese[sr]?|meine|mein|deze|dit|mijn|ons|denne|dette|tämä|cette|cet|mon|ce|esta|este|mi|questa|questo|il mio|la mia|ten|to|ta|tego|este|minha|meu"
_BOX = (
    r"(?:e-?)?(?:mail|post|in|brev)?-?(?:box(?:en)?|fach|lådan?|postkasse\w*|postboks\w*|postvak)|mailbox\w*|brevlåda\w*|(?:e-?)?(?:mail|post|mejl)?-?(?:adress(?:e|en)?|adres|address)|sähköpostiosoite|osoite|boîte|adresse|buzón|dirección|casella|indirizzo|skrzynk\w+|adres|endereço|caixa|account"
)
_GONE = (
    r"inte längre|inte (?:bevakad|bevakas|läses)|bevakas (?:inte|ej)|läses (?:inte|ej)|no longer|not (?:being )?(?:read|monitored|checked|in use|used|attended)|unmonitored|unattended|not actively monitored|(?:is|has been|will be) (?:now )?(?:closed|deactivated|disabled|switched off|retired|discontinued|shut down)"
    r"|nicht mehr|nicht (?:gelesen|überwacht|abgerufen|aktiv)|deaktiviert|stillgelegt|abgeschaltet|niet (?:meer|langer)|niet (?:gelezen|gecontroleerd|actief)|opgeheven|ikke (?:lenger|længere|mere)|nedlagt|(?:ei|ole) .{0,20}enää|enää|n'est plus|ne sera plus|n'est pas (?:lue|relevée|surveillée|consultée)|désactivée"
    r"|ya no|no (?:es|está) (?:leído|atendid[ao]|supervisad[ao])|non è più|non viene più|non è (?:presidiata|monitorata)|dismess[oa]|nie jest już|już nie|nie jest (?:monitorowan[ay]|obsługiwan[ay])|já não|não é (?:mais|monitorad[ao])"
)
# An address that nobody reads any more.
BOX_GONE = re.compile(rf"^\W*(?:obs\W+|note\W+)?(?:{_THIS})\s(?:\S{{1,25}}\s){{0,2}}?(?:{_BOX})\b[^,;:]{{0,60}}?\b(?:{_GONE})\b|^\W*(?:ta skrzynka|ten adres|adres ten)\b.{{0,40}}\bnie\b")
# A new address: typed only beside one that is given.
BOX_NEW = re.compile(
    r"\b(?:address|adress(?:e|en)?|mejladress|mailadresse?|adres|adresse|osoite\w*|dirección|indirizzo|endereço)\b.{0,30}\b(?:changed|ändrats|ny|geändert|neu|gewijzigd|veranderd|ændret|endret|muuttunut|changé|cambiado|cambiato|zmieni\w+|mudou)\b"
    r"|\b(?:new|ny|nya|neue|nieuwe?|nye?|uusi|nouvelle|nueva|nuovo|nowy|novo)\b.{0,20}(?:address|adress|adresse|adres|osoite\w*|dirección|indirizzo|endereço)\b|\b(?:erreichen mich|reach me|når mig|nås på|bereikbaar (?:op|via)|joignable à|treffes på|træffes på)\b"
)
# One who has left.
DEPARTED = re.compile(
    r"\b(?:har (?:nu )?(?:slutat|gått vidare)|lämnat (?:företaget|bolaget|(?:min|sin) (?:tjänst|anställning))|i retired|(?:arbetar|jobbar|är) (?:inte|ej) (?:kvar|längre|anställd)|gått i pension|gick i pension|nicht (?:mehr|länger) (?:\w+ ){0,4}(?:bei|für|in|im|tätig|beschäftigt|mitarbeiter\w*)|(?:nicht mehr|nicht länger) .{0,40}(?:tätig|beschäftigt)|(?:habe|hat) .{0,50} verlassen|ausgeschieden|in (?:den )?ruhestand|im ruhestand"
    r"|niet (?:meer|langer) (?:\w+ ){0,3}(?:werkzaam|in dienst|bij|voor|actief)|werkt? (?:\w+ ){0,2}niet (?:meer|langer)|uit dienst|met pensioen|(?:verlaten|vertrokken)|no longer (?:work\w*|with|employed|at|part|an? employee)|(?:has|have|'ve) (?:now )?left (?!a |the (?:case|message|program))|left the (?:company|firm|organi[sz]ation)|(?:moved|moving) (?:on|to (?:a|another) (?:new )?(?:role|position|job|team))|(?:has|have|'ve) retired"
    r"|(?:har|er) (?:sluttet|fratrådt|stoppet|gået på pension|gått av med pensjon|gått over i)|(?:arbejder|jobber|arbeider|er) ikke (?:længere|lenger|mere) (?:\w+ ){0,3}(?:ansat\w*|hos|i|ved|her)|ikke (?:længere|lenger) (?:ansatt?|i)|(?:en|ei) (?:ole|työskentele) enää|eläkkeellä|ne (?:fai[st]|travaille|suis|est) plus|(?:ai|a) quitté|ya no (?:trabaj\w+|formo|forma|está)|(?:ha|he) dejado|non (?:lavor\w+|f[ao]\w* parte) (?:\w+ )?più|non .{0,20}più (?:dipendente|in azienda)|(?:ha|ho) lasciato"
    r"|(?:nie prac\w+ już|już (?:\w+ ){0,3}nie pracuj\w+)|já não (?:trabalh\w+|faz|faço)|não trabalh\w+ mais)\b"
)
_READ = (
    r"läser|öppnar inte|läsa|läses|läst|besvarar?|besvaras|svarar?|vidarebefordras|vidarebefordrats|öppnas|bevakas|kollar|hanteras|behandlas|plockas upp|gelesen|lesen?|liest|beantworten?|beantworte[dt]?|beantwortet|bearbeitet?|bearbeiten|weitergeleitet|abgerufen|rufe|zugestellt|schaue|sehe"
    r"|lees|lezen|gelezen|beantwoord(?:en|t)?|doorgestuurd|doorgezonden|behandeld|bekijk|pakken|reply|replying|repl(?:y|ies) to|answer(?:ed|ing)?|read|reading|forwarded|monitor(?:ed|ing)?|check(?:ed|ing)?|responding|respond(?:ed)?|looking|looked|look|see|seen|deal with|dealt with|picked up|pile up|piling up"
    r"|læser|læse|læses|læst|leser|lese|leses|lest|besvarer|besvare[st]?|besvart|svarer|svare|videresend\w*|tjekker|sjekker|luen|lue|lukemaan|lueta|luetaan|lukea|vastaan|vastata|vastataan|välitetä|consulter?|consulte|consulterai|lirai|lus?|lire|répondr\w+|réponds|transmis|traiterai|traité|traiter"
    r"|leer[ée]?|leo|leído|revisar[ée]?|reviso|respond\w+|contest\w+|leggerò|leggo|lett[oaie]|leggere|controllerò|risponder\w+|inoltrat\w+|czyta\w*|czytane|odpowie\w*|odpowiem|odpisz\w+|odczyta\w*|przekazywan\w*|sprawdza\w*|lerei|leio|lid[ao]s?|responderei|responder|reencaminhad\w+"
)
_FIRST = r"jag|vi|ich|wir|ik|wij|i|i'm|i'll|i am|we|we'll|we're|jeg|je|j'|nous"
# What becomes of mail: whose it is does not matter. "I have read your mail" is none, nor is "read my mail"; nor is an absence that is over.
MAIL_READ = re.compile(
    rf"(?=.*\b(?:{_MAIL})\b)(?=.*\b(?:{_READ})\b)"
    rf"|.*\b(?:(?:your|din|ditt|ert|ihre?|deine?|uw|je|jouw|votre) (?:{_MAIL}) (?:blijft|blijven|bleib\w+|förblir|kommer att förbli|will|may|wird|werden|forblir|forbliver|restera)|(?:blijft|blijven|bleib\w+|förblir|forblir|forbliver) (?:ditt|ert|din|ihre|deine|uw|je|jouw) (?:{_MAIL})) .{{0,30}}\b(?:unanswered|unread|onbeantwoord|ongelezen|unbeantwortet|ungelesen|obesvara\w+|oläst\w*|ubesvar\w+|ulest|ulæst|sans réponse)\b"
)
HAS_READ = re.compile(
    r"\b(?:har (?:nu |just |precis )?(?:läst|sett|svarat|læst|lest|set|svart)|hab(?:e|en) .{0,80}\b(?:gelesen|gesehen|beantwortet)|heb(?:ben)? .{0,80}\b(?:gelezen|gezien|beantwoord)|(?:have|'ve|just|did) (?:now |just )?(?:read|seen|answered|replied|checked)|olen lukenut|luin|j'ai (?:bien )?(?:lu|vu)|nous avons (?:lu|vu)|he (?:leído|visto)|ho (?:letto|visto)|przeczyta\w+|li a sua|läste|saw"
    r"|(?:i|we|jag|vi|ich|wir|ik|jeg) (?:was|were|var|war(?:en)?|had)\b|har (?:varit|vært|været)\b|\b(?:geweest|gewesen)|j'étais|estuve|estaba|sono stat[oa]|byłem|byłam|estive|olin"
    r"|(?:inte|nicht|niet|not|n't|never|ikke) (?:fått|få|bekommen|erhalten|gekregen|received?|get|got|fået)|(?:hennes|hans|her|his|haar|zijn|hendes) (?:e-?)?(?:mails?|mejl|mailen|post|messages?|inbox|berichten)|(?:my|mein\w*|mitt?|mina|mijn) (?:last |letzte |earlier |laatste |senaste |questions?|fråg\w+|frage\w*|vra\w+)|which|vilket|welche\w*|welke)\b"
)
# Your mail will be read, answered, passed on: later, or not at all. A text that says so is about its own answering.
MAIL_WAITS = re.compile(rf"^\W*(?:(?:your|all|incoming|any|din|ditt|dina|ert|er|era|alla|inkomna|ihre?|deine?|eingehende|alle|uw|je|jouw|binnenkomende|deres|votre|vos|ton|su|sus|tu|il suo|la sua|il tuo|i suoi|państwa|pańsk\w+|twoj\w+|a sua|o seu|viesti\w*|this|diese|denna|detta|deze|dit|denne) )?(?:{_MAIL})(?: \S+){{0,8}}? (?:{_READ})\b")
# What makes it later, or never: mail that "was forwarded to our accountant" is under way.
LATER = re.compile(
    r"\b(?:inte|ej|först|när|efter|under|besvaras|läses|öppnas|nicht|erst|nach|danach|ab|wird|werden|niet|pas|na|wordt|worden|not|will|won't|until|when|after|once|only|ikke|først|når|vil|bliver|blir|besvares|ei|palattua\w*|vastataan|luetaan|sera|seront|ne|no|será|serán|hasta|non|sarà|saranno|verrà|nie|będ\w+|zostan\w+|não|serão)\b"
)
# Somebody is not there. Who: the writer, or his office; of languages that name no person, the verb says it.
_WHO = (
    rf"\b(?:{_FIRST}|kontoret|kansliet|expeditionen|office|team|büro|kanzlei|praxis|kantoor|praktijk|kontor|toimisto|bureau|cabinet|oficina|ufficio|biuro|escritório|olen|olemme|en ole|estoy|estaré|estamos|estaremos|me encuentro|sono|sarò|siamo|saremo|toimistomme|jestem|jesteśmy|będę|przebywam|estou|estarei|estamos|suis|serai|sommes|serons|herr|frau|fru|mr|mrs|ms|dhr|mevrouw|meneer|madame|monsieur|señora?|signora?|pani?)\b"
)
_AWAY = (
    r"\w*semester\w*|\w+lov|werk ik niet|arbeite ich nicht|(?:arbetar|jobbar) jag inte|vab|\w*avspasering|afspadsering|rtt|sabbatical|secondment|mornings|afternoons|hochzeit|licença|maternidade|utan täckning|offline|paus|pause|pauze|break|\w*camping|hiking|sailing|jury service|(?:no|without) (?:signal|reception|internet|network)|(?:ohne|kein) (?:netz|empfang|internet)|(?:zonder|geen) (?:bereik|internet)|uten dekning|uden dækning|sans réseau|\w*ledig\w*|bortrest|frånvarande|sjukskriven|sjuk[t]?|tjänsteresa|\w*resa|resande fot|kurs(?:en)?|utbildning|konferens|mässa|vabb?ar|vab|hemma med|inte (?:på kontoret|på plats|i tjänst|inne)|jobbar (?:bara|endast|inte|deltid|halvtid)|arbetar (?:bara|endast|inte|deltid|halvtid)|deltid|halvtid|gått ned i tid|obemann\w+|(?:har|håller) (?:\w+ )?(?:stängt|sommarstängt|julstängt)|\w*stängt"
    r"|\w*urlaub|\w*ferien|abwesend|verreist|elternzeit|mutterschutz|\w*reise|krank|erkrankt|krankgeschrieben|kur|reha|außer haus|unterwegs|fortbildung|schulung|messe|konferenz|seminar|teilzeit|nicht (?:im|in der|in unserem) (?:büro|haus|hause|dienst)|nicht (?:erreichbar|da|anwesend)|geschlossen|(?:arbeite|arbeiten) (?:nur|nicht)"
    r"|\w*vakantie|\w*verlof|afwezig|vrij|ziek|cursus|training|opleiding|congres|beurs|zakenreis|deeltijd|parttime|er (?:even |momenteel )?niet|niet (?:op kantoor|aanwezig|bereikbaar|beschikbaar)|gesloten|dicht|niet aan het werk|werk(?:en)? (?:niet|alleen)"
    r"|vacation|holidays?|leave|away|retreat|out of (?:the )?office|ooo|pto|unavailable|sick|ill|travell?ing|trip|conference|training|trade (?:show|fair)|exhibition|seminar|workshop|jury duty|sabbatical|meetings|plane|flight|part[- ]time|hospital|off(?: work| duty)?|closed"
    r"|\w*ferie\w*|fri|fravær\w*|barsel|\w*permisjon|\w+perm|\w*orlov|bortre[ij]st|sygemeldt|sykmeldt|syke? barn|kursus|konferan?[cs]e|ute av kontoret|ude af kontoret|ikke (?:på kontoret|til stede|tilgjengelig|tilgængelig)|stengt|lukket"
    r"|\w*lomalla|poissa|\w*matkalla|\w*vapaalla|koulutuksessa|suljettu|absente?|congés?|vacances|déplacement|formation|maladie|fermée?s?|vacaciones|ausente|viaje|baja|fuera|cerrad\w+|permiso|excedencia|maternidad|paternidad|congedo|maternità|paternità|malattia|assente|ferie|fuori|trasferta|chius\w+|\w*urlopie|nieobecn\w+|delegacji|szkoleniu|zwolnieniu|poza biurem|zamknięt\w+|férias|viagem|licença|fechad\w+"
)
ABSENT = re.compile(rf"(?=.*{_WHO})(?=.*\b(?:{_AWAY})\b)")
CLOSED = re.compile(r"^\W*(?:hej\W+|guten tag\W+|hello\W+|hallo\W+)?(?:vi|vårt?|our|the|unser\w*|das|wir|we|wij|ons|onze|het|vores|vårt|nous|notre|nuestr\w+|nostr\w+|nasz\w*|noss\w+|kontoret|kansliet|toimistomme|toimisto|lo studio|biuro)\b.{0,40}\b(?:\w*stängt|obemann\w+|closed|geschlossen|betriebsferien|gesloten|dicht|stengt|lukket|fermée?s?|cerrad\w+|chius\w+|zamknięt\w+|fechad\w+|suljettu|nieczynn\w+|away)\b")
# The writer himself until a day: where he is, no table foresees.
UNTIL = re.compile(
    rf"^\W*(?:hej\W+|hallo\W+|hello\W+|hi(?: there)?\W+|guten tag\W+)?(?:{_FIRST})\b(?!.*\b(?:office|kontoret|plats|büro|kantoor|bureau|here|hier|här|her)\b).{{0,30}}\b(?:in|on|at|på|i|im|am|auf|op|bij|aan|à|en)\s(?!until|till|bis|tot).*\b(?:until|till|tills|through|förrän|t\.?o\.?m|bis|tot|t/m|indtil|frem til|jusqu'\S*)\s.*\b(?:\d|monday|tuesday|wednesday|thursday|friday|måndag|tisdag|onsdag|torsdag|fredag|montag|dienstag|mittwoch|donnerstag|freitag|maandag|dinsdag|woensdag|donderdag|vrijdag|mandag|tirsdag|lundi|mardi|mercredi|jeudi|vendredi)"
)
# Mail that cannot be read just now.
NO_ACCESS = re.compile(
    rf"\b(?:kein\w*|nur|kaum|begrenzt\w*|eingeschränkt\w*|no|not|without|limited|little|geen|beperkte?|nauwelijks|ingen|inte|begränsad|begrenset|begrænset|pas|sans|sin|senza|sem|bez) .{{0,20}}?(?:zugang|zugriff|access|toegang|tillgång|åtkomst|adgang|tilgang|accès|acceso|accesso|acesso|dostępu) (?:zu|auf|to|tot|till|til|à|al?|do|ao) (?:\w+ ){{0,2}}?(?:{_MAIL}|{_BOX})\b(?!.*\b(?:since|seit|sedan|sinds|depuis|desde)\b)"
)
# Where to write instead, beside an address or a number.
INSTEAD = re.compile(
    r"\b(?:skriv(?:a)?|mejla|maila|skicka|använd|kontakta|vänd|välkommen|adress|hänvisas?|schreiben|schicken|senden|verwenden|nutzen|benutzen|richten|wenden|ansprechpartner\w*|kontaktieren|stuur|gebruik|mail|mailen|schrijf|richt|contact|helpt|neem|use|write|send|e-?mail|direct|address|instead|forward|reach|ring|call|skriv|send|brug|bruk|kontakt|kirjoita|lähetä|käytä|ota|yhteyttä|osoitteeseen"
    r"|écrire|envoyer|d'envoyer|d'écrire|utiliser|adresser|contacter|escriba|escribir|dirija|envíe|utilice|contacte|scrivere|scriva|scrivete|contattate|contatti|inviare|utilizzare|contattare|rivolgersi|pisać|napisać|wysyłać|kierować|kontakt\w*|korzystać|escreva|envie|utilize|contacte|fale)\b"
)
# "English below": a notice in two languages.
BELOW = re.compile(r"^\W*(?:for |in |see |please see |scroll down for |voor |für |för )?(?:the )?(?:english|nederlands|deutsch|svenska|français|dansk|norsk|suomeksi|español|italiano|polski|german|swedish|dutch|french|engels\w*|engelska|englisch\w*|eng|version)\b(?:\W+(?:version|text|translation|versie|fassung))?(?:\W+(?:see |please see |siehe |zie |se )?(?:below|follows|nedan|unten|hieronder|under|ci-dessous|abajo|sotto|poniżej))?\W*$")
# What is spoken of when somebody writes about his case: the program and what is done with it, money, keys, appointments.
MATTER = re.compile(
    r"\b(?:program(?:met|m|ma|me)?|software|applikation\w*|app(?:en)?|version\w*|versie|wersj\w+|versión|versione|licen[cs]\w*|lizenz\w*|licentie|licencj\w+|nyckeln?|schlüssel|freischaltcode|sleutel|key|code|kod(?:en)?|abonnemang\w*|abonnement\w*|subscription|avtalet|vertrag|contract|faktur\w+|invoice\w*|rechnung\w*|factu\w+|betal\w+|bezahl\w+|payment|quote|offert\w*|angebot|price"
    r"|log(?:gen|gfil\w*|file|s|bestand)?|protokoll?|fil(?:en|er|erna)?|files?|datei(?:en)?|bestand(?:en)?|bilag\w*|bifog\w+|attach\w*|anhang|angehängt|bijlage|skärmbild\w*|screenshots?|backup\w*|säkerhetskop\w*|sicherung|data|daten|database|databas\w*|server\w*|dator\w*|computer|rechner|laptop|skrivar\w*|drucker\w*|printer|utskrift\w*|ausdruck|import\w*|export\w*|rapport\w*|bericht(?:e|s)? (?:aus|drucken)|report|installer\w*|install\w*|update\w*|uppdater\w*|aktualisier\w*"
    r"|test\w*|prova\w*|prövar?|probier\w*|probeer\w*|try|tried|tries|försök\w*|versuch\w*|session(?:en)?|möte[tn]? (?:på|kl)|termin\w*|appointment|afspraak|konto(?:t)?|zugang|inlogg\w*|anmeld\w*|register|registret|stryk|lägg|move|add|delete|remove|ta bort|överför\w*|übertrag\w*|close the|keep|open (?:the|it)|stäng(?:a)? ärendet|passar|passt|suits?|schikt"
    r"|urgent for us|rather urgent|funkar|works? now|löst|gelöst|opgelost|solved|erledigt|klart|fertig|klaar|done|nöjd|zufrieden|tevreden|godkänner|einverstanden|akkoord|approve\w*|agree\w*|windows|mac|macos|linux|excel|pdf)\b"
)
# ... of the writer's own.
OUR_MATTER = re.compile(rf"\b(?:my|our|min|mitt|mina|vår|vårt|våra|mein\w*|unser\w*|mijn|onze?|mon|notre|mio|mia|nostr\w|moj\w+|mi|minha|meu) (?:account\b|{MATTER.pattern})")
# ... that he will bring, not ours.
BRINGS = re.compile(rf"\b(?:med|mit|met|with|avec|con|z) (?!your|din|ditt|dina|er|ert|era|ihr|uw|je|jouw|votre|su)(?:\w+ ){{0,2}}?{MATTER.pattern}")
