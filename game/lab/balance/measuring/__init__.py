"""What was seen in a study, measured subject by subject."""
