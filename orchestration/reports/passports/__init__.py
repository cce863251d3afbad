"""What goes back to schools and municipalities: a passport per included school, a summary per municipality."""
