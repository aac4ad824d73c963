namespace Bulwark.Bench.Driving;

/// <summary>One thing to measure.</summary>
internal sealed record Workload(string Name, Func<BenchTarget, Task<Figures>> RunAsync);
