"""The classroom's server: routes, the live room, what guards them, and the network."""
