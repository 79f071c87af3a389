"""One breach: what it is, how long is left, how bad it is and what comes next."""
