namespace Bulwark.Posture;

/// <summary>How long a run waits.</summary>
public sealed record ProbeLimits
{
    /// <summary>For a connection.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For a handshake and the answer to one request.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one probe with all its requests.</summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For everything. What has not ended by then is inconclusive.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromSeconds(13);
}
