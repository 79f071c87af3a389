"""Reports from people without an account, and the conversation that follows.

Knows no HTTP.
"""
