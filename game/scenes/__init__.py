"""Scenes: what a person sees of a game, as texts, numbers and ids; for the board, the terminal and the classroom."""
