"""The PDF in the scripts of the world, read back by libraries that read what people apply with."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTContainer
from pypdf import PdfReader

from cloud_resume import site
from cloud_resume.resume import Basics, Date, Education, Resume, Settings, Skill, Work
from cloud_resume.site._words import words


class Words(NamedTuple):
    """What a resume says in one language."""

    name: str
    label: str
    summary: str
    position: str
    employer: str
    highlight: str
    skill: str


WORDS = {
    "ar": Words(
        "ليلى المثال",
        "مهندسة برمجيات",
        "أبني أنظمة موثوقة للبيانات الكبيرة منذ عشر سنوات، وأقود فرقا صغيرة من المطورين إلى نتائج. أكتب بلغة Python.",
        "كبيرة المهندسين",
        "شركة المحركات التحليلية",
        "قدت فريقا من خمسة مطورين، لا أقل ولا أكثر، في الجامعة الأولى وبرنامج الخبرة.",
        "قواعد البيانات",
    ),
    "fa": Words(
        "نمونه پژوهشگر",
        "مهندس نرم افزار",
        "ده سال است که سامانه داده طراحی کردم و چند گروه کوچک را راهبری کردم.",
        "مهندس ارشد",
        "شرکت چرخ",
        "زمان پاسخ را کاهش دادم.",
        "پایگاه داده",
    ),
    "he": Words(
        "נועה דוגמה",
        "מהנדסת תוכנה",
        "אני בונה מערכות אמינות לנתונים גדולים כבר עשר שנים, ומובילה צוותים קטנים לתוצאות ברורות. כותבת Python.",
        "מהנדסת ראשית",
        "מנועים אנליטיים",
        "הובלתי צוות של חמישה מפתחים.",
        "בסיסי נתונים",
    ),
    "zh": Words(
        "示例小明",
        "软件工程师",
        "分析引擎公司的软件工程师、编写了第一个程序。十年来设计并运行可靠的大规模数据系统、带领小型团队、使用Python和AWS-Lambda等。",
        "首席工程师",
        "分析引擎公司",
        "带领五人团队。",
        "数据库",
    ),
    "zh-TW": Words(
        "範例小明",
        "軟體工程師",
        "編寫了第一個程式。十年來設計並運行可靠的大規模資料系統、帶領小型團隊取得明確成果。",
        "首席工程師",
        "分析引擎公司",
        "帶領五人團隊。",
        "資料庫",
    ),
    "ja": Words(
        "見本花子",
        "ソフトウェアエンジニア",
        "最初のプログラムを書いた。大規模なデータ基盤の設計と運用を十年にわたり担当し、小さなチームを率いてきました。",
        "主任技術者",
        "分析エンジン株式会社",
        "五人のチームを率いた。",
        "データベース",
    ),
    "ko": Words(
        "견본 하나",
        "소프트웨어 엔지니어",
        "최초의 프로그램을 작성했다. 십 년 동안 대규모 데이터 시스템을 설계하고 운영하며 작은 팀을 이끌어 왔습니다.",
        "수석 엔지니어",
        "해석기관 주식회사",
        "다섯 명의 팀을 이끌었다.",
        "데이터베이스",
    ),
    "ru": Words(
        "Анна Примерова",
        "Инженер-программист-исследователь",
        "Проектирую надёжные системы обработки данных, руковожу небольшими командами и довожу дело до конца.",
        "Ведущий инженер",
        "Аналитические машины",
        "Руководила командой из пяти человек.",
        "Базы данных",
    ),
    "el": Words(
        "Άννα Παραδείγματος",
        "Μηχανικός λογισμικού",
        "Σχεδιάζω αξιόπιστα συστήματα δεδομένων και καθοδηγώ μικρές ομάδες προγραμματιστών.",
        "Επικεφαλής μηχανικός",
        "Αναλυτικές Μηχανές",
        "Καθοδήγησα ομάδα πέντε ατόμων.",
        "Βάσεις δεδομένων",
    ),
}
RIGHT_TO_LEFT = ("ar", "fa", "he")


def _resume(lang: str) -> Resume:
    words = WORDS[lang]
    return Resume(
        basics=Basics(name=words.name, label=words.label, email="ada@example.com", summary=words.summary),
        work=(
            Work(
                name=words.employer,
                position=words.position,
                start_date=Date(2019),
                end_date=Date(2023),
                summary=words.summary,
                highlights=(words.highlight,),
            ),
        ),
        education=(Education(institution=words.employer, area=words.skill, start_date=Date(2010)),),
        skills=(Skill(words.skill, None, (words.label, "PostgreSQL")),),
        settings=Settings(lang=lang),
    )


def _plain(text: str) -> str:
    """Leave out what sets the direction or joins letters, and is never seen."""
    return re.sub("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]", "", text)


def _letters(text: str) -> list[str]:
    """Part a text at all that is no letter: where that stands between two directions is for the reader to say."""
    return re.findall(r"[^\W\d_]+", _plain(text))


@pytest.mark.parametrize("lang", WORDS)
def test_every_word_is_read_back(lang: str) -> None:
    pdf = site.pdf(_resume(lang))
    read = _letters("\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
    mined = _letters(extract_text(BytesIO(pdf)))
    if lang in RIGHT_TO_LEFT:  # pdfminer gives letters as they stand, from the left
        mined = [word if word.isascii() else word[::-1] for word in mined]
    for found in (read, mined):
        if lang[:2] in ("ja", "zh"):  # a line ends anywhere
            text = "".join(found)
            assert [words for words in WORDS[lang] if "".join(_letters(words)) not in text] == []
        else:
            assert {word for words in WORDS[lang] for word in _letters(words)} - set(found) == set()


@pytest.mark.parametrize(
    ("lang", "pointed", "bare"), [("ar", "عمّان فريقًا هٰذا", "عمان فريقا هذا"), ("he", "שָׁלוֹם עֲלֵיכֶם", "שלום עליכם")]
)
def test_words_are_set_without_vowel_marks_which_double_letters_where_they_are_read(
    lang: str, pointed: str, bare: str
) -> None:
    pdf = site.pdf(Resume(basics=Basics(name="Ada", summary=pointed), settings=Settings(lang=lang)))
    assert set(bare.split()) <= set(_letters(PdfReader(BytesIO(pdf)).pages[0].extract_text()))
    assert set(bare.split()) <= {word[::-1] for word in _letters(extract_text(BytesIO(pdf)))}


@pytest.mark.parametrize("lang", WORDS)
def test_headings_and_dates_are_in_the_language(lang: str) -> None:
    own = words(lang)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(site.pdf(_resume(lang)))).pages)
    said = [own.headings["work"], own.headings["education"], own.headings["skills"], own.present]
    for phrase in said:
        for word in _letters(phrase):
            assert word in _letters(text) or word in "".join(_letters(text)), phrase


@pytest.mark.parametrize("lang", WORDS)
def test_every_script_conforms(lang: str) -> None:
    pdf = site.pdf(_resume(lang))
    assert b"<pdfuaid:part>1<" in pdf
    assert b"<pdfaid:conformance>A<" in pdf


@pytest.mark.parametrize("lang", ["ru", "ko"])
def test_no_word_is_parted(lang: str) -> None:
    words = WORDS[lang]
    summary = " ".join(words).split()
    text = PdfReader(BytesIO(site.pdf(Resume(basics=Basics(summary=" ".join(summary * 5)))))).pages[0].extract_text()
    lines = [line for line in text.splitlines() if line.strip()][2:]
    assert len(lines) > 5
    assert " ".join(" ".join(lines).split()) == " ".join(summary * 5)


@pytest.mark.parametrize("lang", ["ar", "he", "ko", "ru"])
def test_titles_are_bold_in_every_script(lang: str) -> None:
    resources: Any = PdfReader(BytesIO(site.pdf(_resume(lang)))).pages[0]["/Resources"]
    families = {"ar": "Amiri", "ko": "NotoSansCJKjp"}
    fonts = {font.get_object()["/BaseFont"] for font in resources["/Font"].values()}
    assert any(re.search(rf"{families.get(lang, 'LibertinusSerif')}-Bold", font) for font in fonts)


def _chars(item: object) -> Iterator[LTChar]:
    if isinstance(item, LTChar) and _plain(item.get_text()).strip():
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from _chars(part)


def _left(chars: list[LTChar], word: str) -> float:
    """Give where a word begins that is read from the left, which it has to be."""
    text = "".join(_plain(char.get_text()) for char in chars)
    at = text.index(word)
    xs = [char.x0 for char in chars[at : at + len(word)]]
    assert xs == sorted(xs), word
    return xs[0]


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_latin_words_and_numbers_keep_their_order_and_lists_that_of_the_page(lang: str) -> None:
    skills = (Skill(name="Databases", level="Expert", keywords=("PostgreSQL", "Redis", "C++ (2020–2024)")),)
    contact = Basics(email="ada@example.com", phone="+44 117 496 0142", url="https://example.com/a-b")
    work = (Work(name="ACME", position="Engineer", description="Engines", url="https://example.com/acme"),)
    resume = Resume(basics=contact, skills=skills, work=work, settings=Settings(lang=lang))
    (page,) = extract_pages(BytesIO(site.pdf(resume)))
    chars = list(_chars(page))
    for words_in_order in (
        ("ada@example.com", "+441174960142", "example.com/a-b"),
        ("Engineer", "ACME"),
        ("Engines", "example.com/acme"),
        ("Databases", "PostgreSQL", "Redis", "C++"),
    ):
        places = [_left(chars, word) for word in words_in_order]
        assert places == sorted(places, reverse=True), words_in_order


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_a_sign_or_the_length_of_a_latin_word_does_not_turn_it_round(lang: str) -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    summary = f"{WORDS[lang].label} {alphabet * 2} {WORDS[lang].label}"
    resume = Resume(
        basics=Basics(name="Ada", label=f"{WORDS[lang].label} F#", summary=summary),
        skills=(Skill(keywords=("C++", ".NET", "Yahoo!")),),
        settings=Settings(lang=lang),
    )
    (page,) = extract_pages(BytesIO(site.pdf(resume)))
    chars = list(_chars(page))
    for word in ("F#", alphabet * 2, "C++", ".NET", "Yahoo!"):
        _left(chars, word)


@pytest.mark.parametrize(("lang", "word"), [("ar", "بيت" * 120), ("he", "אבגדהוזחט" * 20)])
def test_a_long_word_from_the_right_stays_on_the_paper_and_is_read_whole(lang: str, word: str) -> None:
    resume = Resume(basics=Basics(name="Ada", summary=word), settings=Settings(lang=lang))
    (page,) = extract_pages(BytesIO(site.pdf(resume)))
    letters = [char for char in _chars(page) if char.get_text() in word]
    assert min(char.x0 for char in letters) > 50
    read = sorted(letters, key=lambda char: (-round(char.y0), -char.x0))
    assert word in "".join(char.get_text() for char in read)


@pytest.mark.parametrize("lang", ["ar", "he", "ru"])
def test_running_text_keeps_clear_of_the_dates_on_the_side_where_lines_end(lang: str) -> None:
    (page,) = extract_pages(BytesIO(site.pdf(_resume(lang))))
    chars = list(_chars(page))
    baseline = next(round(char.y0) for char in chars if char.get_text() == "3")  # of 2023
    dates = [char for char in chars if round(char.y0) == baseline and char.get_text().isdigit()]
    running = [char for char in chars if baseline - 40 < char.y0 < baseline - 10]
    assert len(dates) == 8
    assert len(running) > 80
    if lang in RIGHT_TO_LEFT:
        assert max(char.x1 for char in dates) < min(char.x0 for char in running)
    else:
        assert min(char.x0 for char in dates) > max(char.x1 for char in running)
