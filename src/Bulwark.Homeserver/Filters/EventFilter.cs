namespace Bulwark.Homeserver.Filters;

/// <summary>Which events are wanted.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#filtering"/>
internal record EventFilter
{
    public int? Limit { get; init; }

    public IReadOnlyList<string>? Types { get; init; }

    public IReadOnlyList<string>? NotTypes { get; init; }

    public IReadOnlyList<string>? Senders { get; init; }

    public IReadOnlyList<string>? NotSenders { get; init; }

    /// <summary>True for things of this type, from this sender. A sender that is null is not asked about.</summary>
    public bool Matches(string type, string? sender) =>
        (Types is null || Types.Any(pattern => Glob.Matches(pattern, type)))
        && NotTypes?.Any(pattern => Glob.Matches(pattern, type)) != true
        && (sender is null || (Senders?.Contains(sender, StringComparer.Ordinal) != false && NotSenders?.Contains(sender, StringComparer.Ordinal) != true));
}
