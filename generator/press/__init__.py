"""Press (印制): finished sheets become files in the output folder, a manifest and print files."""
