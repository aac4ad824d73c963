namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>A line of the firewall's log, as it is read.</summary>
public sealed record LoggedRequest
{
    public required DateTimeOffset Time { get; init; }

    public required string RequestId { get; init; }

    /// <summary>Keyed hash of the client's address.</summary>
    public required string Client { get; init; }

    /// <summary>Keyed hash of the signed-in member; null for a request of nobody who is known.</summary>
    public string? Member { get; init; }

    public required string Method { get; init; }

    /// <summary>The path; what is no common word in it stands as <c>*</c>.</summary>
    public required string Path { get; init; }

    /// <summary><c>block</c> or <c>count</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The status of the refusal; null when the request went on.</summary>
    public int? Status { get; init; }

    /// <summary>Why, when it was not a rule.</summary>
    public string? Reason { get; init; }

    /// <summary>The group that decided; null when none did.</summary>
    public string? Group { get; init; }

    /// <summary>The rule that decided; null when none did.</summary>
    public string? Rule { get; init; }

    /// <summary>The score at which the Core Rule Set refuses a request; null where nothing added to it.</summary>
    public int? Threshold { get; init; }

    /// <summary>The rules that matched, in their order.</summary>
    public required IReadOnlyList<LoggedMatch> Matches { get; init; }

    /// <summary>Whether it was refused.</summary>
    public bool IsBlocked() => Action == "block";

    /// <summary>Whether it went on only because something that says block is held back to count.</summary>
    public bool WouldBlock() => !IsBlocked() && Matches.Any(match => match is { Configured: "block", Action: "count" });
}
