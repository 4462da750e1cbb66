"""The terminal front end: the same scenes line by line, for pipes, screen readers and no display."""
