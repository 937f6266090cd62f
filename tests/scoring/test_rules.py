"""What the rules see in an answer, and what they leave alone."""

from coach.scoring.rules import RulesObserver
from coach.scoring.transcript import Transcript, transcript
from coach.session import Move
from tests.scoring.talk import OBSERVER, RUBRIC, SENIOR, STAFF, observed, scored, turns


def verdict(said, indicator):
    return next(each for each in observed(said).observations if each.indicator == indicator)


def test_one_observation_for_every_indicator_in_order():
    seen = observed(turns(*STAFF))
    assert [each.indicator for each in seen.observations] == [each.id for each in RUBRIC.indicators]
    assert (seen.observer, seen.model) == ("rules", None)
    assert all(0 <= each.confidence <= 1 for each in seen.observations)


def test_evidence_is_the_sentence_that_shows_it():
    said = turns(*STAFF)
    read = transcript(said)
    for indicator, words in {
        "priorities.stops": "off the table",
        "risk.fallback": "put the old steps back",
        "stakeholders.decider": "head of product decides",
        "leverage.owner": "Priya owns",
    }.items():
        seen = verdict(said, indicator)
        assert seen.verdict in ("met", "partly"), indicator
        assert any(words in read.quote(id) for id in seen.evidence), indicator


def test_the_kind_of_sentence_counts_whoever_is_named_in_it():
    """Sentences that a user missed in the report, and others of their kind."""
    for indicator, answer in (
        ("leverage.owner", "Omar owns the clean-up and I review it every Friday."),
        ("leverage.owner", "Goran owns the build graph, with me reviewing the rules but not the code."),
        ("leverage.support", "Goran runs it, and I read his designs on Fridays without touching the code."),
        ("leverage.owner", "Ruta takes over the exporter, and it stays with her."),
        (
            "risk.test",
            "We start with one team as a trial for two weeks; if fewer than half of the pull requests pass, we stop.",
        ),
        ("tradeoffs.revisit", "We start with one team as a trial; if fewer than half of the requests pass, we stop."),
        ("tradeoffs.revisit", "If fewer than ten clinics have joined by May, we give it up."),
        ("priorities.stops", "Special runners wait until the summer."),
        ("priorities.stops", "The loyalty programme waits until autumn."),
    ):
        asked = (Move("probe", dimension=indicator.partition(".")[0]),)
        setting = "The build service has run on forty machines since 2019 and nine product teams push to it every day."
        assert verdict(turns(f"{setting} {answer}", moves=asked), indicator).verdict in ("met", "partly"), (
            indicator,
            answer,
        )


def test_what_was_not_said_has_no_evidence():
    assert all(not each.evidence for each in observed(turns(*SENIOR)).observations if each.verdict == "absent")


def test_staff_above_senior_above_empty():
    empty = (
        "I think it is really important to align all the stakeholders here and to be data driven about it. We would "
        "take a holistic view and we would prioritize ruthlessly, and I would communicate transparently.",
    ) * 3
    words = "It all depends, and you need the right conversations with the right people. "
    senior, staff = scored(turns(*SENIOR)), scored(turns(*STAFF))
    assert staff.overall > senior.overall + 0.5
    assert senior.overall > (scored(turns(*[each + " " + words * 3 for each in empty])).overall or 1.0)


def test_pressure_needs_a_pushback():
    only = turns(STAFF[0] + " " + STAFF[2], moves=(Move("opening"),))
    assert verdict(only, "pressure.concedes").verdict == "no_opportunity"
    assert verdict(only, "pressure.owns").verdict == "no_opportunity"
    probed = turns(*STAFF, moves=(Move("opening"), Move("probe", dimension="risk"), Move("probe", dimension="risk")))
    assert verdict(probed, "pressure.concedes").verdict == "no_opportunity"
    pushed = turns(*STAFF, moves=(Move("opening"), Move("push", dimension="pressure"), Move("probe")))
    assert verdict(pushed, "pressure.concedes").verdict in ("met", "partly")


def test_a_short_talk_is_no_opportunity_for_what_nobody_asked_about():
    short = turns("We stop the dashboard and tell the data team on Monday, and they lose their demo by it, sadly.")
    assert verdict(short, "leverage.mechanism").verdict == "no_opportunity"
    asked = turns(short[1].text, moves=(Move("probe", dimension="leverage"),))
    assert verdict(asked, "leverage.mechanism").verdict == "absent"


def test_answering_first_counts_only_at_the_start():
    answer = "We do the queue first and nothing else this quarter."
    chat = "There is a lot to say about builds in general. I have seen many of them in my time at several companies. "
    assert verdict(turns(answer + " " + chat), "clarity.answer_first").verdict in ("met", "partly")
    assert verdict(turns(chat + answer), "clarity.answer_first").verdict not in ("met", "partly")


def test_a_second_look_gives_the_same():
    observer = RulesObserver()
    read = transcript(turns(*STAFF))
    assert observer.observe(read, RUBRIC) == observer.observe(read, RUBRIC) == OBSERVER.observe(read, RUBRIC)


def test_of_what_was_said_before_nothing_is_evidence_and_nothing_earns_twice():
    read = transcript(turns(STAFF[0], STAFF[1]))
    last = Transcript(read.exchanges[1:], read.exchanges[:1])
    found = OBSERVER.observe(last, RUBRIC).observations
    assert {id.partition(".")[0] for each in found for id in each.evidence} == {"A2"}
    again = Transcript(transcript(turns(STAFF[0], STAFF[0])).exchanges[1:], read.exchanges[:1])
    assert not [each for each in OBSERVER.observe(again, RUBRIC).observations if each.evidence]


def test_a_short_answer_late_in_a_conversation_had_its_occasion():
    asked = Move("probe", dimension="risk")
    read = transcript(turns(STAFF[0], "It depends.", moves=(Move("opening"), asked)))
    behind = OBSERVER.observe(Transcript(read.exchanges[1:], read.exchanges[:1]), RUBRIC)
    alone = OBSERVER.observe(Transcript(read.exchanges[1:]), RUBRIC)
    assert {each.verdict for each in behind.observations if each.indicator.startswith("risk.")} == {"absent"}
    assert {each.verdict for each in alone.observations} == {"no_opportunity"}
