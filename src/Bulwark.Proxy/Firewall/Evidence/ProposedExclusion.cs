using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>Rules that refuse what members do at one place, and that hardly anybody else trips there: a candidate for an exclusion that is no wider than this.</summary>
public sealed record ProposedExclusion
{
    /// <summary>What would stand in the settings.</summary>
    public required FirewallExclusionOptions Exclusion { get; init; }

    /// <summary>What the rules look for, in words of their rule set.</summary>
    public required string Tag { get; init; }

    /// <summary>The rules that members tripped.</summary>
    public required IReadOnlyList<int> Rules { get; init; }

    /// <summary>How many requests of members were refused, or would have been.</summary>
    public required long Hits { get; init; }

    /// <summary>Of how many distinct members.</summary>
    public required long Members { get; init; }

    /// <summary>From how many distinct addresses.</summary>
    public required long Clients { get; init; }

    /// <summary>From how many distinct addresses somebody came who is no member and tripped the same.</summary>
    public required long Strangers { get; init; }

    /// <summary>The first request of a member.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>The last request of a member.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>How many bytes the values had that matched there.</summary>
    public required long Bytes { get; init; }

    /// <summary>Their share of the bytes of all values in the log, from 0 to 1.</summary>
    public required double ByteShare { get; init; }
}
