"""The voice front-end: microphone, end of turn, transcription, synthesis, speaker."""
