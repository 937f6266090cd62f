"""What the end of an answer says, as a transcriber may have written it."""

from __future__ import annotations

import random

import pytest

from coach.voice.spoken_cues import Ending, ending

BEFORE = "I would stop project B now and give its four engineers to the platform for a quarter."
LONG = f"{BEFORE} {BEFORE} The price is one missed launch, which sales will not like at all."

SAID = {
    Ending.THINKING: """
        Give me a minute.
        give me a second
        Can I take a moment to think?
        May I have a minute to think about this?
        I need a moment.
        Let me think.
        So, um, let me think about that.
        Let me think about that for a second.
        okay let me just think this through
        Let me see.
        Hold on.
        Hang on a second.
        Bear with me.
        One second.
        One moment, please.
        Um, just a second.
        Sorry, one sec.
        Let me gather my thoughts.
        Let me do the math.
        I'm still thinking.
        Where was I?
        How do I put this?
        That's a good question.
        Hmm.
        Wait.
        Let me take a minute here.""",
    Ending.AWAY: """
        Give me two minutes.
        Can I take a couple of minutes?
        I need five minutes to think about this.""",
    Ending.DONE: """
        That's my answer.
        so that's my answer
        So yeah, that's my answer. Thank you.
        That's all I have.
        That is all I have for now.
        That's it from me.
        And that's it from my side.
        I'll stop there.
        I will stop here.
        Okay, I'll leave it there.
        Let me pause there.
        I'm done.
        so yeah that's it
        So yeah, that's pretty much it.
        I think that's it.
        Over to you.
        Back to you.
        Nothing more to add.
        That concludes my answer.""",
    Ending.HANDED: """
        That's it.
        That's all.
        Does that make sense?
        Does that answer your question?
        Does that answer it, or did you want something else?
        Is that what you were looking for?
        Should I go deeper on any of these?
        Would you like me to walk through the numbers?
        Any questions?
        Happy to go deeper on the migration.""",
    Ending.TRAILING: """
        and the reason is that we own the
        We would stop it, because
        We would stop it because.
        We would stop it and
        So, um
        I would start with the platform, and, uh
        We depend on
        The team that owns it is
        We'd have to
        That is more of a
        We would move them to the new cluster,
        We would move them to the new cluster...
        We would move them to the new cluster…
        There are two teams here:
        We move the first half –
        The migration costs us a quarter so
        I mean
        It is kind of.
        Um.""",
    Ending.MORE: """
        I see three options.
        There are two reasons for that.
        Let me explain.
        Let me give you an example.
        Here's why.
        For example.
        That said.
        First of all.
        On the other hand.
        The first one is.
        It depends.
        There are three risks. First, the data may be lost.
        There are three risks. First, the data may be lost. Second, the vendor may leave.
        First, I would talk to the team.""",
    Ending.FINISHED: """
        We stop project B this quarter.
        We stop it and move the engineers, and that is what they asked us.
        The timeout is one second.
        It takes about a minute.
        You restart the pod and that's it.
        You restart the pod, and that's all it takes you.
        I would hand it over to you and your team.
        I'd tell them that's my answer.
        Nobody gives me a minute.
        The work stops when I'm done.
        They said they would stop there.
        We don't let them think.
        So there are three things we keep and two that we stop.
        There are two reasons. First, it is late. Second, it is expensive.
        I would do plan A.
        We should move sooner, I think so.
        I think we should keep going either way.
        Yes.
        Not at all, no, we would keep the old one.
        And then why would I stop there?
        The change ships in v3.5.""",
    Ending.SHORT: """
        Not today.
        The platform team.
        Project B""",
    Ending.QUESTION: """
        What's the team size?
        How many engineers do we have?
        Sure. Before I answer, who owns the budget?
        Can I ask what the deadline is?""",
    Ending.OPEN: """
        we stop project b this quarter
        That is what it is for.
        So we would start on Monday, you know.
        We stop what we don't need and the rest we have to.""",
    Ending.NOTHING: """
        ...
        -""",
}
CASES = [(line.strip(), means) for means, lines in SAID.items() for line in lines.strip().splitlines()]
ANNOUNCED = (Ending.THINKING, Ending.AWAY, Ending.DONE, Ending.HANDED)


@pytest.mark.parametrize(("text", "means"), CASES)
def test_what_an_end_says(text: str, means: Ending) -> None:
    assert ending(text) is means


@pytest.mark.parametrize(
    ("text", "means"), [case for case in CASES if case[1] not in (Ending.SHORT, Ending.NOTHING, Ending.QUESTION)]
)
def test_it_says_the_same_behind_a_long_answer(text: str, means: Ending) -> None:
    capital = text[0].upper() + text[1:]
    assert ending(f"{LONG} {capital}") is means


@pytest.mark.parametrize("text", [text for text, means in CASES if means in ANNOUNCED])
def test_only_the_end_counts(text: str) -> None:
    """The same words amid an answer announce nothing."""
    assert ending(f"{text} {BEFORE}") is Ending.FINISHED


@pytest.mark.parametrize(
    ("text", "means"), [case for case in CASES if case[1] in (Ending.THINKING, Ending.AWAY, Ending.DONE)]
)
def test_an_announcement_needs_no_punctuation_nor_capitals(text: str, means: Ending) -> None:
    bare = text.lower().translate(str.maketrans("", "", ".,?"))
    assert ending(bare) is means
    assert ending(text.upper()) is means
    assert ending(text.replace("'", "’")) is means


@pytest.mark.parametrize("mark", ["", ".", ",", "...", "…", " -", "—", ";"])
@pytest.mark.parametrize("word", ["and", "because", "um", "the", "so", "of", "that's"])
def test_a_word_nobody_ends_on_trails_whatever_mark_is_behind_it(word: str, mark: str) -> None:
    assert ending(f"{BEFORE} We would keep the old one {word}{mark}") is Ending.TRAILING


def test_a_long_answer_that_hangs_on_such_a_word_asks_nothing() -> None:
    assert ending(f"{LONG} And would they stay if we stop it and?") is Ending.TRAILING


@pytest.mark.parametrize("word", ["to", "for", "with", "have", "which"])
def test_a_full_stop_behind_a_preposition_is_no_sign_either_way(word: str) -> None:
    assert ending(f"{BEFORE} That is the one I would {word}") is Ending.TRAILING
    assert ending(f"{BEFORE} That is the one I would {word}.") is Ending.OPEN


@pytest.mark.parametrize("text", ["Okay. So.", "Well, right.", "um yeah", "Sure, okay, so."])
def test_an_answer_of_stalling_words_alone_has_more_to_come(text: str) -> None:
    assert ending(text) is Ending.TRAILING


@pytest.mark.parametrize("text", ["What would I do first?", "So why did I keep it?", "And that is the point, right?"])
def test_a_question_to_oneself_waits_for_nobody(text: str) -> None:
    assert ending(text) is Ending.FINISHED


def test_a_question_behind_a_long_answer_is_a_sentence_like_others() -> None:
    assert ending(f"{LONG} And who would run it?") is Ending.FINISHED


@pytest.mark.parametrize("seed", range(50))
def test_no_text_is_too_odd(seed: int) -> None:
    chance = random.Random(seed)
    words = "so the . ? , ... that's it ’ - 3.5 (one) \" give me a minute I'll stop there é 한 \n %".split(" ")
    assert ending(" ".join(chance.choices(words, k=chance.randint(0, 80)))) in Ending


@pytest.mark.parametrize(
    "before", ["Special runners wait until the summer.", "I asked them if it was worth it.", "Not now."]
)
def test_an_announcement_behind_a_sentence_is_ones_own(before: str) -> None:
    assert ending(f"{before} That's my answer.") is Ending.DONE
    assert ending(f"{before} Give me a minute.") is Ending.THINKING
