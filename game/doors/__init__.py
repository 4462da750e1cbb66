"""The doors: what a person types, a module for each kind of work. Only parsing; the work is imported when asked for."""
