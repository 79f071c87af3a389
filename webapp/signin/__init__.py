"""Signing in at a council's or an association's own door, signing out, and passwords.

Knows nothing of breaches.
"""
