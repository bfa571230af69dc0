"""The schema, step by step. A step that was released is never edited.

To change the schema: change `storage/tables`, write the next file in `versions`, and let the tests compare
the two; they print what is missing.
"""
