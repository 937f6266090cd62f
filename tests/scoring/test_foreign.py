"""Transcripts made elsewhere."""

from __future__ import annotations

import pytest

from coach.errors import CoachError
from coach.scoring.foreign import turns


def said(text: str) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in turns(text, "mock.md")]


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: Why?\nCandidate: Because.\nIt pays.",
        "**Interviewer:** Why?\n\n**Candidate:** Because.\nIt pays.",
        "# Tuesday\n\n- Q: Why?\n- A: Because.\nIt pays.",
        "INTERVIEWER : Why?\r\ncandidate: Because.\r\nIt pays.\r\n",
        "Q1: Why?\nA1: Because.\nIt pays.",
        "> *Interviewer*: Why?\n> *Candidate*: Because.\nIt pays.",
    ],
)
def test_speaker_labels_in_many_hands(text):
    assert said(text) == [("interviewer", "Why?"), ("candidate", "Because.\nIt pays.")]


def test_words_that_only_begin_like_a_label_are_words():
    text = "Candidate: We ask two things.\nA plan: none.\nQuestions: many.\nApril: no."
    assert said(text) == [("candidate", "We ask two things.\nA plan: none.\nQuestions: many.\nApril: no.")]


def test_json_with_its_question_in_front():
    text = '{"question": "Where?", "turns": [{"role": "candidate", "text": "Here."}]}'
    assert said(text) == [("interviewer", "Where?"), ("candidate", "Here.")]


def test_the_question_is_not_put_twice():
    asked = '{"role": "interviewer", "text": "Where?"}'
    text = '{"question": "Where?", "turns": [' + asked + ', {"role": "candidate", "text": "Here."}]}'
    assert said(text) == [("interviewer", "Where?"), ("candidate", "Here.")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "no answer of a candidate's"),
        ("Interviewer: Why?", "no answer of a candidate's"),
        ("just some notes", "no answer of a candidate's"),
        ("{nonsense", "not JSON"),
        ('{"question": "Where?"}', '"turns" is missing'),
        ('{"turns": [{"role": "judge", "text": "5"}]}', r"turns\[0\]\.role: 'judge'"),
        ('{"turns": [{"role": "candidate"}]}', r"turns\[0\]"),
        ('{"turns": ["hello"]}', r"turns\[0\]"),
    ],
)
def test_what_is_no_transcript_is_told_in_one_line(text, wrong):
    with pytest.raises(CoachError, match=wrong) as caught:
        turns(text, "mock.md")
    assert "mock.md" in str(caught.value)
    assert "\n" not in str(caught.value)
