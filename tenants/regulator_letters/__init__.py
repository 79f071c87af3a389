"""Letters of the regulator: what they say, and the actions that follow.

Knows no HTTP.
"""
