"""The conversation: text in, text out. Knows nothing of audio."""
