"""What only the one-machine trial has: its letter box, its movable clock, its sample components.

Registered only when `settings.is_local`; production has none of these addresses.
"""
