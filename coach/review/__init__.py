"""Reports of saved sessions: in the terminal, as one HTML page, as Markdown, as JSON."""
