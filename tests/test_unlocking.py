"""Which questions unlock the hidden facts of the shipped scenarios, and which do not."""

from __future__ import annotations

import pytest

from coach import scenario
from coach.bank.unlocks import unlocks
from coach.interview.unlocking import unlocked
from coach.scenario import Scenario

IDS = scenario.ids()
# As people ask them aloud, transcribed without a question mark or with one.
SPOKEN = [
    ("agent-loops", "how many of those tasks did the agents file themselves", "self-filed"),
    ("agent-loops", "Who reviews all those pull requests?", "reviewers"),
    ("agent-loops", "is there a kill switch for the loops", "no-switch"),
    ("agent-loops", "What does all this cost, do we have a budget?", "spend"),
    ("agent-loops", "Has there been an incident because of a loop?", "label-outage"),
    ("build-or-buy", "how many people are active users of it", "seats"),
    ("build-or-buy", "Do we use tickets as evidence in an audit?", "audit"),
    ("build-or-buy", "Who would maintain the thing after she is done?", "one-author"),
    ("build-or-buy", "What do people complain about today?", "the-form"),
    ("ai-slop-policy", "who sends these pull requests", "nine-people"),
    ("ai-slop-policy", "Why do they contribute in the first place?", "missing-options"),
    ("ai-slop-policy", "Can we tell apart what an agent made?", "cannot-tell"),
    ("ai-slop-policy", "What tests do these repositories have?", "checks"),
    ("delivery-mode", "where do the tickets come from", "who-asks"),
    ("delivery-mode", "Are we losing customers, what is the churn?", "churn"),
    ("delivery-mode", "Is the manager on a bonus for this?", "bonus"),
    ("cdk-behind", "Which feature depends on the libraries?", "only-collect"),
    ("cdk-behind", "Has anybody tried the upgrade?", "trial-branch"),
    ("cdk-behind", "Is there a hard deadline, like end of support?", "runtime-end"),
    ("cdk-behind", "Who owns these libraries?", "two-releasers"),
    ("refused-upgrades", "How many of the findings are reachable?", "reachable"),
    ("refused-upgrades", "why do they refuse", "wrong-invoices"),
    ("refused-upgrades", "Where do the sixty days come from?", "sixty-days"),
    ("refused-upgrades", "Do the pipelines have tests?", "no-checks"),
    ("ci-runners", "where does the time go in a build", "where-time-goes"),
    ("ci-runners", "What does the contract say?", "minimum-spend"),
    ("ci-runners", "How many tests are flaky?", "reruns"),
    ("ci-runners", "Have you tried that before?", "own-runners-once"),
    ("gpu-capacity", "How busy are the cards really?", "really-busy"),
    ("gpu-capacity", "Can training jobs be preempted?", "checkpoints"),
    ("gpu-capacity", "Who runs these clusters?", "four-people"),
    ("gpu-capacity", "Could we make a smaller order?", "vendor-option"),
    ("metered-agents", "which accounts use the most?", "few-accounts"),
    ("metered-agents", "What exactly is forbidden by the notice?", "own-client"),
    ("metered-agents", "Have we tried any other models?", "other-models"),
    ("metered-agents", "What data do the agents see, is there a data agreement?", "private-accounts"),
    ("swarm-engine", "Which documents fail?", "not-evenly"),
    ("swarm-engine", "Who has actually reviewed the code?", "hardly-read"),
    ("swarm-engine", "Is any of it copied from open-source?", "near-copies"),
    ("swarm-engine", "Is it safe against malicious files?", "broken-files"),
    ("two-years-a-week", "How was it built, what did he start from?", "stood-on-theirs"),
    ("two-years-a-week", "Does it get the special cases right?", "unwritten-rules"),
    ("two-years-a-week", "Why did it take the team so long?", "aims-changed"),
    ("two-years-a-week", "Is there a deadline from customers?", "group-leaves"),
    ("two-sponsors", "Where does the twelve week deadline come from?", "slide-date"),
    ("two-sponsors", "What do the two projects have in common?", "same-piece"),
    ("two-sponsors", "Is there a smaller version the partner would take?", "six-operators"),
    ("two-sponsors", "What happens if the mainframe move is late?", "dear-half-years"),
    ("cdk-or-terraform", "What caused these failed deployments?", "causes"),
    ("cdk-or-terraform", "How many teams actually write infrastructure themselves?", "who-writes"),
    ("cdk-or-terraform", "Do we need to run on a second cloud?", "second-cloud"),
    ("cdk-or-terraform", "Has anybody tried to migrate a service?", "one-trial"),
    ("four-layers", "How many of the wrapper's options are used?", "options-used"),
    ("four-layers", "Why do we have our own provider?", "own-provider"),
    ("four-layers", "Where do the five weeks go?", "six-days"),
    ("four-layers", "Do any inspections or audits rely on it?", "inspection"),
    ("package-sprawl", "What caused the broken releases?", "no-lock"),
    ("package-sprawl", "Why are there different tools, who needs conda?", "map-libraries"),
    ("package-sprawl", "Which services would be rewritten, and why Go?", "waits-for-database"),
    ("package-sprawl", "Are there security problems with the registry?", "free-names"),
    ("thankless-platform", "Why does the CFO want to cut the team?", "board-question"),
    ("thankless-platform", "Where does the team's time go?", "portal"),
    ("thankless-platform", "How long does it take to get a new service out?", "lead-time"),
    ("thankless-platform", "What do the product teams think of them?", "leads-asked"),
    ("after-the-tickets", "How many changes are there now and how good are the agents?", "three-times"),
    ("after-the-tickets", "How do we notice when something breaks, who finds out?", "customers-notice"),
    ("after-the-tickets", "Who approves all those changes?", "names-and-sizes"),
    ("after-the-tickets", "Do the agents get any feedback from production?", "never-told"),
    ("edge-accelerator", "Where do the 44 milliseconds go?", "where-it-goes"),
    ("edge-accelerator", "Is the card compute bound or memory bound?", "waits-for-memory"),
    ("edge-accelerator", "Have we tried quantization?", "eight-bit"),
    ("edge-accelerator", "How much power do the cabinets have?", "watts"),
    ("fresh-or-right", "Which reports really need real-time data?", "who-acts"),
    ("fresh-or-right", "Why is the night run late?", "slow-join"),
    ("fresh-or-right", "What were the root causes of the incidents?", "changed-fields"),
    ("fresh-or-right", "Why do the numbers disagree?", "three-revenues"),
    ("training-fabric", "Are there errors on particular links?", "nine-links"),
    ("training-fabric", "How are the switches configured, has anything changed?", "marking-off"),
    ("training-fabric", "Who else uses the network, is there storage traffic?", "same-lane"),
    ("training-fabric", "How does the scheduler place jobs?", "scattered-jobs"),
    ("full-ceph", "How often is the data actually read?", "asleep"),
    ("full-ceph", "What would egress cost us?", "comes-back"),
    ("full-ceph", "How many copies do we keep, is the data safe?", "two-copies"),
    ("full-ceph", "How many disks fail?", "disks-dying"),
    ("unused-platform", "What kind of models do the teams have?", "small-models"),
    ("unused-platform", "Why don't the teams use it?", "first-model"),
    ("unused-platform", "Which parts do they use today?", "loved-register"),
    ("unused-platform", "How do the other teams deploy their models today?", "six-hundred-lines"),
    ("change-freeze", "What caused the three outages?", "three-causes"),
    ("change-freeze", "Did we freeze last year and what happened after the freeze?", "the-thaw"),
    ("change-freeze", "How fast can we roll back?", "way-back"),
    ("change-freeze", "Which services are critical?", "six-of-them"),
    ("silent-models", "Which alerts make up the most?", "five-rules"),
    ("silent-models", "How do we find out that a plate was read wrongly?", "no-labels"),
    ("silent-models", "What happened in the two incidents?", "both-misses"),
    ("silent-models", "do we have any early signal like drift or confidence", "unread-confidence"),
    ("audit-or-keys", "How many keys are there and what can they access?", "the-keys"),
    ("audit-or-keys", "What do the customers actually require?", "what-buyers-need"),
    ("audit-or-keys", "Would we notice, is there any logging?", "not-logged"),
    ("audit-or-keys", "Could we narrow the audit to one product?", "narrower-scope"),
    ("second-cloud", "Do we have a second region, was failover tested?", "never-failed-over"),
    ("second-cloud", "What do the tenders actually ask for?", "tenders-read"),
    ("second-cloud", "Which services depend on proprietary things, how portable are they?", "only-there"),
    ("second-cloud", "What is our contract with the provider, is there a commitment?", "six-million"),
    ("split-the-core", "Where do the changes happen, which modules change the most?", "where-changes"),
    ("split-the-core", "What caused the stoppages?", "one-lock"),
    ("split-the-core", "Did anybody try to split it before?", "half-split"),
    ("split-the-core", "What do the cranes need from us?", "crane-needs"),
    ("big-training-run", "How many seeds did we run, is the gain significant?", "within-noise"),
    ("big-training-run", "Is there any contamination of the test set?", "seen-before"),
    ("big-training-run", "Has anyone tried better data or cleaning the transcripts?", "better-labels"),
    ("big-training-run", "Where do customers deploy the model, on a device?", "on-the-phone"),
]


@pytest.fixture(params=IDS)
def case(request: pytest.FixtureRequest) -> Scenario:
    return scenario.load(request.param)


def test_each_phrase_unlocks_its_own_fact(case: Scenario) -> None:
    ids = {fact.id for fact in case.facts}
    for fact in case.facts:
        for phrase in fact.unlocked_by:
            assert unlocked(case, f"Can you tell me about {phrase}?", known=ids - {fact.id}) == fact, phrase


def test_no_phrase_unlocks_another_fact_and_no_vague_question_any(case: Scenario) -> None:
    assert [str(fault) for fault in unlocks(case)] == []


@pytest.mark.parametrize(("id", "question", "fact"), SPOKEN)
def test_an_ordinary_question_unlocks_the_fact_it_asks_for(id: str, question: str, fact: str) -> None:
    found = unlocked(scenario.load(id), question)
    assert found is not None
    assert found.id == fact
