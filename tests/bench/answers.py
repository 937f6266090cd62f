"""What the benchmark's candidate says: answers of ours, each a row of sentences, with the terms people use for them."""

from __future__ import annotations

SENTENCES = (
    "I would stop the search project and keep two people on the platform.",
    "The reason is that search costs a quarter of the team and has not moved a single metric since March.",
    "Before I commit to that, I want to know who depends on it, because a silent customer is still a customer.",
    "So the first thing I do is read the access logs and talk to the three teams that call it most.",
    "If the p99 latency is what hurts them, then a cache in front of it buys us a year.",
    "If it is relevance, no cache will help, and we should say so openly.",
    "On the infrastructure side, I would not migrate from CDK to Terraform this year.",
    "The migration takes two engineers six months, and nobody outside the team would notice.",
    "What people do notice is that a deployment takes forty minutes and fails one time in eight.",
    "I would measure that every week and publish the number where everybody can see it.",
    "My target would be fifteen minutes and one failure in fifty by the end of September.",
    "The etcd cluster is a different matter, since we lost quorum twice in the spring.",
    "Raft needs three healthy members, and we ran with two of them in the same rack.",
    "That is a day of work, so I would simply do it tomorrow and not put it on a roadmap.",
    "Now the trade-off, as I see it, is between speed for the product teams and the load on the people on call.",
    "Eighty pages a month is too many, and the best two engineers have already asked to leave the rotation.",
    "I would give the nights back to the teams who merge the change, but only after they have proper alerts.",
    "The vice president will say that this slows down the launch, and she is right about the first month.",
    "I would show her what the last three incidents cost us in refunds, which was about ninety thousand dollars.",
    "After that, the question is no longer whether we can afford it, but whether we can afford to wait.",
    "There is a risk that I am wrong about the cause, and the way to find out is a trial with one team.",
    "We run it for four weeks, and if the error budget is not better by half, we go back.",
    "I also want somebody from security in the room from the start, because tokens are shared between services.",
    "In the end I would rather do two things completely than five of them halfway.",
    "The part I am least sure about is the data, since the numbers come from a survey with thirty answers.",
    "A survey tells you what people remember, and logs tell you what they did.",
    "For the long term, the platform should be something that teams choose because it is the easiest way.",
    "If they only use it since they have to, then we have built a tax and not a product.",
    "That means documentation, a working example, and somebody who answers within the hour.",
    "I would own that myself for the first quarter, and then hand it over to whoever enjoys it.",
)
GLOSSARY = "CDK, Terraform, etcd, Raft, p99"
PAUSES = (0.8, 2.5, 1.2, 4.0, 1.6, 3.2, 0.9, 2.0)
"""Seconds, in turn, of the thinking pauses within an answer."""
LENGTHS = {10: (2, 1), 30: (6, 3), 60: (12, 5), 120: (24, 8)}
"""Seconds about → how many sentences, and how many pauses between them."""


def answer(seconds: int, skip: int = 0) -> list[str | float]:
    """Sentences with pauses between some of them, for `tests.lab.voices.candidate`. `skip`: begin with a later one."""
    count, pauses = LENGTHS[seconds]
    parts: list[str | float] = []
    for at in range(count):
        place = at * (pauses + 1) // count
        if at and place != (at - 1) * (pauses + 1) // count:
            parts.append(PAUSES[(place - 1 + skip) % len(PAUSES)])
        parts.append(SENTENCES[(at + skip) % len(SENTENCES)])
    return parts


def text(parts: list[str | float]) -> str:
    """What is said of it."""
    return " ".join(part for part in parts if isinstance(part, str))
