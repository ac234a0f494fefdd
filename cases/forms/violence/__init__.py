"""What is asked along the course of a case of violence at home."""
