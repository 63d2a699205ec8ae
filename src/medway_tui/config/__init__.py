"""The user's settings: ``config.toml`` in their own folder, its fields, and its problems with their lines."""
