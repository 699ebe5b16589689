"""The language of a text by a vote of its most common small words, among the configured ones.
What a program said does not count as long as the person's own words tell. Says None when there is too little to tell, or when the
text is in a language that is not configured."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from mailbot.mail.own_language import LOOKED_AT, own_words

_WORDS = {
    "sv": "och jag att det är som en på för med har inte av till den om ett men hej kan vi nu så vad när går inte från eller hur mig mitt min också efter"
    " vill får ska tack mvh hälsningar vänlig vänliga hälsning detta denna där då även något någon alla mina mycket blir bara igen finns skulle fungerar"
    " hjälp fick står gör göra behöver kommer varför vilket utan mot sedan hos era er ni sig eller blev väl redan programmet felmeddelande felmeddelandet felet startar säger visas",
    "de": "und ich das die der ist nicht ein eine zu mit auf für sich dass wir es im wie haben sie habe wenn bei nach auch kann aber oder noch nur bitte"
    " hallo guten tag danke vielen dank mein meine von dem den des wird werden wurde kein keine mir mich ihnen ihr ihre sehr geehrte damen herren grüßen freundlichen"
    " mehr immer schon hier dann seit beim zum zur über unter diese dieser dieses muss können möchte warum wo was freundliche grüße"
    " mfg gruß programm meldung fehlermeldung fehler startet steht kommt erscheint bekomme folgende folgendes tun",
    "nl": "en ik het de een van dat is niet op te met voor zijn er aan wij heb maar als bij ook kan nog naar om dit deze door mijn geen wel worden wordt"
    " hallo goedemorgen goedendag beste groeten groet vriendelijke bedankt alvast dank graag wat hoe waar wanneer moet kunnen hebben heeft ben uw ons onze al"
    " meer uit tot over dan zo mij me we je jullie krijg krijgen gaat doet werkt na sinds waarom deze"
    " goedemiddag groeten programma melding foutmelding fout verschijnt staat volgende",
    "en": "the and i to is it that in of for not you with on my this have are be as we can but do does from at was when what if an or our your please thanks"
    " thank hello hi dear regards how get has been would there will which they am just after any could should did no where why your kind best me so",
    "da": "og jeg at det er ikke en på for med har af til den om et men hej kan vi nu så hvad når går fra eller hvordan mig mit min også efter vil får skal"
    " tak hilsen venlig hilsner dette der da noget nogen alle meget bliver kun igen findes skulle virker hjælp fik står gør mvh jeres mangler være programmet fejl",
    "no": "og jeg at det er ikke en på for med har av til den om et men hei kan vi nå så hva når går fra eller hvordan meg mitt min også etter vil får skal"
    " takk hilsen vennlig hilsner dette der da noe noen alle mye blir bare igjen finnes skulle virker hjelp fikk står gjør mvh deres mangler være programmet feil",
    "fi": "ja on ei se että en olen mutta kun niin joka mitä miten moi hei terveisin kiitos ole voi tämä sen nyt jos minun meidän kuin vain myös sitten"
    " ohjelma voisitte toimi saa ystävällisin koska tai jo tulee mikä missä oli olla hyvä päivää",
    "fr": "le la les de des et je est un une que pas pour dans ce qui sur avec nous vous ne en il au du mais plus bonjour merci cordialement mon ma mes votre"
    " comment quand ai suis être fait cette cela si peut depuis lors aussi où bien sont à été",
    "es": "el la los las de y que es un una no en para con por se lo me mi su al del pero como más hola gracias saludos buenos días cuando está tengo puedo"
    " si ya este esta usted ustedes hay hacer muy desde también dónde qué",
    "it": "il la lo gli le di e che è un una non in per con si mi del della al alla ma come più ciao buongiorno grazie saluti quando ho sono posso questo"
    " questa anche dove perché nel nella vostro cordiali dopo viene stato",
    "pl": "i w nie na się że to z do jest jak ale po co dla za od mam czy proszę dzień dobry dziękuję pozdrawiam przez tym już tylko można nie przy"
    " jestem który która mnie mi są lub bardzo witam",
    "pt": "o a os as de e que é um uma não em para com por se do da dos das no na mas como mais olá obrigado obrigada bom dia quando tenho posso está este"
    " esta você vocês também muito já foi ser cumprimentos",
}  # fmt: skip
_WEIGHT: dict[str, dict[str, float]] = {}
for _language, _listed in _WORDS.items():
    for _word in set(_listed.split()):
        _WEIGHT.setdefault(_word, {})[_language] = 0.0
for _word, _votes in _WEIGHT.items():
    for _language in _votes:
        _votes[_language] = 1.0 / len(_votes)
_LETTERS = {language: frozenset(letters) for language, letters in {"sv": "åäö", "de": "äöüß", "da": "æøå", "no": "æøå", "fi": "äö", "fr": "éèàçêù", "es": "ñáéíóú¿¡", "it": "àèìòù", "pl": "ąćęłńóśźż", "pt": "ãõçáéê"}.items()}
_TOKEN = re.compile(r"[^\W\d_]+")


def detect(text: str, languages: Sequence[str]) -> str | None:
    """One of `languages`, or None when fewer than three small words or no clear margin speak for it. Looks at the first 20,000 characters.
    Beside what a program said, two of the person's own are enough."""
    looked_at = text[:LOOKED_AT]
    own, lower = own_words(looked_at)
    if own != looked_at:
        best, told = _judge(lower, languages, 2)
        if told:
            return best
        lower = looked_at.lower()
    return _judge(lower, languages, 3)[0]


def _judge(lower: str, languages: Sequence[str], least: int) -> tuple[str | None, bool]:
    """The language, if it is one of ours; and whether the text tells its language at all, ours or not."""
    votes, hits = _count(lower)
    if not votes:
        return None, False
    ranked = sorted(votes, key=lambda language: (-votes[language], language))
    close = [language for language in ranked if votes[language] >= 0.8 * votes[ranked[0]]]
    chosen = [language for language in close if language in languages]
    if len(chosen) > 1 and votes[chosen[0]] < 1.25 * votes[chosen[1]]:
        return None, False
    best = chosen[0] if chosen else ranked[0]
    told = hits[best] >= (least if chosen else 3) and votes[best] >= 1.5
    return (best if told and chosen else None), told


def _words(lower: str) -> dict[str, int]:
    """How often each word stands in a text, in the order in which they first stand there."""
    words: dict[str, int] = {}
    for piece, times in Counter(lower.split()).items():
        for word in (piece,) if piece.isalpha() else _TOKEN.findall(piece):
            words[word] = words.get(word, 0) + times
    return words


def _count(lower: str) -> tuple[dict[str, float], Counter[str]]:
    """What the small words and the letters say for each language, and how many words said it."""
    words = _words(lower)
    votes: defaultdict[str, float] = defaultdict(float)
    hits: Counter[str] = Counter()
    for word, times in words.items():
        for language, weight in _WEIGHT[word].items() if word in _WEIGHT else ():
            votes[language] += min(times, 4) * weight
            hits[language] += min(times, 4)
    if not votes:
        return votes, hits
    letters = {c for c in set("".join(words)) if c > "\x7f"}
    for language, own in _LETTERS.items():
        if language in votes:
            votes[language] += 0.5 * len(letters & own) - 0.7 * len(letters - own)
    return votes, hits
