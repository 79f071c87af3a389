"""What is printed, sent or kept about a breach, as PDF, as Word and as a page.

Knows no HTTP.
"""
