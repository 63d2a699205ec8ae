"""YAML with positions: read, parsed, checked for error-prone features, edited and written atomically."""
