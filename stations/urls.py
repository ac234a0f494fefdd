"""Addresses of the stations room: each part of it lists its own."""

app_name = "stations"
urlpatterns: list = []
