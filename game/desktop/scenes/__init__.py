"""What each screen shows, as plain values made from a session: pure, and the same for every front end."""
