"""The portal as people see it: lists and cards of the CRM, and applications in frames in their places."""
