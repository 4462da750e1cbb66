"""The debrief pack: what a lesson leaves to talk about, as a page, a print and tables."""
