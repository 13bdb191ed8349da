"""The domain: questions, answers, conditions, findings and what they add up to."""
