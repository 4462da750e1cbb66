"""Games to text and back: the notation, the journal on disk, saved games."""
