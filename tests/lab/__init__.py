"""Real parts for tests on a machine without sound: a virtual sound card, and a voice for the candidate."""
