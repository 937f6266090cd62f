"""When an answer is over, on scripted timelines of speech, silence, words and keys; a virtual clock."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from coach.voice.floor import BREATH, LATE, NOISE, REPEAT, RESUMED, Floor, Turn
from coach.voice.hold import Evidence, hold
from coach.voice.pauses import Pauses

FRAME = 0.032
P = 4.0
FINISHED, OPEN, TRAILING = 0.75 * P, P, 1.5 * P
WRITING = 0.6
"""Seconds after the last speech at which its words are there."""
WHOLE = "We stop project B and move its engineers to the platform."


@dataclass(frozen=True)
class Part:
    """A stretch of the timeline, or a key pressed at its place."""

    seconds: float = 0.0
    text: str = ""
    speech: bool = False
    key: str = ""


def say(text: str = WHOLE, seconds: float = 3.0) -> Part:
    return Part(seconds, text, speech=True)


def noise(seconds: float) -> Part:
    """Sound without words."""
    return Part(seconds, speech=True)


def quiet(seconds: float) -> Part:
    return Part(seconds)


ENTER, SPACE = Part(key="enter"), Part(key="space")


class Scene:
    """Runs a floor along a timeline; the words come WRITING seconds late, and count as missing until then."""

    def __init__(self, *parts: Part, writing: float = WRITING, turn: Turn = "auto", **floor: Any) -> None:
        self.floor = Floor(P, turn, **floor)
        self.now = 0.0
        self.over: float | None = None
        self.states: list[str] = []
        self.lefts: list[float | None] = []
        self.heard = ""
        self._writing = writing
        self._missing: list[tuple[float, str]] = []
        self._voiced = 0.0
        self._sounding = False
        for part in parts:
            self.play(part)

    def play(self, part: Part) -> None:
        if part.key == "space":
            self.floor.space()
        elif part.key == "enter":
            self.floor.enter()
        for _ in range(round(part.seconds / FRAME)):
            self._frame(part.speech)
        if part.text and not self.floor.over:
            self._missing.append((self.now + self._writing, part.text))
        self._note()

    def _frame(self, speech: bool) -> None:
        self.now += FRAME
        self._sounding = speech
        self._voiced += FRAME if speech else 0.0
        begun = self._voiced >= 0.2 - 1e-9
        was_over = self.floor.over
        self.floor.sound(speech, begun, FRAME)
        while self._missing and self._missing[0][0] <= self.now:
            self.heard = f"{self.heard} {self._missing.pop(0)[1]}".strip()
        self.floor.read(Evidence(self.heard, not self._missing))
        if self.floor.over and not was_over and not self.floor.cut:
            assert not speech, "ended amid speech"
        self._note()

    def _note(self) -> None:
        self.states.append(self.floor.state)
        self.lefts.append(self.floor.left)
        if self.floor.over and self.over is None:
            self.over = self.now


def ended(*parts: Part, **floor: Any) -> float | None:
    """Seconds into the timeline at which the answer was over."""
    return Scene(*parts, **floor).over


def near(seconds: float) -> Any:
    return pytest.approx(seconds, abs=3 * FRAME)


# By silence


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (WHOLE, FINISHED),
        ("We stop project B because", TRAILING),
        ("we stop project b and move its engineers", OPEN),
        (f"{WHOLE} Give me a minute.", 30),
        (f"{WHOLE} That's my answer.", WRITING),  # the words come no sooner
        (f"{WHOLE} Does that make sense?", 1.2),
    ],
)
def test_a_silence_ends_it_when_it_is_as_long_as_its_words_ask(text: str, seconds: float) -> None:
    assert ended(quiet(2), say(text), quiet(40)) == near(5 + seconds)


def test_an_announcement_ends_it_soon_where_the_words_are_there() -> None:
    assert ended(say(f"{WHOLE} That's my answer."), quiet(5), writing=0.2) == near(3.6)


def test_an_answer_that_has_not_begun_waits_for_ever() -> None:
    scene = Scene(quiet(600))
    assert scene.over is None
    assert set(scene.states) == {"waiting"}
    assert set(scene.lefts) == {None}


def test_so_does_one_without_a_word() -> None:
    assert ended(noise(0.5), quiet(600)) is None


def test_speech_of_any_length_is_never_ended() -> None:
    assert ended(say(f"{WHOLE} That's my answer.", 3), say("", 600)) is None


@pytest.mark.parametrize("pause", [0.4, 0.8, 1.5, 2.5])
@pytest.mark.parametrize("text", [WHOLE, "We stop project B because", "we stop project b"])
def test_a_pause_below_the_hold_changes_nothing_but_the_time(text: str, pause: float) -> None:
    without = ended(say(text), say(WHOLE, 4), quiet(10))
    with_pause = ended(say(text), quiet(pause), say(WHOLE, 4), quiet(10))
    assert without is not None
    assert with_pause is not None
    more = max(FINISHED, 1.3 * pause) - FINISHED if text == WHOLE else 0.0
    assert with_pause == near(without + pause + more)


def test_four_seconds_after_because_are_no_end() -> None:
    assert ended(say("We stop project B because"), quiet(4), say(), quiet(10)) == near(10 + FINISHED)


def test_the_hold_is_judged_again_when_the_words_come() -> None:
    scene = Scene(say(), quiet(0.5))
    assert (scene.floor.state, scene.floor.reason) == ("holding", "still writing down")
    assert scene.floor.left == near(P - 0.5)
    scene.play(quiet(0.2))
    assert scene.floor.reason == "sentence finished"
    assert scene.floor.left == near(FINISHED - 0.7)
    scene.play(quiet(10))
    assert scene.over == near(3 + FINISHED)
    assert scene.floor.reason == "sentence finished"


@pytest.mark.parametrize("writing", [1.0, 3.0, 5.0, 7.5])
def test_it_never_ends_before_its_words_are_there(writing: float) -> None:
    assert ended(say(), quiet(20), writing=writing) == near(3 + max(FINISHED, writing))
    assert ended(say("We stop it because"), quiet(20), writing=writing) == near(3 + max(TRAILING, writing))


def test_words_that_never_come_are_not_waited_for_for_ever() -> None:
    scene = Scene(say(), quiet(60), writing=100)
    assert scene.over == near(3 + P + LATE)
    assert min(left for left in scene.lefts if left is not None) == 0.0


def test_what_is_read_amid_speech_does_not_count() -> None:
    floor = Floor(P)
    for _ in range(100):
        floor.sound(True, True, FRAME)
        floor.read(Evidence(f"{WHOLE} That's my answer.", True))
    for _ in range(round(3.5 / FRAME)):
        floor.sound(False, True, FRAME)
    assert not floor.over
    assert floor.reason == "still writing down"


def test_the_first_sound_of_a_word_does_not_make_the_pause_before_it_another() -> None:
    """Its words are missing at once; the pause was judged by those before."""
    floor = Floor(P)
    sounds = [True] * 60 + [False] * 80 + [True] * 20
    for sounding in sounds:
        floor.sound(sounding, True, FRAME)
        floor.read(Evidence(WHOLE, not sounding))
    assert floor.pauses.seconds == (pytest.approx(80 * FRAME),)


# Speech and noise


@pytest.mark.parametrize(("seconds", "needed"), [(0.13, FINISHED), (0.3, 1.3 * 2.5), (1.0, 1.3 * 2.5)])
def test_any_speech_cancels_the_hold(seconds: float, needed: float) -> None:
    assert ended(say(), quiet(2.5), noise(seconds), quiet(10)) == near(5.5 + seconds + needed)


def test_a_knock_stops_the_countdown_and_no_more() -> None:
    quiet_one, knocked = Scene(say(), quiet(2)), Scene(say(), quiet(1), noise(0.064), quiet(1))
    assert knocked.floor.left == near(quiet_one.floor.left or 0)
    assert knocked.floor.left == quiet_one.floor.left


def test_a_noisy_room_does_not_hold_the_floor_for_ever() -> None:
    knocks = [part for _ in range(20) for part in (quiet(0.5), noise(0.064))]
    assert ended(say(), *knocks) == near(3 + FINISHED + 5 * 0.064)


def test_a_word_that_begins_as_the_hold_runs_out_is_heard() -> None:
    """Its first sounds are no more than a knock; it is not over until they have turned out to be one."""
    scene = Scene(say(), quiet(FINISHED - 0.05), noise(0.064), quiet(0.1), say("And one more thing.", 2))
    assert not scene.floor.over
    assert Scene(say(), quiet(FINISHED - 0.05), noise(0.064), quiet(BREATH + 0.1)).floor.over


def test_a_cough_is_no_pause_of_the_candidates_own() -> None:
    scene = Scene(say(), quiet(2.4), noise(0.13), quiet(5))
    assert scene.floor.pauses == Pauses()


# The candidate's own pauses


def test_a_pause_that_was_resumed_makes_the_next_hold_longer() -> None:
    scene = Scene(say(), quiet(2.6), say(), quiet(10))
    assert scene.floor.pauses.seconds == (near(2.6),)
    assert scene.over == near(3 + 2.6 + 3 + 1.3 * 2.6)


def test_they_go_from_answer_to_answer() -> None:
    first = Scene(say(), quiet(2.6), say(), quiet(10))
    assert ended(say(), quiet(10), pauses=first.floor.pauses) == near(3 + 1.3 * 2.6)


@pytest.mark.parametrize(
    "parts",
    [
        [say("We stop it because"), quiet(5), say()],
        [say("we stop project b and move"), quiet(3), say()],
        [say(f"{WHOLE} Give me a minute."), quiet(20), say()],
        [say(), SPACE, quiet(9), say()],
        [say(), quiet(0.9), say()],
        [quiet(9), say()],
        [say(), quiet(9)],
    ],
    ids=["trailing", "no sign", "announced", "held by key", "breath", "before the first word", "the last"],
)
def test_what_is_none_of_them(parts: Sequence[Part]) -> None:
    assert Scene(*parts).floor.pauses == Pauses()


# Keys


def test_enter_ends_it_at_once() -> None:
    for before in ([say()], [say(), quiet(0.1)], [say(), quiet(2)], [say(), quiet(1), SPACE, quiet(20)]):
        scene = Scene(*before, ENTER)
        assert scene.over == scene.now
        assert scene.floor.reason == "you ended it"


def test_enter_with_nothing_said_does_nothing() -> None:
    scene = Scene(quiet(3), ENTER, say(), quiet(1))
    assert scene.over is None
    assert not Floor(P).enter()
    assert scene.floor.enter()


def test_with_keys_only_no_silence_ends_it() -> None:
    scene = Scene(say(f"{WHOLE} That's my answer."), quiet(600), turn="key")
    assert (scene.floor.state, scene.floor.left, scene.floor.reason) == ("held", None, "Enter ends it")
    scene.play(SPACE)
    scene.play(quiet(60))
    scene.play(ENTER)
    assert scene.floor.over


def test_space_holds_the_floor_until_it_comes_again_and_the_countdown_begins_anew() -> None:
    scene = Scene(say(), quiet(2), SPACE, quiet(60))
    assert (scene.floor.state, scene.floor.left, scene.floor.reason) == ("held", None, "you hold the floor")
    scene.play(SPACE)
    assert scene.floor.state == "holding"
    assert scene.floor.left == near(FINISHED)
    scene.play(quiet(10))
    assert scene.over == near(65 + FINISHED)


def test_space_amid_speech_holds_the_pause_that_follows() -> None:
    scene = Scene(say(), SPACE, say("", 1), quiet(60))
    assert scene.floor.state == "held"
    scene.play(say())
    assert scene.floor.state == "speaking"
    scene.play(quiet(10))
    assert scene.over == near(3 + 1 + 60 + 3 + FINISHED)


def test_a_sound_while_the_floor_is_held_leaves_it_held() -> None:
    scene = Scene(say(), quiet(1), SPACE, quiet(5), say("Um.", RESUMED - 0.1), quiet(60))
    assert scene.floor.state == "held"


def test_a_key_that_is_kept_down_counts_once() -> None:
    repeats = [part for _ in range(60) for part in (SPACE, quiet(0.033))]
    assert Scene(say(), quiet(1), *repeats, quiet(60)).floor.state == "held"
    assert Scene(say(), quiet(1), SPACE, quiet(REPEAT + 0.1), SPACE, quiet(60)).floor.over


def test_space_before_the_first_word_is_nothing() -> None:
    assert ended(quiet(1), SPACE, quiet(1), say(), quiet(10)) == near(5 + FINISHED)


# The limit


def test_at_the_limit_speech_is_cut_into() -> None:
    scene = Scene(quiet(5), say("", 30), limit=10.0)
    assert scene.floor.cut
    assert scene.over == near(5 + 0.2 + 10)
    assert scene.floor.reason == "time is up"


def test_nobody_is_cut_into_who_is_silent_or_coughs_at_the_limit() -> None:
    silent = Scene(say(seconds=9.5), quiet(1), noise(0.1), quiet(10), limit=10.0)
    assert not silent.floor.cut
    assert silent.over is not None
    assert Scene(say(seconds=9.5), quiet(1), say(seconds=3), limit=10.0).over == near(10.5 + 0.2)


def test_an_answer_that_ends_before_the_limit_is_not_cut() -> None:
    assert not Scene(say(), quiet(5), limit=10.0).floor.cut


# What is shown


def test_state_and_countdown_go_along() -> None:
    scene = Scene(quiet(1), say(), quiet(6))
    order = [state for at, state in enumerate(scene.states) if at == 0 or state != scene.states[at - 1]]
    assert order == ["waiting", "speaking", "holding", "over"]
    for state, left in zip(scene.states, scene.lefts, strict=True):
        assert (left is not None) == (state == "holding")
    assert Floor(P).reason == ""


def test_nothing_happens_after_the_end() -> None:
    scene = Scene(say(), quiet(5))
    reason, pauses = scene.floor.reason, scene.floor.pauses
    for part in (say("And more."), SPACE, quiet(60)):
        scene.play(part)
    assert scene.floor.enter()
    assert (scene.floor.state, scene.floor.reason, scene.floor.pauses) == ("over", reason, pauses)


# Any timeline


ENDS: tuple[Callable[[], str], ...] = (
    lambda: WHOLE,
    lambda: "We stop project B because",
    lambda: "we stop project b and move",
    lambda: f"{WHOLE} Give me a minute.",
    lambda: "The platform is the one we need to",
)


def timeline(chance: random.Random) -> list[Part]:
    """Speech and pauses, none as short as a breath, knocks here and there."""
    parts: list[Part] = [quiet(chance.uniform(0, 5))]
    for _ in range(chance.randint(1, 10)):
        parts += [say(chance.choice(ENDS)(), chance.uniform(0.3, 8)), quiet(chance.uniform(0.4, 5))]
        if chance.random() < 0.2:
            parts += [noise(0.064), quiet(chance.uniform(0.4, 2))]
    return parts


@pytest.mark.parametrize("seed", range(200))
def test_on_any_timeline_it_is_over_at_the_first_silence_that_is_long_enough(seed: int) -> None:
    chance = random.Random(seed)
    parts = [*timeline(chance), quiet(40)]
    scene = Scene(*parts)
    assert scene.over is not None
    assert scene.over == pytest.approx(expected(parts), abs=len(parts) * FRAME)


def expected(parts: Sequence[Part]) -> float:
    """The same by looking at whole pauses; one close to its hold may go either way, so such timelines say `inf`."""
    now, text, pauses, silent = 0.0, "", Pauses(), 0.0
    for at, part in enumerate(parts):
        seconds = round(part.seconds / FRAME) * FRAME
        if part.text:
            text = f"{text} {part.text}".strip()
            silent = 0.0
        elif text and not part.speech:
            wanted = hold(Evidence(text, True), P, pauses)
            needed = max(wanted.seconds, WRITING) - silent
            following = [each for each in parts[at + 1 :] if not each.speech or each.text]
            if seconds >= needed - 1e-9:
                return now + max(needed, 0.0)
            silent += seconds
            if following and following[0].text and wanted.own:
                pauses = pauses.and_one(silent)
        now += seconds
    raise AssertionError("the last silence is long enough")


@pytest.mark.parametrize("seed", range(150))
def test_whatever_is_pressed_and_said_the_rules_hold(seed: int) -> None:
    chance = random.Random(seed)
    parts = timeline(chance)
    for _ in range(chance.randint(0, 4)):
        parts.insert(chance.randrange(len(parts) + 1), SPACE)
    scene = Scene(*parts, writing=chance.choice([0.2, 0.6, 2.0]), limit=chance.choice([None, 20.0]))  # asserts itself
    for before, after in zip(scene.lefts, scene.lefts[1:], strict=False):
        assert after is None or after >= 0.0
        assert before is None or after is None or after <= before or after > 0.0
    assert scene.floor.over == ("over" in scene.states)
    if scene.over is not None and not scene.floor.cut:
        assert scene.floor.silent >= min(FINISHED, P) - FRAME, "no ordinary pause is shorter"


@pytest.mark.parametrize("seed", range(60))
def test_an_inserted_pause_below_the_hold_cuts_nobody_off(seed: int) -> None:
    chance = random.Random(seed)
    said = [say(chance.choice(ENDS)(), chance.uniform(0.5, 6)) for _ in range(chance.randint(2, 8))]
    at = chance.randrange(1, len(said))
    paused = [*said[:at], quiet(chance.uniform(0.4, 2.7)), *said[at:]]
    without, with_pause = Scene(*said, quiet(60)), Scene(*paused, quiet(60))
    assert without.heard == with_pause.heard == " ".join(part.text for part in said)


def test_a_knock_is_shorter_than_a_word() -> None:
    assert NOISE < 0.13 <= BREATH
