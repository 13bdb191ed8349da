"""Builds the app that a WSGI server runs."""

from assessment.web import create_app

app = create_app()
