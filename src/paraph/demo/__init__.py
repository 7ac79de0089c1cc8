"""The demonstration: hub and sandbox on this machine, and journeys played over HTTP as people play them."""
