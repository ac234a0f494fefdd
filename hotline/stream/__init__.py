"""The stream of calls to agents' screens (server-sent events), in a process of its own: `manage.py call_stream`.

Each open stream holds a connection for hours. The web's few threads must not, so one small asyncio process holds all
of them. What is told stands in the database (CallSignal): whoever comes back is told what she missed.
"""
