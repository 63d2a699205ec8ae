"""The view of all quotations."""
