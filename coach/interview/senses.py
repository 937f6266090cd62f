"""Words that people use for one another when they ask about work: who asks what it costs is told the price.

Everyday English only. A word may stand in several groups; what a case calls its own things stands in its `unlocked_by`.
"""

from __future__ import annotations

from functools import lru_cache

from coach.interview.stems import stem

GROUPS = tuple(
    each.split()
    for each in """
who whose person people anyone anybody someone somebody everyone nobody whoever human named hand
reason why cause root behind because explain due source motive
money cost price expensive spend bill budget pay charge fee dollar euro worth expense invoice
earn revenue profit margin income business sell turnover bring
lose loss
break fail failure wrong incident outage damage worst crash error defect bug trouble harm bad accident
downtime standstill stoppage stand stop
stop pause halt freeze switch turn off kill end abandon quit
undo revert rollback roll rewrite back rework reverse
try trial pilot experiment attempt test prototype proof evidence
history before earlier previous past already ago once last
start begin first onboarding setup
review reviewer approve approval check read look inspect sign
thorough careful skim deep proper
automatic automated automate automation machine tool robot bot script
manual hand
measure metric figure number data count baseline statistics profile profiler
share percent percentage fraction portion part proportion half third rate majority most breakdown
spread distribute distribution even concentrated handful heavy dominate pattern split
size large big small scale volume
often frequency frequent times daily weekly regular cadence
time long duration take minute hour lead slow delay lag wait late queue idle
fast speed quick performance latency response throughput
deadline date due until firm when mandatory fixed calendar timing january
urgent urgency force must hard press
contract agreement commitment commit locked clause terms sign floor minimum obligation renewal licence
vendor supplier provider maker seller
negotiate discount deal offer option cheaper haggle flexible flexibility room
law legal regulation regulator regulatory compliance rule policy audit auditor inspection certification privacy
customer user client buyer hospital consumer
require requirement need demand want wish ask condition insist expect
use usage adoption active adopt actual utilise busy
unused idle dead stale untouched abandon nobody inactive archive retire
bypass workaround around own fork copy private escape instead alternative elsewhere
duplicate duplication near-copies identical same
know knowledge understand expert experience skill expertise familiar qualified capable able
leave retire retirement quit resign departing
maintain maintainer owner own ownership responsible author write operate run
staff capacity help borrow available free additional extra more hire resource
skill background train training
promotion promote career recognition reward award bonus incentive
bonus target kpi goal incentive measure judge
feel morale happy unhappy mood satisfaction complain complaint pain bother annoy like love think opinion
value valuable useful good work benefit helpful worth gain well
security secure safe safety vulnerable vulnerability attack malicious exploit hacker leak steal expose risk
access permission credential token key rights password account
log trace record trail
notice detect spot discover find signal alert know monitor warn
feedback learn tell hear informed back
quality reliable reliability accuracy accurate correct right precision
support end-of-life deprecated deprecation sunset discontinued available availability
hardware equipment server disk spare
memory bandwidth bound bottleneck limit constraint capacity
power watt heat cooling energy fan thermal
connect connection depend integration integrate couple link rely tie attach
move migrate migration port portable convert switch transfer
change modify edit touch vary
split separate carve extract pull apart divide isolate
release deploy deployment ship publish live production rollout
grow growth increase rise double drive trend
overlap common both share together
subset minimal partial narrow scope part
team group department organise
origin come provenance from
file create submit send put open
merge accept acceptance
close reject
night unattended overnight page pager wake on-call oncall rota duty
important critical matter essential crucial priority
delete deletion erase erasure remove clean temporary
copy replica replicate replication redundancy redundant backup protect
repeat again rerun retry reproduce
significant noise variance seed confident sure certain
contamination contaminate see overlap leakage
device phone telephone deployable edge
compare comparison versus benchmark difference better
configure configuration setting config
place placement close near topology scheduler schedule rack
drift confidence score
label truth ground
design decide plan
event schema field
definition define mean
prevent avoid save
""".strip().splitlines()
)


@lru_cache(maxsize=1)
def _by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in GROUPS:
        for word in group:
            found.setdefault(stem(word), set()).add(group[0])
    return {each: frozenset(names) for each, names in found.items()}


def senses(stem: str) -> frozenset[str]:
    """The groups that a stem belongs to, each by its first word."""
    return _by_stem().get(stem, frozenset())
