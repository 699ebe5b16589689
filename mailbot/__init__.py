"""mailbot: the support desk of a small software vendor, run entirely by e-mail."""

__version__ = "0.1.0"
