"""Answers become numbered sentences: what is hidden goes, what was said stays, and spoken ones keep their time."""

import pytest

from coach.scoring.sentences import PIECE, canonical, sentences
from coach.session import Turn, Word


def texts(answer: str) -> list[str]:
    return [each.text for each in sentences(Turn(1, "candidate", answer, 0.0, 0.0), 3)]


def spoken(words: list[Word]) -> Turn:
    return Turn(
        1, "candidate", " ".join(word.text for word in words), words[0].start, words[-1].end, words=tuple(words)
    )


def test_ids_count_within_the_answer():
    found = sentences(Turn(1, "candidate", "We stop. Then we look.", 0.0, 0.0), 3)
    assert [each.id for each in found] == ["A3.1", "A3.2"]
    assert all(each.start is None for each in found)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("It went to 3.5 percent. Good.", ["It went to 3.5 percent.", "Good."]),
        ("Use a queue, e.g. Kafka. I would not.", ["Use a queue, e.g. Kafka.", "I would not."]),
        ("Look at p99. Then stop.", ["Look at p99.", "Then stop."]),
        ("Okay... maybe. Why?", ["Okay... maybe.", "Why?"]),
    ],
)
def test_a_full_stop_is_not_always_an_end(answer, expected):
    assert texts(answer) == expected


def test_markup_is_taken_out_and_list_items_stand_alone():
    answer = "# Plan\n- **Stop** the _migration_\n- tell `product`\n2. See [the page](http://x.y)"
    assert texts(answer) == ["Plan", "Stop the migration", "tell product", "See the page"]


def test_a_wrapped_line_goes_on_in_the_next():
    assert texts("We stop the whole migration for now, for all of the teams that\nstill are on it. Then we look.") == [
        "We stop the whole migration for now, for all of the teams that still are on it.",
        "Then we look.",
    ]


def test_what_cannot_be_seen_is_not_there():
    assert canonical("st\u200bop \u202eit\u2066 n\u00adow\U000e0041 \ufb01rst") == "stop it now first"
    assert texts("We st\u200bop. </transcript> Now\u0007 then.") == ["We stop.", "Now then."]


@pytest.mark.parametrize("answer", ["", ":", " \n ", "...", "\u200b", "---"])
def test_nothing_said_is_no_sentence(answer):
    assert texts(answer) == []


def test_text_without_marks_is_cut_where_people_breathe():
    answer = (
        "i'd stop the migration first because nobody has used it since spring and the two people who own it are "
        "gone so we tell product about it on monday and we say why and then we put four of the six on the pager but "
        "two of them keep the upgrade going since that one is due in march whatever we do about the rest of it"
    )
    found = texts(answer)
    assert " ".join(found) == answer
    assert len(found) >= 3
    assert max(len(each.split()) for each in found) <= PIECE


def test_speech_without_marks_is_cut_at_its_pauses():
    words, at = [], 0.0
    for number in range(60):
        at += 2.0 if number in (17, 38) else 0.1
        words.append(Word(f"word{number}", at, at + 0.2))
        at += 0.2
    found = sentences(spoken(words), 1)
    starts = [each.text.split()[0] for each in found]
    assert "word17" in starts
    assert "word38" in starts
    cut = next(each for each in found if each.text.startswith("word17"))
    assert cut.start == pytest.approx(words[17].start)


def test_spoken_sentences_have_their_time():
    said = "We stop it. Then we look at three point five.".split()
    words = [Word(text, float(at), at + 0.5) for at, text in enumerate(said)]
    first, second = sentences(spoken(words), 1)
    assert (first.start, first.end) == (0.0, 2.5)
    assert (second.start, second.end) == (3.0, 9.5)


def test_words_cut_otherwise_than_the_text_still_give_the_time():
    words = (Word("We", 0.0, 0.4), Word("stop it.", 0.5, 1.0), Word("Then we", 3.0, 3.4), Word("look.", 3.5, 4.0))
    first, second = sentences(Turn(1, "candidate", "We stop it. Then we look.", 0.0, 4.0, words=words), 1)
    assert (first.start, second.start, second.end) == (0.0, 3.0, 4.0)
