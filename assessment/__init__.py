"""A guided self-assessment that a person fills in before an appointment."""

__version__ = "0.1.0"
