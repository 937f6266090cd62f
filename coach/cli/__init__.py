"""The commands. The only room that reads settings, picks engines and prints errors."""
