"""What is measured: how often the rules are right, and how fast everything is."""
