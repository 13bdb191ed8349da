"""Real cases as data: people's stories, their answers, and what is known of them."""
