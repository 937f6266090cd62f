"""Why the rules say what they say: words of the cited sentence, for and against."""

from coach.scoring.explain import Explained, Reason, explain, lines
from coach.scoring.transcript import transcript
from tests.scoring.talk import RUBRIC, STAFF, observed, turns


def explained(*answers):
    return {each.indicator: each for each in explain(transcript(turns(*answers)), RUBRIC)}


def test_every_indicator_that_was_seen_has_its_sentences_and_words():
    said = turns(*STAFF)
    read = transcript(said)
    seen = {each.indicator: each for each in observed(said).observations if each.evidence}
    found = {each.indicator: each for each in explain(read, RUBRIC)}
    assert list(found) == list(seen)
    for indicator, each in found.items():
        assert (each.verdict, each.confidence) == (seen[indicator].verdict, seen[indicator].confidence)
        assert tuple(reason.sentence for reason in each.reasons) == seen[indicator].evidence
        for reason in each.reasons:
            assert all(run in read.quote(reason.sentence) for run in (*reason.spoke_for, *reason.spoke_against))


def test_the_words_are_those_that_carry_the_idea():
    found = explained(*STAFF)
    assert any("owns" in run or "Priya" in run for run in found["leverage.owner"].reasons[0].spoke_for)
    assert any("mislead" in run for run in found["outcomes.misleads"].reasons[0].spoke_for)


def test_no_word_is_told_twice():
    for each in explained(*STAFF).values():
        for reason in each.reasons:
            assert len(set(reason.spoke_for)) == len(reason.spoke_for)
            assert not set(reason.spoke_for) & set(reason.spoke_against)


def test_nothing_seen_is_nothing_to_explain():
    assert explained("Well, yes.") == {}
    assert lines([]) == ["the rules saw no indicator"]


def test_lines_are_aligned():
    found = [
        Explained("risk.test", "met", 0.8, (Reason("A1.2", ("as a trial",), ("of the",)), Reason("A10.1", (), ()))),
        Explained("stakeholders.decider", "partly", 0.4, (Reason("A2.1", ("she decides",), ()),)),
    ]
    assert lines(found) == [
        'risk.test             met     A1.2   for: "as a trial"   against: "of the"',
        "                              A10.1  for: where it stands, and the whole of it",
        'stakeholders.decider  partly  A2.1   for: "she decides"',
    ]
