namespace Bulwark.Posture;

/// <summary>What a run found out.</summary>
public sealed record PostureReport
{
    /// <summary>The edge that was probed.</summary>
    public required Uri Edge { get; init; }

    /// <summary>The load balancer that was probed, if known.</summary>
    public Uri? Origin { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Every probe, in the order of the table.</summary>
    public required IReadOnlyList<ProbeReport> Probes { get; init; }

    /// <summary>0: every promise that applies was seen to hold; 1: one is broken; 3: none is broken, and about some nothing was learned.</summary>
    public int ExitStatus
    {
        get
        {
            if (Count(ProbeOutcome.Fail) > 0)
                return 1;

            return Count(ProbeOutcome.Inconclusive) > 0 ? 3 : 0;
        }
    }

    /// <summary>How many probes ended so.</summary>
    public int Count(ProbeOutcome outcome) => Probes.Count(probe => probe.Result.Outcome == outcome);
}
