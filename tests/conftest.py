"""What every test shares."""

from hypothesis import HealthCheck, settings

# A rule holds or it doesn't: how long an example took on a busy machine says nothing about it.
settings.register_profile("kit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kit")
