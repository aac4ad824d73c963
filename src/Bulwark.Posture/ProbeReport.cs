namespace Bulwark.Posture;

/// <summary>One probe of a run.</summary>
/// <param name="Probe">What was looked for.</param>
/// <param name="Result">What was found, after the sibling rule.</param>
/// <param name="Duration">How long it took.</param>
public sealed record ProbeReport(IProbe Probe, ProbeResult Result, TimeSpan Duration);
