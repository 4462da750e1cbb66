"""The report on a study, section by section."""
