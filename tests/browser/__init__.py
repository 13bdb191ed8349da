"""Walks through the served site in headless Chromium."""
