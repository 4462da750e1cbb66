"""The pygame board: scenes laid out into a tree of rectangles, painted, and played by keys and mouse."""
