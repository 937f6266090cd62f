"""How the voice loop does, measured from outside: `python -m tests.bench.voice --help`."""
