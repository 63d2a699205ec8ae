"""The dossier's files: from bytes to nodes with positions, to the model, with every finding."""
