"""Tests of the whole service, on real servers on loopback."""
