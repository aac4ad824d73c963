namespace Bulwark.Status;

/// <summary>A tier.</summary>
/// <param name="Tier">Its name.</param>
/// <param name="IsRunning">True when somebody listens on its control socket.</param>
internal sealed record TierStatus(string Tier, bool IsRunning)
{
    /// <summary>The process that runs it.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What was added to its default ports.</summary>
    public int? PortOffset { get; init; }

    /// <summary>The revision of the settings that it runs under.</summary>
    public int? Revision { get; init; }

    /// <summary>Why it says nothing; null when it does.</summary>
    public string? Problem { get; init; }
}
