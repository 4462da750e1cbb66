"""The classroom: a lesson on one laptop. Session and events are pure; stores keep them; the server shows them."""
