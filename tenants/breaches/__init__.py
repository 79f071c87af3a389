"""Breaches, from report to closing: services that say in their names what a clerk does.

Knows no HTTP and no queue. A view opens a session, calls one of these, and commits once.
"""
