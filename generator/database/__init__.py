"""Database (数据库): where the service keeps campaigns, people and what they did; SQLite or PostgreSQL, alike."""
