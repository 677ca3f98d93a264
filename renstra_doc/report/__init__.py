"""Report: findings as text, JSON and HTML."""
