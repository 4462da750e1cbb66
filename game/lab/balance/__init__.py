"""The balance of a scenario: games by many bots, measured by fixed definitions, told as a page and as plain values."""
