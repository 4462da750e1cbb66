"""Simulation: many games at once, counted."""
