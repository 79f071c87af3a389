"""Every fault that the post must survive, put to the real servers and processes, and counted."""
