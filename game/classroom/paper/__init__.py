"""Paper: what the classroom prints. Layout is pure and in millimetres; only `press` knows fpdf2."""
