"""What an administrator declares: settings and rules, validated. Floor 0."""
