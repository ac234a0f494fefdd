"""Papers as files: the layout of GB/T 9704-2012, templates that a province may re-word, docx and PDF."""
