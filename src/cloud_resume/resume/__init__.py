"""Read JSON Resume from YAML or JSON, check it, hand out a typed resume or every problem with its place."""
