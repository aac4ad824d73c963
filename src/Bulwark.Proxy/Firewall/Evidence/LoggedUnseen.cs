using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>A line of the firewall's log that says what rules did not look at because of exclusions.</summary>
public sealed record LoggedUnseen
{
    /// <summary>The end of the time that it is about.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The bytes of all bodies and queries that the rules were shown.</summary>
    public required long Bytes { get; init; }

    /// <summary>The places at which something was not looked at.</summary>
    public required IReadOnlyList<UnseenLinePlace> Places { get; init; }
}
