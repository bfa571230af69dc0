"""Pictures of the real screens, for the documents: `make screenshots`."""
