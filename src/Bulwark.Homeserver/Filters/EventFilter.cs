namespace Bulwark.Homeserver.Filters;

/// <summary>Which events are wanted.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#filtering"/>
internal record EventFilter
{
    public int? Limit { get; init; }

    public IReadOnlyList<string>? Types { get; init => field = FilterList.Check(value); }

    public IReadOnlyList<string>? NotTypes { get; init => field = FilterList.Check(value); }

    public IReadOnlyList<string>? Senders { get; init => field = FilterList.Check(value); }

    public IReadOnlyList<string>? NotSenders { get; init => field = FilterList.Check(value); }

    /// <summary>True for things of this type, from this sender. A sender that is null is not asked about.</summary>
    public bool Matches(string type, string? sender) =>
        (Types is null || Types.Any(pattern => Glob.Matches(pattern, type)))
        && NotTypes?.Any(pattern => Glob.Matches(pattern, type)) != true
        && (sender is null || (Senders?.Contains(sender, StringComparer.Ordinal) != false && NotSenders?.Contains(sender, StringComparer.Ordinal) != true));
}
