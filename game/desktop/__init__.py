"""The front ends: the pygame board, and the terminal beside it, over the same scenes."""
