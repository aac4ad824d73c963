namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>One line of the firewall's log: what was decided about a request, and by which rules. Nothing of it is a value that a client sent.</summary>
internal sealed record FirewallLine
{
    public required DateTimeOffset Time { get; init; }

    public required string RequestId { get; init; }

    /// <summary>Keyed hash of the client's address: lines of one client can be told from others.</summary>
    public required string Client { get; init; }

    /// <summary>Keyed hash of the signed-in member whose request it is; null when nobody is known.</summary>
    public string? Member { get; init; }

    public required string Method { get; init; }

    /// <summary>The path without what is not a common word in it.</summary>
    public required string Path { get; init; }

    /// <summary><c>block</c> or <c>count</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The status of the refusal; null when the request went on.</summary>
    public int? Status { get; init; }

    /// <summary>Why, when it was not a rule: <c>oversize</c>, <c>charset</c>, ...</summary>
    public string? Reason { get; init; }

    /// <summary>The group that decided; null when none did.</summary>
    public string? Group { get; init; }

    /// <summary>The rule that decided; null when none did.</summary>
    public string? Rule { get; init; }

    /// <summary>The score at which the Core Rule Set refuses a request; null where nothing added to it.</summary>
    public int? Threshold { get; init; }

    public required IReadOnlyList<FirewallLineMatch> Matches { get; init; }
}
