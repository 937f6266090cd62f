from __future__ import annotations

import pytest

from coach.interview.praise import praises

PRAISE = """\
Great point.
That's a great point, but who loses?
Good.
Good question, what would you ask first?
I like how you put the cost first.
You make a strong case, but what waits?
So you wait, and that's a strong plan.
Well done.
Excellent! What next?
Your plan sounds solid, though the date is near.
That makes sense.
I agree, and who pays?
Thank you for sharing your thoughts.
You're absolutely right, so what now?
Interesting, and who pays?
Okay, nice. Who pays?
That is really thoughtful.
Exactly, so who owns it?
What a great question!
It's a fair point.
You\u2019ve raised a valid point."""

NONE = """\
Is that good enough?
What would a good outcome look like?
Who gets the better half of the budget?
That's a strong claim: what backs it?
Good enough for whom?
You said the cost is fair to everyone: who disagrees?
If you're right about the figure, who loses?
Why does it make sense to wait?
What is your strongest case for the one you dropped?
Would your plan be solid without him?
You have a good three weeks: what comes first?
What does perfect look like here?
Nice to have or must have?
I agree to nothing yet: what stops?
It is clear that someone loses: who?
Great companies stop things: what do you stop?
What is the smart move for the CFO?"""


@pytest.mark.parametrize("sentence", PRAISE.splitlines())
def test_praise(sentence: str) -> None:
    assert praises(sentence)


@pytest.mark.parametrize("sentence", NONE.splitlines())
def test_no_praise(sentence: str) -> None:
    assert not praises(sentence)
