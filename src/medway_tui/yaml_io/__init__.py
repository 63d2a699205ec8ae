"""YAML files with positions: read, checked for unsafe features, edited and written atomically."""
