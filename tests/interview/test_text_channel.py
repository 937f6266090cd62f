"""The written channel, and scripts of answers."""

from __future__ import annotations

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
