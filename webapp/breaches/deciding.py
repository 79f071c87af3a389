"""The forms with which somebody decides whom to tell, and closes a breach."""
