"""Starting the service: on one machine for a trial (`deploy.local`), and for real (README.md).

It knows how to start the other packages and none of what they do.
"""
