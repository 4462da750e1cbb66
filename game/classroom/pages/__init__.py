"""Pages of the classroom as functions of a lesson's state: HTML that works without JavaScript."""
