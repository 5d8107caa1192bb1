"""The instrument: what a printed page holds, in millimetres, beside what GB/T 9704-2012 asks for."""
