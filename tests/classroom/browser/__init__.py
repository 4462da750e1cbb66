"""The classroom in a real browser: Debian's chromium, driven by selenium."""
