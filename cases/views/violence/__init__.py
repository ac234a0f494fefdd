"""The pages of the course of a case of violence at home."""
