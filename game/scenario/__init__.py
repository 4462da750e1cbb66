"""Files to model: scenarios are read with the place of every word, and their mistakes told."""
