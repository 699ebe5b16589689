"""Names of languages, as customers write them after LANGUAGE, SPRÅK, SPRACHE or TAAL: in their own tongue, in ours, or as a code.
More languages than we write, so that somebody who asks for another one is told which there are."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "sv": "sv se swe svenska swedish schwedisch zweeds",
    "de": "de deu ger deutsch german tyska duits",
    "nl": "nl nld dut nederlands hollands dutch nederländska holländska niederländisch holländisch",
    "en": "en eng english engelska englisch engels",
    "da": "da dan dansk danska danish dänisch deens",
    "no": "no nb nor norsk norska norwegian norwegisch noors",
    "fi": "fi fin suomi finska finnish finnisch fins",
    "fr": "fr fra français franska french französisch frans",
    "es": "es spa español spanska spanish spanisch spaans",
    "it": "it ita italiano italienska italian italienisch italiaans",
    "pl": "pl pol polski polska polish polnisch pools",
    "pt": "pt por português portugisiska portuguese portugiesisch portugees",
}
