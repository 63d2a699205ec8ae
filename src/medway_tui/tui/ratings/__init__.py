"""The view of the inspectors' judgements."""
