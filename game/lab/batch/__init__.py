"""The batch kernel: many games of one scenario at once, in NumPy, each equal to the engine's in every slot."""
