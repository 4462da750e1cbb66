"""The front ends: the pygame board, and the terminal beside it, over the same scenes."""

import os

# pygame greets on standard output when it is imported; a terminal game and a pipe want only the game there.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
