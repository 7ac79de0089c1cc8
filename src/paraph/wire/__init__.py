"""Messages of outside services as they travel: written once, used by an adapter and by its emulator."""
