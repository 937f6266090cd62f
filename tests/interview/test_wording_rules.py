from __future__ import annotations

import pytest

from coach.interview.wording_rules import Setting, faults, sentences, tidy
from coach.session import Move

PROBE = Move("probe", "What stays undone this quarter, and who has to live with it?", "probe:priorities.cost")
FLIP = Move("flip", "The company now grows from 120 engineers to 200. How does your plan hold?", "flip:0")
FACT = Move(
    "fact", "About three in ten builds are repeats. It comes to some 15 thousand dollars of the 64.", "fact:reruns"
)
PUSH = Move(
    "push", "An engineer costs 100 dollars an hour, so you should just buy it. What do you say to that?", "push"
)
SETTING = Setting(
    PROBE,
    asked=("You lead a tooling team. What do you do?", "Which of the three ideas would you drop first?"),
    known="120 engineers pay 64 thousand dollars a month. I would measure first, then stop the migration? Maybe.",
    locked=("Our contract has a floor of 40 thousand dollars a month for another nine months, whatever we use.",),
    reference="Gives hotfixes a lane of their own, as those cost 90 thousand, and tries the affected-only build first.",
)


def of(text: str, move: Move = PROBE) -> list[str]:
    return faults(text, Setting(move, SETTING.asked, SETTING.known, SETTING.locked, SETTING.reference))


@pytest.mark.parametrize(
    "text",
    [
        "Who has to live with the part that stays slow?",
        'You said "then stop the migration?" Who hears that first?',
        "You would measure first. What does that cost the people who wait?",
        "Tell me who loses by it.",
        "So name the team that waits, and by when it hears.",
        "Is measuring good enough for the CFO, who pays 64 thousand?",
    ],
)
def test_words_that_may_be_said(text: str) -> None:
    assert of(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no words"),
        ("...?", "no words"),
        ("Great point. Who loses by it?", "praise"),
        ("Who loses? And who wins?", "two questions"),
        ("Who loses? Who wins? Who waits?", "many questions"),
        ("Somebody will be unhappy with that.", "no question"),
        ("You measure first. That takes weeks. Who waits meanwhile?", "more than two sentences"),
        ("Who loses " + "and who else " * 20 + "by it?", "too long"),
        ("**Who** loses by it?", "Markdown"),
        ("Consider this:\n- who loses?", "Markdown"),
        ("1. Who loses by it?", "Markdown"),
        ("Would you give hotfixes a lane of their own?", "the reference given away"),
        ("With a floor of 40 thousand dollars a month, what then?", "a fact nobody asked for"),
        ("Does the contract floor for nine months, whatever use, change it?", "a fact nobody asked for"),
        ("Which of these three ideas would you drop first?", "a repeated question"),
        ("I would start by measuring, is that so?", "speaking for the candidate"),
        ("Candidate: we stop it. Interviewer: why?", "speaking for the candidate"),
        ("You should stop the migration. Who loses by it?", "advice"),
        ("What would you do with 500 engineers?", "a figure nobody gave"),
        ('You said "all of it is easy". Who loses by it?', "a quote nobody said"),
        ("Who pays the 40% more?", "signs that nobody says"),
        ("Is 64k too much?", "signs that nobody says"),
    ],
)
def test_words_that_may_not_be_said(text: str, fault: str) -> None:
    assert fault in of(text)


def test_a_fact_has_to_arrive_whole() -> None:
    assert of(f"{FACT.text} What does that change?", FACT) == []
    assert of("About three in ten builds are repeats, some 15 thousand dollars of the 64.", FACT) == []
    assert "not what had to be said" in of("About three in ten builds are repeats. It costs you.", FACT)
    assert "not what had to be said" in of("It comes to 15 of the 64. What now?", FACT)


def test_a_fact_is_not_put_into_the_candidates_mouth() -> None:
    said = 'You said "About three in ten builds are repeats". It comes to some 15 thousand dollars of the 64.'
    assert of(said, FACT) == ["a quote nobody said"]


def test_a_new_constraint_keeps_its_figures() -> None:
    assert of("Now you grow from 120 engineers to 200, so how does your plan hold?", FLIP) == []
    assert "not what had to be said" in of("Now the company grows a lot, so how does your plan hold?", FLIP)


def test_a_bad_argument_may_be_advice() -> None:
    assert of("An engineer costs 100 dollars an hour, so you should buy it. What do you say?", PUSH) == []


def test_a_guest_speaks_in_the_first_person_and_keeps_to_the_line() -> None:
    line = "I would stop sending them the day you could do it in a week. Where does your plan leave me?"
    guest = Move("guest", line, "guest:0", "stakeholders", who="Duc Tran")
    assert of(line, guest) == []
    assert "not what had to be said" in of("When will it be done?", guest)
    assert "no question" in of("I would stop sending them the day you could do it in a week.", guest)


def test_an_argument_pressed_again_is_put_otherwise() -> None:
    again = Move("push", "I still don't see it. Where exactly does the argument go wrong?", "push:again")
    assert of("You should still buy it, so what is wrong with 100 dollars an hour?", again) == ["a figure nobody gave"]
    assert of("You should still just buy it, so where is my mistake?", again) == []


def test_signs_in_a_quote_are_the_candidates() -> None:
    setting = Setting(PROBE, known="We cut 40% of it, I think.")
    assert faults('You said "We cut 40% of it". Who loses by that?', setting) == []


def test_the_same_short_question_about_something_else_is_no_repeat() -> None:
    asked = ("The date moves to May. What now?",)
    assert faults("The CFO leaves on Friday. What now?", Setting(PROBE, asked)) == []
    assert faults("The date moves to May. What now?", Setting(PROBE, asked)) == ["a repeated question"]


def test_a_fact_that_was_given_may_be_spoken_of() -> None:
    given = Setting(PROBE, known=SETTING.known + SETTING.locked[0])
    assert faults("With a floor of 40 thousand dollars a month, who loses?", given) == []


def test_a_dodged_question_may_be_asked_in_other_words() -> None:
    reask = Move("reask", "Which idea goes?", "indicator:priorities.stops")
    assert of("Plainly: which of the three ideas would you drop now?", reask) == []
    assert "a repeated question" in of("Which of the three ideas would you drop first?", reask)


def test_thousands_are_the_same_with_and_without_a_comma() -> None:
    move = Move("fact", "The bill is 64,000 dollars a month.", "fact:bill")
    assert of("The bill is 64000 dollars a month.", move) == []


def test_sentences_survive_abbreviations_and_decimals() -> None:
    assert len(sentences("Say you take 3.5 people, e.g. Goran vs. Simone. Who waits?")) == 2


def test_labels_and_quotes_around_the_whole_are_taken_off() -> None:
    assert tidy('  Interviewer: "Who loses by it?" ') == "Who loses by it?"
    assert tidy('"Stop it" is what you said: who loses?') == '"Stop it" is what you said: who loses?'


def test_a_speakers_name_before_the_words_is_taken_off() -> None:
    assert tidy("Leopold Brandt, CFO: any runner pays for itself. Why wait?") == "any runner pays for itself. Why wait?"
    assert tidy("Miriam Stokes: who loses?") == "who loses?"
    assert tidy("Your plan: who loses by it?") == "Your plan: who loses by it?"


def test_stars_go_and_amounts_are_said_as_words_unless_they_are_quoted() -> None:
    assert tidy("**Who** pays the 40% more, or 64k?") == "Who pays the 40 percent more, or 64 thousand?"
    assert tidy('You said "40% of it": who pays?') == 'You said "40% of it": who pays?'
