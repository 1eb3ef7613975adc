# Pages and sentences for when something cannot be done.
