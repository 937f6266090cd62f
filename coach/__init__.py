"""A mock staff-engineer interview, spoken or typed, on your own machine."""

__version__ = "0.1.0"
