"""What all tests share."""

from hypothesis import settings

# A property holds or not; how long an example takes depends on the machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
