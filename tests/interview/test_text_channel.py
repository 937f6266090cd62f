"""The written channel, and scripts of answers."""

from __future__ import annotations

from coach.interview.channel import Person, Stop
from coach.interview.text_channel import TextChannel, scripted


def test_answers_are_separated_by_lines_of_only_dashes():
    lines = ["first", "still first", "---", "", "second --- not a separator", " --- ", "---", "third"]
    assert list(scripted(lines)) == ["first\nstill first", "second --- not a separator", "third"]


def test_an_answer_is_given_before_the_next_line_is_read():
    read = []

    def lines():
        for line in ("one", "---", "two"):
            read.append(line)
            yield line

    answers = scripted(lines())
    assert next(answers) == "one"
    assert read == ["one", "---"]


def test_words_are_shown_as_they_come_and_timed():
    shown: list[str] = []
    now = iter([1.0, 2.5, 3.0, 9.0])
    channel = TextChannel(lambda: next(now), shown.append, lambda: "fine", shown.append)
    said = channel.say(["Who ", "pays?"])
    heard = channel.listen()
    assert (said.text, said.start, said.end) == ("Who pays?", 1.0, 2.5)
    assert shown == ["Who ", "pays?", "\n"]
    assert heard is not None
    assert (heard.text, heard.start, heard.end) == ("fine", 3.0, 9.0)


def test_who_speaks_is_told_before_their_first_piece():
    shown: list[str] = []
    channel = TextChannel(lambda: 0.0, shown.append, lambda: None, shown.append, lambda name: shown.append(f"<{name}>"))
    channel.say(["Who pays?"])
    channel.say(["I do."], Person("Ines"))
    assert shown == ["<Interviewer>", "Who pays?", "\n", "<Ines>", "I do.", "\n"]


def test_what_is_typed_cannot_be_cut_into():
    heard = TextChannel(lambda: 0.0, print, lambda: "on and on " * 500, print).listen(Stop(1.0, "Stop."))
    assert heard is not None
    assert not heard.interrupted
