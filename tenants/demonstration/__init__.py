"""An invented county to try the service on: its councils, its people, two years of breaches.

Everybody and every place in it is made up, and named so that nobody can take it for real.
"""
