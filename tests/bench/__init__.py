"""What is measured rather than tested: run by hand, printed for a person to read."""
