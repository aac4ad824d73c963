namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>A line of the firewall's log that says how many requests there were.</summary>
public sealed record LoggedTraffic
{
    /// <summary>The end of the time that it is about.</summary>
    public required DateTimeOffset Time { get; init; }

    public required long Requests { get; init; }

    /// <summary>Those of signed-in members.</summary>
    public required long MemberRequests { get; init; }

    /// <summary>Those that were refused.</summary>
    public required long Refused { get; init; }

    /// <summary>Those that were refused and were a member's.</summary>
    public required long MemberRefused { get; init; }
}
