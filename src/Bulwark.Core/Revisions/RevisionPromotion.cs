namespace Bulwark.Core.Revisions;

/// <summary>
/// A step of a group of firewall rules on its way from count to block. It makes a revision of its own, whose text is that of the one before: the settings go on saying
/// <c>count</c> until the operator writes <c>block</c>.
/// </summary>
public sealed record RevisionPromotion
{
    /// <summary>The tier whose firewall it is.</summary>
    public required string Tier { get; init; }

    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>For how many of a hundred clients the group blocks; 0: the promotion has ended, and the group does what the settings say.</summary>
    public required int Percent { get; init; }

    /// <summary>The share of members' requests, 0 to 1, beyond whose refusal the group falls back to count.</summary>
    public required double Limit { get; init; }

    /// <summary>When the step was taken, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why, in one sentence; null when the event says it all.</summary>
    public string? Reason { get; init; }
}
