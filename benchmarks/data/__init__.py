"""Made-up dossiers, prose and sentences for the benchmarks."""
