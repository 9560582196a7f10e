"""Pure decisions on plain values: cover, reminders, what a text says, likely problems."""
