"""Widgets that the views share: lists and text that draw only what is seen."""
