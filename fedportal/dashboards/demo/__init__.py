"""The demo province: people, matters and fifteen months of work, all of it invented."""
