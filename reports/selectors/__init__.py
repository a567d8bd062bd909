"""What reports read, by noun: rows of a report, the queue, what is odd, where files are used, deadlines."""
