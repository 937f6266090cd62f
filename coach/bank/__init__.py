"""Scenarios of one's own: checked, begun from a template, drafted from a document."""
