"""The rules of the topics that come with the project, tried on small people."""
