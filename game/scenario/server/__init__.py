"""The language server: a scenario in an editor. Everything but `wiring` is pure and knows nothing of the protocol."""
