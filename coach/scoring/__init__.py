"""What was shown, on which evidence, and what it amounts to."""
