"""How all tests are run: nothing here is timed, since machines are noisy."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "untimed",
    parent=settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("untimed")
