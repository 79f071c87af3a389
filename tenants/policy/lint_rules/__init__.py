"""The rules by which a policy is checked, a module for each thing that they look at.

Each module gives `findings`, which reads a policy and says what it found. They may read the policy,
the law and the published cases; they change nothing, and they know no clock.
"""
