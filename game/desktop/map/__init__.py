"""The map under the board: geometry, projection and the painting of land, sea, names and routes."""
