"""The scenes that only the desktop has: menus, settings, help, and which scene a session shows."""
