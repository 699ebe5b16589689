"""The words that notices of absence are made of, in the languages of our customers' programs, and those that no notice has.
Tables only, in lower case; notices.py says what they prove."""

from __future__ import annotations

import re

# Every word of a notice is one of these, a name, or a date. What tells of the matter is never among them: that is what makes a mail a person's.
WORDS = frozenset(
    (
        # Swedish
        " tisdagar onsdagar torsdagar hösten våren v enkä tillfället tillfälligt anträffbar oanträffbar gått gå går avsändare heter behov avslutat avslutad pension återvänder återvänt dröjsmål mottagit midsommar sportlov höstlov"
        " först vidare tillsvidare avbrott mellantiden omgående tidigare deltidsledig deltar sitter reser åker vab hemma nästan helt hållet god jul gott nytt nyår utomlands hör av semestertider sommarsemester vintersemester"
        " när innan eftersom grund pga p.g.a ty endast bara alla allt inom dagligen sporadiskt oregelbundet morgon imorgon igår eftermiddag förmiddag kväll bråttom slut slutet början sedan heltid deltid halvtid fredagar måndagar dess blivit upp med mellandagarna storhelg röda dag klämdag pappaledig mammaledig föräldraledigt vab vabbar stängt öppet öppnar stänger kontor kontoret fullt ute tjänsteärende sjukledig återkomst ordinarie hör dröja dröjer lite längre tid vanligt omgående möjligen svårt svarstid svarstider"
        "hej hejsan hallå god dag goda kära tack så mycket för ditt din dina er ert era mail mailet mejl mejlet mejlen e-post e-posten epost meddelande meddelandet meddelanden brev mig min mitt mina jag vi oss är har hade kommer att vara blir inte ej på i om av till från och eller samt men med den det detta denna de der där då"
        " som ett en under ur ut utom utan nu just tyvärr dock fram tom t.o.m fr.o.m tills hela åter återigen igen tillbaka kontoret arbetet jobbet tjänst tjänsten tjänstgör semester semestern semesterledig ledig ledighet ledigheten föräldraledig föräldraledighet tjänstledig sjukskriven sjuk borta bortrest frånvarande frånvaro"
        " frånvaron resa resande tjänsteresa utbildning konferens kurs mässa möte möten tillgänglig nås nå når läser läsa läses bevakas kontrollerar svarar svara svarat besvarar besvara besvaras återkommer återkomma höra hör kan kommer begränsad begränsat möjlighet tillgång så snart fort möjligt jag's kommande nästa denna vecka veckan veckor dag dagar"
        " dagen månad månaden helgen helg sommar sommaren jul julen påsk över efter mellan senare senast tidigast första vidare vidarebefordras vidarebefordrat vidarebefordrad automatiskt automatisk automatsvar autosvar svar hälsar hälsning hälsningar vänlig vänligen vänliga varma bästa mvh ha en fin trevlig skön år året dygn snarast kollega kollegor kollegorna ärende ärenden ärendet"
        " frågor fråga växel växeln reception receptionen kundtjänst support supporten helpdesk telefon tel mobil mobilen mobiltelefon nummer vardag vardagar arbetsdag arbetsdagar slutat anställning anställd arbetar jobbar längre ersätter ersättare hänvisar hänvisas skicka skickas gärna istället stället kontakta kontakt ring ringa ringer mejla maila vänd vänder er dig du ni"
        " förrän inkorg inkorgen några dagars lov påsklov jullov öppnar"
        # German
        " montags dienstags mittwochs donnerstags freitags kümmere kümmert kümmern alles um absender aufgaben übernimmt ehestmöglich baldmöglichst zeitnah sowie pension ruhestand vaterschaftsurlaub sonderurlaub sommerurlaub weihnachtsurlaub"
        " weiteres weiter zwischenzeit zwischenzeitlich frei freien elternzeitvertretung fortbildungstag teilnehme teil nehme krankgeschrieben verreist jahreswechsel frohe frohes fest rutsch erholung erholsam spätestens umgehendst krankheit krankenstand"
        " befinde befindet auf aufgrund wegen wenn falls sobald weil daher deshalb sowie auch noch sein dort hier als über seit samt lassen kann können könnt könnte dauern etwas länger verzögern verzögert verzögerung regelmäßig täglich abrufen abgerufen rufe mailbox postfach feiertags geschlossen betriebsferien betriebsurlaub brückentag resturlaub jahresurlaub mutterschaftsurlaub elternzeit ganztägig ganztags vormittag nachmittag morgens abends mittags ende anfang mitte jahr jahres frühestens spätestens voraussichtlich persönlich eingehende eingegangene automatisierte mitarbeiter firma gesellschaft verlassen arbeite besetzt auswärts unterwegs"
        " hallo guten tag morgen abend liebe lieber liebes sehr geehrte geehrter geehrten damen herren herr frau moin servus grüß gott grüezi vielen besten herzlichen dank danke für ihre ihr ihren ihrem ihrer deine dein e-mail email e-mails mail mails nachricht nachrichten schreiben ich mich mir mein meine meiner meinem meinen wir uns unser unsere unserer unseren bin ist sind war werde wird werden habe hat haben nicht kein keine keinen"
        " im in am an ab bis zum zur zu von vom mit ohne und oder aber der die das den dem des ein eine einer einem einen einschließlich inklusive einschl incl inkl derzeit zurzeit momentan leider zeit aktuell gerade bereits erst wieder zurück zurückgekehrt rückkehr büro haus hause urlaub urlaubs abwesend abwesenheit elternzeit mutterschutz dienstreise geschäftsreise krank erkrankt krankheitsbedingt termin außer"
        " schulung fortbildung messe konferenz seminar feiertag feiertage weihnachten ostern erreichbar erreichen erreichbarkeit anwesend verfügbar da sie du ihnen dich gelesen lese lesen bearbeitet bearbeiten bearbeite bearbeitung beantwortet beantworten beantworte beantwortung antworte antworten melde melden meldet weitergeleitet weiterleitung eingeschränkt eingeschränkten zugriff sporadisch unregelmäßig nur so bald schnell wie möglich"
        " schnellstmöglich umgehend nach während zwischen danach dann ihnen woche wochen tag tage tagen monat monate heute diese dieser dieses nächste nächsten nächster kommenden gerne gern automatisch automatische automatisches wurde erzeugt generiert freundlichen freundliche freundlichem viele liebe beste schöne schönen grüße grüßen gruß grüsse grüssen mfg vg lg verständnis geduld bitte wenden wende sich dich"
        " kontaktieren kontaktiere rufen ruf anrufen telefonisch telefon tel mobil handy nummer unter kollege kollegin kollegen kolleginnen vertretung vertritt vertreten team zentrale empfang sekretariat abteilung kundenservice hilft helfen ihnen weiter anfragen anliegen fragen fällen angelegenheiten ausgeschieden unternehmen tätig mehr nachfolger"
        " sofort kleine pause kleinen jahreswechsel"
        # Dutch
        " dicht afzender klant relatie m t/m tm spoedig zwangerschap bevallingsverlof pensioen taken zomervakantie kerstvakantie beantwoording"
        " tussentijd tussenliggende ondertussen intussen bijwonen volg volgt fijne feestdagen ziekgemeld beter nieuwjaar vakantiesluiting teruggekeerd lange buitenland"
        " wegens vanwege als indien wanneer want over hierdoor daardoor daarom ook nog alleen slechts uiterlijk sinds wel er zijn haar hem hun hierbij langer duren duurt even iets vertraging vertraagd regelmatig af en toe dagelijks inclusief eind begin midden jaar morgen ochtend middag avond uit ziekte ziekteverlof vaderschapsverlof feestdagen kerst pasen kantooruren gesloten geopend buiten onderweg zakelijk vrijdagen maandagen woensdagen dinsdagen donderdagen daags"
        " hallo hoi beste geachte goedemorgen goedemiddag goedendag dag heer mevrouw heren dames hartelijk dank bedankt dankjewel voor uw je jouw jullie u bericht berichten e-mail mail mails mailtje ik mij me mijn wij we ons onze ben is zijn was zal zult zullen word wordt worden heb heeft hebben niet geen op in om van tot en met naar bij de het een dit deze die dat of maar momenteel op dit moment helaas tijdelijk"
        " vanaf vandaag weer terug terugkeer terugkomst terugkom kantoor werk werkzaam aanwezig afwezig afwezigheid vakantie vakantiedagen verlof ouderschapsverlof zwangerschapsverlof ziek zakenreis reis cursus training congres beurs vrij bereikbaar beschikbaar kan kunt kun lees lezen gelezen beantwoord beantwoorden beantwoordt antwoord antwoorden reageer reageren reactie neem neemt nemen contact zo snel spoedig mogelijk zodra"
        " beperkt beperkte toegang doorgestuurd doorgezonden na tijdens tussen daarna dan week weken dagen maand volgende komende aanstaande later automatisch automatische gegenereerd groet groeten vriendelijke vriendelijk mvg hartelijke begrip alvast kunt wenden wend terecht bel bellen belt mailen mail collega collega's vervanger vervangt receptie afdeling klantenservice servicedesk telefoon telefonisch mobiel nummer zaken vragen gevallen helpen helpt verder"
        " blijft blijven voorlopig zonder bereik zit camping"
        # English
        " expect than usual slower sender customer client require requires immediate ooo o.o.o pto vacay retired rotation weekend public unable further"
        " attending attend date anything anyone taking intermittent duration extended overseas abroad vacationing happy new until further notice ill well maternity's off duty then"
        " if because due since then that about also only just which may might could would should be slow slower slowly longer take delayed infrequent infrequently irregular regularly daily full part time first last end beginning mid tomorrow evening outside closed open hours bank public company business leave's sick illness medical family every each sporadically periodically soon following approximately around over under up catch inbox respond earliest opportunity convenience meantime time during whom"
        " hello hi dear all sir madam good morning afternoon thank thanks you your yours for message messages e-mail e-mails email emails mail mails contacting writing i i'm i'll i've i'd am is are was be been being will shall won't can cannot can't may not no have has had having limited access to the a an of on in at by from until till through and or but with without as so soon possible my me mine we us our it this that these those"
        " there here out away office work desk vacation holiday holidays leave annual maternity paternity parental sick travelling traveling travel trip business conference training course meeting meetings currently now presently unfortunately temporarily between during while after before next week weeks day days month months monday back return returning returned returns inclusive including available unavailable reachable reach reached check checking checked"
        " read reading answer answered reply replying replies respond responding response get your you'll when once upon delay delayed late later forwarded forwarded automatic automated automatically generated please kindly contact call phone telephone ring tel mobile cell number email colleague colleagues reception switchboard department team support helpdesk customer service help assist assistance questions matters matter cases queries enquiries inquiries regards kind best warm sincerely cheers yours faithfully understanding patience wishes"
        " no longer left company working employed with successor absence christmas easter new year today instead any who sporadic sporadically intermittent intermittently regularly"
        " signal reception jury service we're"
        # Danish and Norwegian
        " hjem læst afsender avsender overtager overtar sygemeldt sykmeldt pensjon pension sygdom sykdom"
        " vender vende kommer retur dato udlandet utlandet optaget opptatt godt nytår sommerferie vinterferie juleferie sommer jul påske årets helt"
        " når før fordi idet grundet pga også kun bare alle alt over under om som et en at være har været holder holde fri fridag i dag morgen i morgen sporadisk jævnligt daglig først sidst slut starten efter etter siden mere mer lidt litt længere lenger tid ud ut ude ute kontorets lukket stengt åben åpent ferielukket afspadserer afspadsering avspaserer hjemme"
        " hej hei kære kjære tak takk for din dit deres henvendelse mail mailen e-post e-mail besked melding jeg er har ikke på i til fra og eller men med den det de der da ferie feriedage ferien ferieavvikling kontoret jobb arbejde arbeid fraværende fravær bortrejst bortreist syg syk barsel permisjon permission orlov kursus kurs konferanse konference rejse reise tjenesterejse tjenestereise møte møde holder"
        " tilbage tilbake igen igjen svarer svare besvarer besvare besvart læser leser læse lese når kan kun begrænset begrenset adgang tilgang vil blive bli bliver blir hurtigst snarest muligt mulig så snart videresendt videresendes under min mit mitt mine meg mig vi oss os uge uke dag dage dager måned indtil frem desværre dessverre lige for tiden øjeblikket nå nu kontakt kontakte ring ringe kollega kolleger hilsen venlig vennlig hilsner"
        " hilsninger omstilling omstillingen sentralbord sentralbordet hovednummer telefon mobil treffes træffes træffe mandag tilgjengelig tilgængelig automatisk svar beskeden meldingen kl ligge dere jer deg dig du automatsvar"
        " pappaperm mammaperm foreldrepermisjon fødselspermisjon forældreorlov"
        # Finnish
        " kiireelliset kiireellisten asiat joulun vuodenvaihteen suljettu toimistomme vastaamme alkaen asiaan ensi lähettäjä vastaukseni viivästyy poistunut eläkkeellä"
        " toimistolta loman lomani aikana ajan ennen koska kun jos vain myös pääse lue seuraa sähköposteja postejani postia viikolle kesä talvi syys alla takaisin vastaamaan vastaan vastata heti palattua jälkeen välisenä tänään huomenna vapaalla opintovapaalla hoitovapaalla matkoilla kokouksessa"
        " hei moi terve hyvä päivää huomenta kiitos viestistä viestistäsi sähköpostista sähköpostistasi yhteydenotostasi yhteydenotosta olen ole en emme lomalla vuosilomalla kesälomalla talvilomalla vanhempainvapaalla äitiyslomalla poissa työmatkalla sairauslomalla koulutuksessa toimistolla paikalla tavoitettavissa asti saakka alkaen palaan takaisin töihin töissä toimistolle vastaan viestiin viestiisi viesteihin sähköpostiin sähköpostiisi sähköpostia"
        " palattuani palaamiseni jälkeen mahdollisimman pian luen lue viestejä viestejäsi viestiäsi ei lueta välitetä edelleen poissaoloni poissaolon aikana soita soittakaa ota ottakaa yhteyttä yhteys yhteyttä vaihteeseen vaihde numeroon kollegaani kollega tukeen asiakaspalveluun asioissa tapauksissa ystävällisin terveisin terveisin t terv automaattinen vastaus tämä on ja tai sekä olette olet minä minua mukaan lukien joulukuuta joulukuun viikko viikon viikolla puhelin puhelimitse puh"
        # French
        " consulte peu messagerie vers traiterai traité expéditeur reprendrai retraite rentrerai demande"
        " date ici là retourne reviens reviendrai étranger bonne fêtes journée pendant prochaines"
        " si quand car lorsque donc que qui ce cet cette y n'ai n'aurai n'est aurai aucun aucune seulement également fin début matin après-midi demain aujourd'hui prochain prochaine avant après immédiatement rapidement brefs délais meilleurs plus fermé ouvert ans mail"
        " bonjour bonsoir madame monsieur messieurs mesdames cher chère merci beaucoup je vous remercie de pour votre vos message messages mail mails courriel courriels e-mail suis serai sera serons être est sont ne pas plus en du au aux le la les l' d' un une des et ou mais à dans par sur avec sans jusqu'au jusqu’au jusqu'à jusqu’à jusqu partir absent absente absence bureau congé congés vacances déplacement formation maternité parental arrêt maladie"
        " actuellement inclus retour dès mon ma mes moi nous notre répondrai répondre réponse répondrons réponds lu lus transmis transférés possible que serez urgence urgences urgent cas toute tout contacter contactez joindre appeler appelez adresser veuillez pouvez collègue collègues standard accueil service téléphone tél numéro cordialement bien salutations sincères meilleures semaine semaines jour jours mois durant pendant entre période ai accès limité automatique ceci prendrai connaissance disponible joignable"
        # Spanish and Portuguese
        " favor fecha esa hasta entonces extranjero feliz fiestas data"
        " si cuando porque ya también solo sólo tengo tendré hoy mañana tarde fin principio vuelva volver antes después inmediatamente brevedad mayor le les te se he"
        " hola buenos días buenas tardes estimado estimada estimados señor señora señores gracias por su tu mensaje mensajes correo correos electrónico e-mail estoy estaré estará estar soy será no me encuentro fuera de la el los las del al a en y o pero con sin hasta desde que un una oficina vacaciones ausente ausencia viaje trabajo baja permiso maternidad paternidad regreso vuelvo volveré vuelta regresaré inclusive próximo próxima"
        " responderé responder contestaré contestar respuesta cuanto antes tan pronto como sea posible lo mi mis yo nosotros nuestro durante entre para asuntos urgentes urgente caso urgencia puede pueden contactar contacte contacten llame llamar póngase escriba compañero compañera compañeros colega teléfono tel móvil número centralita recepción departamento atención cliente saludos saludo cordial cordiales atentamente acceso limitado leeré leer leído reenviado automática automático este esta es semana día días mes"
        " sem acesso pelas olá bom dia boa tarde prezado prezada caro cara obrigado obrigada pela pelo sua seu mensagem estou estarei férias escritório ausência regresso volto voltarei retorno até ao dia responderei logo possível assim que em caso assuntos contacte contactar ligue ligar cumprimentos atenciosamente não fora com para no na do da"
        " temas parental excedencia lactancia"
        # Italian
        " parentale mia assenza chiuso chiusi chiusa nostri uffici data quella torni estero buone feste prossimo prossima"
        " se quando perché anche solo avrò ho hanno oggi domani mattina pomeriggio fine inizio dopo subito presto le ti vi si ci sia"
        " buongiorno buonasera salve gentile gentili egregio caro cara grazie per il la lo le gli i l' un una del della di da dal dalla al alla fino sino a in nel con senza e o ma tuo tua suo sua vostro vostra messaggio messaggi mail e-mail email posta sono sarò saremo siamo è non ferie ufficio assente assenza fuori sede viaggio lavoro malattia maternità congedo permesso rientro rientrerò ritorno tornerò torno ritornerò compreso incluso attualmente momento"
        " risponderò rispondere risposta appena possibile prima quanto mio mia miei me mi noi nostro durante tra urgenze urgenza urgenti urgente questioni caso potete può puoi contattare contatti contattate chiamare chiami chiamate rivolgersi collega colleghi telefono tel cellulare numero centralino reception cordiali saluti distinti leggerò letto inoltrato automatica automatico questo questa settimana giorno giorni mese accesso limitato"
        # Polish
        " wychowawczym rodzicielskim ojcowskim okolicznościowym opiekuńczym mojej biurem lekarskim lekarskie przebywam nadawco kontaktować zastępstwo urlopem wypoczynkowym"
        " jeśli gdy ponieważ także tylko mam miał mogę może dziś jutro rano koniec początek przed kiedy niezwłocznie wiadomości mailom się jest są oni pan panią panem dostępny dostępna chorobowym chorobowe opiece rodzicielskim"
        " dzień dobry witam szanowni szanowny szanowna państwo pani pan dziękuję dziękujemy za wiadomość wiadomości twoją pańską maila mail e-mail jestem będę nie ma mnie w na urlopie urlop urlopu biurze biurem biura poza nieobecny nieobecna nieobecności nieobecność delegacji szkoleniu zwolnieniu macierzyńskim pracy pracuję do od i oraz lub ale z ze o po dnia dniu wracam wrócę powrocie powrotu odpowiem odpowiedź odpowiadam odpisać odpiszę"
        " jak najszybciej możliwe swoim moim mojej moja mój pilnych pilne sprawach przypadkach sprawy proszę prosimy o dzwonić zadzwonić kontakt kontaktować się kontaktu skontaktować z tel telefon telefonu numer numerem pod kolega koleżanka koleżanką kolegą dział pozdrawiam pozdrowieniami poważaniem wyrazami szacunku automatyczna automatyczną to jest tygodniu tydzień czasie włącznie dostęp ograniczony dostępu zastępuje"
    ).split()
    + (
        # days and months
        "måndag tisdag onsdag torsdag fredag lördag söndag måndagen tisdagen onsdagen torsdagen fredagen januari februari mars april maj juni juli augusti september oktober november december jan feb mar apr jun jul aug sep sept okt nov dec idag imorgon kl"
        " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner februar märz mai oktober dezember uhr kw maandag dinsdag woensdag donderdag vrijdag zaterdag zondag maart mei augustus uur monday tuesday wednesday thursday friday saturday sunday january february march may june july august october december am pm st nd rd th"
        " mandag tirsdag lørdag søndag marts maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona torstai torstaina perjantai perjantaina lauantai sunnuntai maanantaihin perjantaihin tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta"
        " lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre"
        " poniedziałek poniedziałku poniedziałku wtorek wtorku środa środę środy czwartek czwartku piątek piątku sobota niedziela stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
    ).split()
)  # fmt: skip

# That somebody is away, in a text that says nothing else.
AWAY = re.compile(
    r"(?:ledig|lomalla|vapaalla)\b"  # the end of a longer word, too
    r"|\b(?:semester\w*|borta|bortrest|frånvarande|sjukskriven|tjänsteresa|inte (?:på kontoret|på plats|i tjänst|tillgänglig|anträffbar)|oanträffbar|föräldraledighet|jobbar inte|arbetar inte|deltid|slutat|urlaub|abwesend|verreist|elternzeit|dienstreise|krank|erkrankt|krankgeschrieben|außer haus|er (?:even |momenteel )?niet|nicht (?:im (?:büro|haus|hause)|erreichbar|da|anwesend)|(?:erst|ab) .{0,40}wieder"
    r"|afwezig|vakantie|verlof|vrij|ziek|niet (?:op kantoor|aanwezig|bereikbaar|werkzaam|beschikbaar)|vacation|holidays?|leave|away|out of (?:the )?office|ooo|pto|unavailable|sick|travell?ing|no longer (?:work|with|employed)|ferie|fri|fravær\w*|barsel|permisjon|orlov|bortre[ij]st|(?:på|til) (?:kurs|kursus|konferan?[cs]e|møde|møte)|ikke (?:på kontoret|til stede|tilgjengelig|tilgængelig)"
    r"|poissa|työmatkalla|absente?|congés?|vacances|déplacement|vacaciones|ausente|fuera|assente|fuori|urlopie|nieobecn[ya]|delegacji|szkoleniu|zwolnieniu|férias|\w+perm|congedo|maternità|paternità|permiso|excedencia|baja (?:por|médica|laboral|maternal|paternal)|arrêt maladie|licença|påsklov|jullov|sportlov|höstlov|reha|mutterschutz|ziekte|krankheit|sjukdom|illness|sygdom|sykdom|in (?:mia|sua) assenza|während meiner abwesenheit|in meiner abwesenheit|under min frånvaro|in my absence|tijdens mijn afwezigheid|en mon absence|en mi ausencia|podczas mojej nieobecności|poissaoloni aikana)\b"
)
# Who has left names the firm, and nothing else that is unknown.
LEFT = re.compile(r"\b(?:slutat|arbetar inte längre|jobbar inte längre|nicht mehr (?:bei|für|tätig)|ausgeschieden|verlassen|niet (?:meer|langer) (?:werkzaam|in dienst|bij|voor)|no longer|left|ne .{0,30}plus|ya no|non .{0,30}più|już nie|ikke længere|ikke lenger)\b")
# Thanks for a mail, and an answer that will come: a desk's, or of one who is away.
THANKED = re.compile(
    r"\b(?:tack för (?:ditt|din|ert|er|ditt e-?post)|dank für (?:ihre|deine)|danke für (?:ihre|deine)|(?:bedankt|dank(?: u| je)?(?: wel)?) voor (?:uw|je|jouw)|(?:thank you|thanks) for (?:your (?:e-?mail|mail|message|enquiry|inquiry)|writing|contacting|getting in touch)|tak for din|takk for (?:din|e-?posten|henvendelsen)|kiitos (?:viest|sähköpost|yhteyden)\w+"
    r"|merci (?:pour|de) votre (?:message|mail|courriel|e-mail)|gracias por (?:su|tu) (?:mensaje|correo)|grazie per (?:il|la) (?:suo|sua|tuo|tua) (?:messaggio|mail|e-mail|email)|dziękuj\w+ za (?:wiadomość|maila?|e-mail)|obrigad[oa] pel[oa] (?:sua|seu))\b"
)
PROMISED = re.compile(
    r"\b(?:(?:jag|vi) (?:svarar|återkommer|hör av)|återkommer (?:jag|vi)|(?:ich|wir) (?:melde|antworte|beantworte|bearbeite|kümmere)\w*|(?:werde|werden) .{0,60}\b(?:antworten|beantworten|bearbeiten|melden)|(?:ik|wij|we) (?:reageer|reageren|beantwoord|beantwoorden|antwoord|neem|nemen) |(?:i|we)(?: will|'ll| shall)(?: \w+){0,2} (?:reply|respond|answer|get back|be (?:in touch|slow))|reopens? (?:on|at)|öppnar (?:igen|åter)|wieder (?:geöffnet|für sie da)|weer (?:open|geopend)|slow(?:er)? to (?:reply|respond|answer)|slower (?:answer|reply|response)"
    r"|(?:and|och|und|en|og) (?:will (?:\w+ )?(?:reply|respond|answer)|svarar|återkommer|antworten?|beantworten?|reageren?|beantwoord\w*|svarer)\b|(?:jeg|vi) (?:svarer|vender tilbage|kommer tilbake)|vastaan|vastaamme|palaan asiaan|répondrai|répondrons|reviendrai vers|responderé|contestaré|responderemos|risponderò|risponderemo|odpowiem|odpiszę|odpowiemy|responderei|limited access|begränsad (?:möjlighet|tillgång|åtkomst)|(?:begrenset|begrænset) (?:tilgang|adgang)|ograniczony dostęp|accès limité|acceso limitado|accesso limitato|beperkte? (?:toegang|bereikbaar)|eingeschränkt(?:en)? (?:zugriff|erreichbar))\b"
)
# Whom to turn to instead, or when it is urgent: names and departments may stand in such a sentence.
CONTACT = re.compile(
    r"\b(?:kontakta|vänd (?:dig|er)|vänligen ring|ring|ringa|mejla|maila|nå(?:r|s)|hänvisar?|ersätter|(?:min )?ersättare|bråttom|vid brådskande|i brådskande|brådskande (?:ärenden|frågor|fall)|är det brådskande|är ärendet brådskande|vid akuta|akuta (?:ärenden|frågor|fall)"
    r"|får (?:du|ni) tag (?:på|i)|hör av dig|höra av dig|springt .{0,20}\bein|richten sie|sprechen sie|wenden sie sich|wende dich|kontaktieren|kontaktiere|rufen|anrufen|vertretung|vertritt|vertreten|erreichen sie|dringende[nr]? (?:fällen|fälle|angelegenheiten|anliegen|anfragen|fragen)|in dringenden|bei dringenden|hilft|helfen ihnen"
    r"|neemt? u? ?contact op|contact op(?: ?te)? ?nemen|contact opnemen|wenden tot|terecht (?:bij|kunt)|richten aan|bellen|belt u|bel|vervangt|vervanger|(?:voor|bij|in) dringende|(?:bij|voor) spoed\w*|in spoedgevallen"
    r"|contact|ping|call|phone|speak (?:to|with)|direct your|get in touch|in touch with|immediate assistance|reach out to|(?:in|for) (?:urgent|emergency)|urgent (?:matters|cases|requests|issues)|(?:is|are) urgent|in case of emergency|stands in"
    r"|kontakt|kontakte|ved (?:haste|haster|hastende|akutte)\w*|haster det|sijaiseni|sijaisenani|soita|soittakaa|ota yhteyttä|ottakaa yhteyttä|kiireellisissä|kiireisissä|kiireellisessä|kiireelliset asiat"
    r"|écrire|écrivez|contactez|contacter|joindre|appele[rz]|adresser à|adressez|en cas d.urgence|pour toute urgence|contact[ae]n?|contactar|llam[ea]r?|póngase en contacto|para (?:asuntos|temas|cuestiones) urgentes|escrib[ae]n?|en caso de urgencia|en caso urgente|em caso de urgência|ligue|ligar"
    r"|contattare|contattate|scrivere|scriva|scrivete|chiam(?:are|i|ate)|rivolgersi|per urgenze|per questioni urgenti|in caso di urgenza|(?:za)?dzwonić|(?:s)?kontaktować|o kontakt|w pilnych|w sprawach pilnych|zastępuje)\b"
)  # fmt: skip
URGENT = re.compile(r"\b(?:brådsk\w*|bråttom|akut\w*|dringend\w*|eilig\w*|dringend|dringende|spoed\w*|urgent\w*|urgenc\w*|urgenz\w*|emergenc\w*|hast\w*|kiire\w*|piln\w+)\b")
# What may stand in such a sentence as well, though it is no word of a notice elsewhere.
OFFICE = frozenset(
    (
        "vid akuta akut brådskande ärenden fall frågor i försäljning ekonomi ekonomiavdelningen avdelningen vd chef chefen kollegan telefonnummer hjälper hjälpa huvudnummer gruppbrevlåda dringend dringenden dringende dringender fälle notfall notfällen eilige eiligen vertrieb buchhaltung geschäftsleitung assistentin assistent kollegin hauptnummer dringende spoed spoedgevallen spoedeisende administratie verkoop hoofdnummer algemene algemeen nummer"
        " urgent urgently emergency emergencies requests issues request issue sales manager assistant accounting main hastesaker hastende haster det akutte afdeling avdeling salg leder kiireellisissä kiireisissä kiireellisessä kiireellinen standard secrétariat urgence urgences urgentes urgencia urgencias urgencia urgente urgenze urgenti amministrazione pilnych pilne pilna sekretariat sekretariatem biurem działem"
    ).split()
)  # fmt: skip
# "Call me": a person's wish, unless it is for urgent matters alone or gives the number.
CALL_ME = re.compile(r"\b(?:(?:ring|kontakta|mejla|maila|nå) mig|ruf\w* (?:sie )?mich|(?:melden|kontaktieren) sie (?:sich bei mir|mich)|bel(?:t u|len)? (?:mij|me)|(?:call|contact|phone|ring) me|kontakt mig|kontakt meg|ring til mig|appelez-moi|contactez-moi|llámame|llámeme|chiamami|mi chiami)\b")
# "Send it to me instead": what is meant is the matter.
TO_ME = re.compile(r"\b(?:(?:skick\w*|mejla|maila|skriv|ställ|adressera)\b.{0,40}\btill mig|(?:schick\w*|senden?|stell\w*|adressier\w*)\b.{0,60}\b(?:an mich|zu mir)|(?:stuur|sturen|zend|richt)\b.{0,40}\b(?:naar|aan) (?:mij|me)|(?:send|forward|address|mail|e-?mail)\b.{0,40}\bto me|send\w* .{0,40}\btil (?:mig|meg))\b")
# "You may ring on Monday": an appointment, unless it is for urgent matters.
DAY = re.compile(
    r"(?<!till )(?<!until )(?<!bis )(?<!tot )(?<!t/m )(?<!efter )(?<!after )(?<!nach )(?<!na )\b(?:i ?dag|i ?morgon|i ?kväll|måndag|tisdag|onsdag|torsdag|fredag|heute|morgen|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|vandaag|vanavond|maandag|dinsdag|woensdag|donderdag|vrijdag|today|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|mandag|tirsdag|lunes|mardi|lundi|vendredi|venerdì|lunedì)\b"
)
YOU_RING = re.compile(
    r"\b(?:(?:kan|får) (?:du|ni) (?:gärna )?(?:ringa|nå)|(?:går det bra|välkommen) att ringa|(?:können|könnten|dürfen) sie (?:mich |gern[e]? |uns )*.{0,30}(?:anrufen|erreichen)|(?:kannst|darfst) du .{0,30}(?:anrufen|erreichen)|(?:mag|kunt|kan|kun) (?:u|je|jij) (?:mij |me |ons )?.{0,30}(?:bellen|bereiken)|you (?:can|may|could) (?:\w+ )?(?:call|phone|ring|reach))\b"
)
# Who speaks of himself in a sentence about his deputy may bring news: every small word of his must be known.
FIRST_PERSON = frozenset("jag vi ich wir ik wij we I I'm I'll I've jeg minä je nous yo nosotros io noi".split())
# A time that suits, or one that does not: somebody makes an appointment.
FITS = re.compile(r"\b(?:kan (?:wel|ook)|komt (?:wel )?uit|gaat wel|funkar|passar|passer|passt|geht (?:auch|es|bei)|works|suits?|is fine)\b")
# An absence that is over, and an answer that comes now: a notice speaks of those to come.
OVER = re.compile(
    r"\b(?:erst (?:jetzt|heute)|nu pas|pas nu|först nu|nu först|först idag|only now|først nu|seulement maintenant|que maintenant|solo ahora|solo ora|dopiero teraz|vasta nyt"
    r"|(?:jag|vi|ich|wir|ik|i|we|jeg) (?:\w+ ){0,3}?(?:war(?:en)?|was|were|var)|(?:war|was|var) (?:ich|wir|ik|jag|vi|jeg))\b"
    r"|\b(?:kein\w*|no|not|geen|ingen|inte|pas) .{0,20}(?:zugang|zugriff|access|toegang|tillgång|åtkomst|accès)\b.{0,60}\b(?:since|seit|sedan|sinds|depuis)\b"  # trouble that began
    r"|\b(?:bis|until|till|tot)\b(?!.*\b(?:nicht|not|inte|niet|out)\b).{0,25}\b(?:im büro|in the office|at the office|på kontoret|op kantoor)\b|^(?!.*\b(?:nicht|not|inte|niet|out|back|wieder|åter|tillbaka|terug|weer)\b).*\b(?:im büro|in the office|at the office|på kontoret|op kantoor)\b.{0,15}\b(?:bis|until|till|tot)\b"  # he is there, for a while
)
# The first word of an answer to a question of ours.
ANSWERS = re.compile(r"^(?:(?:ja|jo|nej|nein|nee|yes|jep|jodå)(?= \w)|(?:ja|jo|jodå|nej|nein|doch|nee|yes|yep|no|nope|ok|okay|okej|oké|oui|non|si|sí|sì|tak|nie|kyllä|joo|nei|jep|klart|stimmt|klopt|godkänt|einverstanden|akkoord|agreed|approved)(?=[,.!;:–—-]|$))")
# Thanks for help or an answer, as nobody gives them who has not read our mail.
HELPED = re.compile(
    r"\b(?:tack för (?:svaret|svar|hjälpen|informationen|ert svar|ditt svar)|(?:dank|danke) für (?:die|ihre|deine) (?:schnelle |rasche )?(?:antwort|hilfe|rückmeldung|auskunft)|(?:bedankt|dank) voor (?:het|je|uw|de) (?:snelle )?(?:antwoord|reactie|hulp)"
    r"|(?:thanks|thank you) for (?:the|your) (?:quick |prompt )?(?:answer|reply|response|help)|tak for (?:svaret|hjælpen)|takk for (?:svaret|hjelpen)|merci pour (?:votre|la) (?:réponse|aide)|gracias por (?:la|su) respuesta|grazie per la (?:risposta|sua risposta)|dziękuję za odpowiedź|kiitos vastauksesta\w*)\b"
)  # fmt: skip
GREETING = re.compile(
    r"^(?:hej(?:san)?|hallå|god (?:dag|morgon)|kära|hallo|hoi|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[r]?|moin|servus|grüß gott|beste|geachte|goede(?:morgen|middag|ndag)|dear|hello|hi|good (?:morning|afternoon)|hei|kære|kjære|moi|terve|hyvä|bonjour|bonsoir|cher|chère|madame|monsieur|hola|estimad[oa]s?|buen[oa]s (?:días|tardes)"
    r"|buongiorno|buonasera|salve|gentil[ei]|egregio|dzień dobry|witam|szanown[iya]|olá|bom dia|prezad[oa])\b"
)
SIGN_OFF = re.compile(
    r"^(?:/|mvh\b|(?:med )?(?:vänlig|vänliga|bästa|varma) hälsning(?:ar|en)?\b|hälsning(?:ar)?\b|vänligen,?$|mit (?:freundlichen|besten|herzlichen|lieben) gr[uü](?:ß|ss)en\b|freundliche gr[uü]|(?:viele|liebe|beste|schöne|herzliche) gr[uü](?:ß|ss)e\b|gruß\b|gruss\b|mfg\b|vg\b|lg\b|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?\b|groet(?:en|jes)?\b|mvg\b"
    r"|(?:kind|best|warm|many) (?:regards|wishes)\b|regards\b|yours (?:sincerely|faithfully)\b|sincerely\b|best,?$|cheers\b|(?:med )?(?:venlig|vennlig|beste) hilsen\b|hilsen\b|(?:ystävällisin )?terveisin\b|t\. |cordialement\b|bien (?:cordialement|à vous)\b|(?:sincères |meilleures )salutations\b|(?:un )?(?:cordial )?saludos?\b|atentamente\b|(?:cordiali|distinti) saluti\b|saluti\b|pozdrawiam\b"
    r"|z (?:poważaniem|pozdrowieniami)\b|cumprimentos\b|atenciosamente\b)"
)

# What firms put below every mail; with it the text ends.
SMALL_PRINT = re.compile(
    r"\b(?:confidential\w*|privileged|proprietary|(?:intended|designated|named) recipient|in error|unauthori[sz]ed|consider the environment|think before you print|scanned (?:for|by)|virus[- ]free|konfidentiell\w*|sekretess\w*|av misstag|tänk på miljön|behandlar (?:vi )?personuppgifter|integritetspolicy|vertraulich\w*|irrtümlich\w*|versehentlich|unbefugt\w*|rechtlich geschützt\w*|umwelt"
    r"|sitz der gesellschaft|handelsregister|amtsgericht|geschäftsführer\w*|vertrouwelijk\w*|abusievelijk|ten onrechte|disclaimer|fortrolig\w*|ved en fe[ji]l|luottamuksellinen|confidentiel\w*|par erreur|confidencial\w*|por error|riservat\w*|per errore|poufn\w*|omyłkowo|privacy (?:policy|statement)|datenschutz\w*)\b"
)

# That something does not work, or what a screen shows.
TROUBLE = re.compile(
    r"\b(?:fungerar? (?:\w+ ){0,2}(?:inte|fel)|inte fungerar|inget svar|går (?:\w+ ){0,2}inte(?! att (?:nå|svara))|funkar (?:\w+ ){0,2}inte|skickas (?:inte|inget|fel)|(?:räknar|visar|blir|är) (?:\w+ ){0,2}fel|felkod|felmeddelande\w*|felet|krasch\w*|hänger sig|startar inte|det står|fortfarande (?!på|borta|ledig|frånvarande)\w+"
    r"|geht (?:\w+ ){0,3}nicht|funktioniert (?:\w+ ){0,3}nicht|läuft (?:\w+ ){0,3}nicht|nicht (?:mehr |korrekt |richtig )?(?:verschickt|versendet|gesendet|angezeigt|gedruckt|gespeichert|funktioniert|möglich)|fehler\w*|fehlermeldung\w*|falsch\w*|stürzt ab|absturz|kaputt|immer noch (?!nicht (?:im|da|erreichbar)|im urlaub|krank)\w+|hängt sich"
    r"|werkt (?:\w+ ){0,3}niet|lukt (?:\w+ ){0,3}niet|doet (?:het |\w+ ){0,2}niet|gaat (?:\w+ ){0,2}(?:niet|fout|mis)|wordt (?:\w+ ){0,3}niet (?:getoond|verstuurd|verzonden|afgedrukt|opgeslagen)|foutmelding\w*|foutcode|fout|verkeerd\w*|crasht|loopt vast|nog steeds (?!niet (?:op kantoor|aanwezig|bereikbaar)|met|op)\w+"
    r"|(?:does|do|did|is|are|was)(?: not|n't) (?:work\w*|sent|shown|start\w*|print\w*|send\w*|show\w*|open\w*|save\w*)|(?:doesn't|don't|won't|can't|cannot) (?:work|start|print|send|open|save|log)|broken|wrong|(?<!in )error\w*(?![ -]free)|crash\w*|fails|failed|bug|twice|still (?!on|away|out|in|not (?:back|in)|travel)\w+|the problem"
    r"|virker (?:\w+ ){0,2}ikke|fungerer (?:\w+ ){0,2}ikke|går (?:\w+ ){0,2}ikke|(?<!ved en )fe[ji]l\w*|forkert|ei toimi|ei onnistu|virhe\w*|ne (?:marche|fonctionne) (?:\w+ )?pas|(?<!par )erreur\w*|no funciona|non funziona|(?<!per )errore|nie działa\w*|błąd|błędu|błędy|não funciona|erro)\b"
    r"|\b0x[0-9a-f]{4,}|[\"“”„»«][^\"“”„»«]{0,80}(?:error|fel|fehler|fout|not|nicht|inte|niet)[^\"“”„»«]{0,80}[\"“”„»«]"
)  # fmt: skip
# What is asked of us.
REQUEST = re.compile(
    r"\b(?:kan ni|kan du|kunde ni|skulle ni|ni kan väl|hjälp mig|hjälp oss|(?:jag|vi) behöver (?:\w+ ){0,2}hjälp|behöver er hjälp|hur (?:gör|ställer|får|kan|slår) (?:jag|vi|man)|vad (?:gör|ska|kan) (?:jag|vi)|be om hjälp|tacksam för hjälp|bitte um (?:hilfe|unterstützung|rückruf|antwort|prüfung)|können sie (?:mir|uns|bitte|das|den|die)|könnten sie|wie (?:kann|stelle|schalte|mache|richte) ich|was (?:tun|mache ich|muss ich|ist falsch)|helfen sie (?:mir|uns)"
    r"|kunt u (?:mij|ons|dit|dat|deze|de|het|even|ook|hiernaar)|kunnen jullie|kun je|zou u|zouden jullie|hoe (?:kan|stel|zet|doe) ik|wat (?:moet|kan|doe) ik|help mij|graag (?:hulp|uw hulp)|(?:could|can|would|will) you(?! (?:be|please (?:contact|call)|contact|call|reach))|how (?:do|can|should) (?:i|we)|what (?:do|can|should|shall) (?:i|we)|please (?:help|fix|advise|check|send|close|look)|(?:i|we) (?:\w+ )?need (?:your |some |a )?help|need your help|help me|help us"
    r"|kan i hjælpe|kan dere|hvordan (?:kan|får|gør|gjør) (?:jeg|vi)|voitteko|pouvez-vous m|pourriez-vous|comment (?:faire|puis-je)|aidez|¿|pueden ayudar|cómo (?:puedo|hago)|potete aiutar\w*|come (?:posso|faccio)|proszę o pomoc|jak (?:mogę|to))\b"
)  # fmt: skip
# "If it does not work, call ...": what begins so, or says where to call, is nobody's trouble yet.
IN_CASE = re.compile(r"^(?:if|in case|for|om|ifall|vid|för|wenn|falls|sollten?|bei|als|indien|mocht|bij|voor|hvis|ved|jos|si|en caso|en cas|pour|para|se|per|qualora|jeśli|w przypadku|w razie)\b")
# Questions that a notice asks and answers itself.
OFFERS = re.compile(r"\b(?:frågor|hjälp|brådskande|akut|fragen|hilfe|dringend|eilig|vragen|hulp|dringend|spoed|questions?|help|assistance|urgent|emergency|hast\w*|spørgsmål|spørsmål|kysyttävää|kiire|urgence|urgente|domande|pilne)\b")
