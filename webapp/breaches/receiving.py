"""The forms with which a breach is received: who was involved, the first look, who leads."""
