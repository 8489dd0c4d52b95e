# ruff: noqa: E501 - a slug and its headline stand on one line, as printed
"""Slugs and headlines of stored pages: which belong together, and which cannot tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.sites.president_bg.slugs import (
    Scheme,
    make_slug,
    slug_agrees,
    slug_similarity,
    transliterate,
)

#: Article, slug and headline of every stored page whose slug is its headline's.
PAIRS = """\
bg/news/8147 prezidentat-rumen-radev-provede-sreshta-s-glavniya-izpalnitelen-direktor-na-uestinghaus-elektrik-kampani-patrik-fragman Президентът Румен Радев проведе среща с главния изпълнителен директор на „Уестингхаус Електрик Къмпани“ Патрик Фрагман
bg/news/170 Prezidentat-Rosen-Plevneliev-pristigna-v-Chikago-za-uchastie-v-sreshtata-na-nay-visoko-ravnishte-na-NATO Президентът Росен Плевнелиев пристигна в Чикаго за участие в срещата на най-високо равнище на НАТО
bg/news/6794 vitseprezidentat-iliyana-yotova-e-patron-na-25-iya-mezhdunaroden-festival-za-lyubitelski-komediyni-teatri-pantomima-i-satira-velko-kanev-v-topolovgrad Вицепрезидентът Илияна Йотова е патрон на 25-ия Международен фестивал за любителски комедийни театри, пантомима и сатира „Велко Кънев“ в Тополовград
bg/news/1076 rosen-plevneliev-samo-zaedno-i-chrez-dialog-po-problemite-na-natsiyata-mozhem-dnes-da-badem-polezni-na-mayka-balgariya Росен Плевнелиев: Само заедно и чрез диалог по проблемите на нацията можем днес да бъдем полезни на Майка България
bg/news/200 Viceprezidentat-Margarita-Popova-dade-nachaloto-na-iniciativata-Zabavnoto-lyatno-chetene Вицепрезидентът Маргарита Попова даде началото на инициативата „Забавното лятно четене”
bg/photo-gallery/4591 za-poredna-godina-prezidentskata-institutsiya-otvori-vrati-za-grazhdani-po-sluchay-evropeyskite-dni-na-nasledstvoto За поредна година президентската институция отвори врати за граждани по случай Европейските дни на наследството
bg/news/8445 rumen-radev-se-sreshtna-s-uchenitsi-sazdali-izlozhbata-ne-prenasyayte-voynata-ot-vashite-umove-v-nashite-sartsa-predstavena-v-prezidentskata-institutsiya Румен Радев се срещна с ученици, създали изложбата „Не пренасяйте войната от вашите умове в нашите сърца“, представена в президентската институция
bg/news/7398 vitseprezidentat-v-troyan-traditsionnite-balgarski-festivali-sazdavat-useshtane-za-sigurnost-i-zdrava-vrazka-s-korenite Вицепрезидентът в Троян: Традиционните български фестивали създават усещане за сигурност и здрава връзка с корените
bg/news/70 Blizo-90-uchenici-ot-balgarskite-obshtnosti-zad-granica-gostuvaha-na-prezidenta-Rosen-Plevneliev Близо 90 ученици от българските общности зад граница гостуваха на президента Росен Плевнелиев
bg/speeches-and-statements/5582 izyavlenie-na-prezidenta-rumen-radev-po-vreme-na-predstavyaneto-na-parva-chast-ot-proekt-za-natsionalen-strategicheski-dokument Изявление на президента Румен Радев по време на представянето на Първа част от проект за Национален стратегически документ
bg/speeches-and-statements/4185 izyavlenie-na-vitseprezidenta-iliyana-yotova-po-vreme-na-otchetnata-preskonferentsiya-po-povod-godishninata-ot-vstapvane-v-dlazhnost Изявление на вицепрезидента Илияна Йотова по време на отчетната пресконференция по повод годишнината от встъпване в длъжност
en/news/1081 the-presidents-of-bulgaria-and-israel-commemorated-the-70th-anniversary-of-the-saving-of-the-bulgarian-jews-during-world-war-ii The presidents of Bulgaria and Israel commemorated the 70th anniversary of the saving of the Bulgarian Jews during World War II
bg/interviews-president/3787 opovestyavaneto-na-stenogramata-za-ktb-shte-bade-test-za-tova-dali-obshtestvoto-ni-zasluzhava-prozrachnost-intervyu-na-prezidenta-rumen-radev-za-btv-ii-chast „Оповестяването на стенограмата за КТБ ще бъде тест за това дали обществото ни заслужава прозрачност“ – интервю на президента Румен Радев за бТВ - II част
bg/news/8396 prezidentat-sezira-konstitutsionniya-sad-za-zadalzhitelno-talkuvane-na-konstitutsiyata-i-obyavyavane-za-nishtozhen-otkaza-na-predsedatelya-na-parlamenta-da-postavi-za-razglezhdane-ot-narodnoto-sabranie-predlozhenieto-za-proizvezhdane-na-natsionalen-refere Президентът сезира Конституционния съд за задължително тълкуване на Конституцията и обявяване за нищожен отказа на председателя на парламента да постави за разглеждане от Народното събрание предложението за произвеждане на национален референдум
bg/news/8510 rumen-radev-balgariya-e-bila-silna-i-prosperirashta-kogato-vrazkata-mezhdu-naroda-i-armiyata-e-ustoyavala-na-izpitaniyata Румен Радев: България е била силна и просперираща, когато връзката между народа и армията е устоявала на изпитанията
bg/news/5827 vitseprezidentat-na-3-mart-zaedno-shte-vazstanovim-otnovo-darzhavnostta Вицепрезидентът на 3 март: Заедно ще възстановим отново държавността
en/news/6103 the-president-partnering-with-azerbaijan-strengthens-energy-diversification-not-only-for-bulgaria-but-for-the-eu-as-well The President: Partnering with Azerbaijan Strengthens Energy Diversification Not Only for Bulgaria, but for the EU As Well
bg/news/7519 prezidentat-radev-otstoyavaneto-na-natsionalnite-interesi-iziskva-kompetentni-lideri-v-sektora-na-sigurnostta Президентът Радев: Отстояването на националните интереси изисква компетентни лидери в сектора на сигурността
bg/news/5348 prezidentat-rumen-radev-udostoi-s-darzhavni-otlichiya-deytsi-na-kulturata-naukata-i-meditsinata Президентът Румен Радев удостои с държавни отличия дейци на културата, науката и медицината
"""
#: Translated pages, with the slug of the Bulgarian headline.
TRANSLATED = """\
en/news/5134 rumen-radev-sled-uchastie-v-sreshtata-na-varha-na-oon-po-vaprosite-na-klimata-krayno-vreme-e-balgariya-da-se-vklyuchi-v-evropeyskite-programi-za-vagledobivni-regioni-v-prehod Rumen Radev after the UN Climate Action Summit: it is High Time that Bulgaria Joined Europe’s Coal Regions in Transition Initiative
en/news/83 Po-strategicheskite-prioriteti-za-razvitieto-na-Balgariya-e-neobhodim-nadpartien-konsensus The strategic priorities for the development of Bulgaria show that bipartisan consensus is needed
en/news/3551 rumen-radev-vstapi-v-dlazhnost-kato-prezident-na-republika-balgariya Rumen Radev Stepped into Office as President of the Republic of Bulgaria
en/news/7667 vitseprezidentat-uchilishtata-ni-zad-granitsa-se-utvarzhdavat-kato-duhovni-tsentrove-za-balgarskata-obshtnost Vice President: Our Schools Abroad Are Establishing Themselves as Spiritual Centres for the Bulgarian Community
en/news/1848 rosen-plevneliev-v-bryuksel-balgariya-e-predpriela-reditsa-merki-za-spravyane-s-migratsionniya-natisk Rosen Plevneliev in Brussels: Bulgaria Will Continue to Pool Efforts to Cope with the Migration Pressure
en/news/2614 prezidentat-rosen-plevneliev-razgovarya-s-vitsepremiera-i-ministar-na-vanshnite-raboti-i-evropeyskite-vaprosi-na-harvatiya-vesna-pusich President Rosen Plevneliev Held Talks with Vesna Pusic, deputy Prime Minister and Minister of Foreign and European Affairs of Croatia
en/news/1081 prezidentite-na-balgariya-i-izrael-otbelyazaha-v-bryuksel-70-godishninata-ot-spasyavaneto-na-balgarskite-evrei-prez-vtorata-svetovna-voyna The presidents of Bulgaria and Israel commemorated the 70th anniversary of the saving of the Bulgarian Jews during World War II
en/news/287 Rosen-Plevneliev-pred-BBC-World-Razsledvaneto-na-atentata-v-Burgas-raboti-samo-s-dokazatelstva-i-fakti Rosen Plevneliev to BBC World: The investigation into the Bourgas attack works only with evidence and facts
en/news/2791 balgariya-shte-bade-domakin-na-sledvashtata-sreshta-na-prezidentite-ot-grupata-arayolush Bulgaria will host the next meeting of the presidents of the Arraiolos group
en/news/1212 rosen-plevneliev-v-prezidentstvoto-nyama-da-ima-zadkulisni-dogovorki-i-pregovori-na-tamno Rosen Plevenliev: the President’s Office will not be involved in behind-the-scene arrangements and negotiations in the dark
en/news/4121 prezidentat-rumen-radev-ne-mozhem-poveche-da-se-prestruvame-che-klimatichnite-promeni-ne-sa-problem President Rumen Radev: We Can no Longer Continue to Pretend that Climate Changes are no Problem
en/news/103 Neobhodima-e-nova-strategiya-za-balgarite-v-chujbina-spored-viceprezidenta-Margarita-Popova A new strategy about Bulgarians abroad is needed, Vice President Margarita Popova says
en/news/1545 prezidentat-rosen-plevneliev-obsadi-situatsiyata-s-migratsionniya-natisk-v-evropa-s-poslanitsite-na-italiya-i-gartsiya President Rosen Plevneliev discussed the situation concerning the migration pressure in Europe with the ambassadors of Italy and Greece
en/news/6046 rumen-radev-balgariya-poe-domakinstvoto-na-initsiativata-tri-moreta-v-klyuchov-moment-kogato-dialogat-dovede-do-prakticheska-realizatsiya-na-obshti-proekti Rumen Radev: Bulgaria Hosted the Three Seas Initiative at a Key Moment When Dialogue Led to the Practical Implementation of Joint Projects
en/news/101 Priklyuchi-mesecat-na-politicheskite-konsultacii-iniciiran-ot-prezidenta-Rosen-Plevneliev “Month of political consultations” initiated by President Plevneliev comes to a close
en/news/162 Margarita-Popova-Strategiyata-za-balgarite-v-chujbina-tryabva-da-otchita-i-glasa-na-balgarskite-obshtnosti-zad-granica Margarita Popova: Strategy for Bulgarians abroad must take into account the voice of Bulgarian communities abroad
en/speeches-and-statements/6890 izyavlenie-na-prezidenta-na-republika-balgariya-rumen-radev-na-27-ata-konferentsiya-na-stranite-po-ramkovata-konventsiya-na-oon-po-izmenenie-na-klimata Statement by the President of the Republic of Bulgaria Rumen Radev during the 27th Conference of the Parties to the UN Framework Convention on Climate Change
en/news/5680 prezidentat-rumen-radev-prie-domakinstvoto-na-sledvashtata-sreshta-na-varha-na-regionalnata-initsiativa-tri-moreta President Rumen Radev Took Over the Hosting of the Next Summit of the Three Seas Regional Initiative
"""
KEYWORDS = "prezident-konstitucionen-sad-iziavlenie-informacia"  # news875
KEYWORDS_HEADLINE = "Росен Плевнелиев: Не мога да допусна доброто име на Конституционния съд да бъде поставено под въпрос"
ENGLISH = "official-visit-to-bulgaria-of-the-president-of-poland-andrzej-duda"  # photo-gallery8349
ENGLISH_HEADLINE = "Официално посещение на президента на Полша Анджей Дуда в България"


def _rows(stored: str) -> list[list[str]]:
    return [line.split(" ", 2) for line in stored.splitlines()]


SLUGS = [slug for _, slug, _ in _rows(PAIRS)]
HEADLINES = [headline for _, _, headline in _rows(PAIRS)]


@pytest.mark.parametrize(("article", "slug", "headline"), _rows(PAIRS))
def test_a_headline_agrees_with_its_own_slug(article: str, slug: str, headline: str) -> None:
    assert slug_similarity(headline, slug) == 1.0, article
    assert slug_agrees(headline, slug) is True


@pytest.mark.parametrize(("article", "slug", "headline"), _rows(PAIRS))
def test_no_other_headline_comes_near_a_slug(article: str, slug: str, headline: str) -> None:
    others = [other for other in HEADLINES if other != headline]
    assert max(slug_similarity(other, slug) for other in others) < 0.5, article
    assert not any(slug_agrees(other, slug) for other in others)


@pytest.mark.parametrize(("article", "slug", "headline"), _rows(PAIRS))
def test_another_headline_of_the_same_language_disagrees(
    article: str, slug: str, headline: str
) -> None:
    others = [other for other in HEADLINES if other.isascii() == headline.isascii()]
    verdicts = {slug_agrees(other, slug) for other in others if other != headline}
    assert verdicts == {False}, article


@pytest.mark.parametrize(("article", "slug", "headline"), _rows(TRANSLATED))
def test_an_english_headline_under_a_bulgarian_slug_cannot_tell(
    article: str, slug: str, headline: str
) -> None:
    assert slug_similarity(headline, slug) < 0.5, article
    assert slug_agrees(headline, slug) is None


def test_a_bulgarian_headline_under_an_english_slug_cannot_tell() -> None:
    assert slug_agrees(ENGLISH_HEADLINE, ENGLISH) is None


def test_a_slug_of_keywords_cannot_tell() -> None:
    assert slug_similarity(KEYWORDS_HEADLINE, KEYWORDS) < 0.5
    assert slug_agrees(KEYWORDS_HEADLINE, KEYWORDS) is None


@pytest.mark.parametrize("slug", ["", "-", "news", "2018", "%FF", "veto"])
def test_a_slug_too_short_to_know_its_language_cannot_tell(slug: str) -> None:
    assert slug_agrees("Президентът наложи вето на Закона за съдебната власт", slug) is None


@pytest.mark.parametrize("headline", ["", " ", "„“", "2018"])
def test_a_text_without_words_never_agrees(headline: str) -> None:
    assert not slug_agrees(headline, SLUGS[0])
    assert slug_similarity(headline, SLUGS[0]) < 0.1


def test_nothing_is_not_similar_to_nothing() -> None:
    assert slug_similarity("", "") == 0.0
    assert slug_agrees("", "") is None


def test_a_short_headline_agrees_with_the_very_slug_of_it() -> None:
    assert slug_agrees("КОМИСИИ", "Komisii") is True
    assert slug_agrees("Администрация", "Administracia") is True


def test_a_slug_cut_in_the_middle_of_a_word_agrees() -> None:
    cut = max(SLUGS, key=len)
    headline = HEADLINES[SLUGS.index(cut)]
    assert len(cut) == 255
    assert slug_similarity(headline, cut) == slug_similarity(headline, cut + ".html") == 1.0


def test_a_slug_not_cut_is_compared_with_the_whole_text() -> None:
    headline = HEADLINES[SLUGS.index(max(SLUGS, key=len))]
    assert slug_similarity(headline, "prezidentat-sezira-konstitutsionniya-sad") < 0.5


def test_a_paragraph_that_begins_like_the_headline_is_less_similar() -> None:
    headline, slug = HEADLINES[0], SLUGS[0]
    paragraph = headline + ", който е на посещение у нас по повод подписването на договор. " * 30
    assert slug_similarity(paragraph, slug) < slug_similarity(headline, slug)
    assert slug_agrees(paragraph, slug) is False


def test_a_headline_edited_after_its_slug_was_made_cannot_tell() -> None:
    edited = (
        "Президентът Радев проведе среща с изпълнителния директор на „Уестингхаус“ Патрик Фрагман"
    )
    assert 0.6 < slug_similarity(edited, SLUGS[0]) < 0.9
    assert slug_agrees(edited, SLUGS[0]) is None


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("нацията", "natsiyata"),
        ("срещата", "sreshtata"),
        ("бъде", "bade"),
        ("интервю", "intervyu"),
        ("държавни", "darzhavni"),
        ("срещу чужди шейхове", "sreshtu chuzhdi sheyhove"),
        ("НАТО", "NATO"),
        ("България", "Balgariya"),
        ("шофьор", "shofyor"),
        ("BBC World, № 5", "BBC World, № 5"),
    ],
)
def test_words_are_spelled_as_in_slugs_since_2013(word: str, slug: str) -> None:
    assert transliterate(word) == slug


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("чужбина", "chujbina"),
        ("консултации", "konsultacii"),
        ("Вицепрезидентът", "Viceprezidentat"),
        ("лятно", "lyatno"),
        ("Приключи", "Priklyuchi"),
        ("най", "nay"),
    ],
)
def test_words_are_spelled_as_in_slugs_of_2012(word: str, slug: str) -> None:
    assert transliterate(word, Scheme.EARLY) == slug


BULGARIAN = st.text("абвгдежзийклмнопрстуфхцчшщъьюяАБЖЦЩЯ „“–,.25", min_size=1, max_size=120)


@given(BULGARIAN, st.sampled_from(Scheme))
def test_no_bulgarian_letter_is_left_untransliterated(text: str, scheme: Scheme) -> None:
    assert not any("а" <= letter.lower() <= "я" for letter in transliterate(text, scheme))


@given(BULGARIAN.filter(lambda text: any(map(str.isalnum, text))), st.sampled_from(Scheme))
def test_a_headline_agrees_with_its_slug_in_any_scheme(headline: str, scheme: Scheme) -> None:
    slug = transliterate(headline, scheme).replace(" ", "-")
    assert slug_agrees(headline, slug.lower()) is True


@given(st.text(), st.text())
def test_any_two_texts_have_a_similarity_between_none_and_all(headline: str, slug: str) -> None:
    assert 0.0 <= slug_similarity(headline, slug) <= 1.0
    assert slug_agrees(headline, slug) in (True, False, None)


#: Stored before 2013, by another table and with capitals.
EARLY = {"bg/news/170", "bg/news/200", "bg/news/70"}


@pytest.mark.parametrize(("article", "slug", "headline"), _rows(PAIRS))
def test_a_slug_is_made_as_the_site_has_made_it_since_2013(
    article: str, slug: str, headline: str
) -> None:
    if article in EARLY:
        assert make_slug(headline) != slug
    else:
        assert make_slug(headline) == slug


@given(st.text())
def test_a_made_slug_fits_into_an_address(headline: str) -> None:
    slug = make_slug(headline)
    assert len(slug) <= 255
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug
