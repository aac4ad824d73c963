namespace Bulwark.Core.Revisions;

/// <summary>One line of <c>revisions/history.jsonl</c>.</summary>
public sealed record RevisionEvent
{
    /// <summary>The revision.</summary>
    public required int Number { get; init; }

    /// <summary>What happened to it.</summary>
    public required RevisionStep Step { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Through what.</summary>
    public required RevisionCause Cause { get; init; }

    /// <summary>The revision that it takes the place of, or, when it is rolled back, that takes its place.</summary>
    public int? Other { get; init; }

    /// <summary>Unless it is confirmed by then, the last confirmed revision is in force again.</summary>
    public DateTimeOffset? ConfirmBy { get; init; }

    /// <summary>The order in which the tiers take it over, so that none lets through what the next one does not know yet.</summary>
    public IReadOnlyList<string> Order { get; set; } = [];

    /// <summary>The settings file that it was read from.</summary>
    public string? File { get; init; }

    /// <summary>The step of a promotion that makes the revision; null when its text does.</summary>
    public RevisionPromotion? Promotion { get; init; }

    /// <summary>User ID of the process that did it.</summary>
    public int UserId { get; init; }

    /// <summary>That user's name.</summary>
    public string? User { get; init; }

    /// <summary>The process.</summary>
    public int ProcessId { get; init; }
}
