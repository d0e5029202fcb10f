"""What is done with answers: explaining them, running scenarios, leading an interview."""
