using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>One value of one route, as an exclusion names it.</summary>
/// <param name="Method">The method of the route.</param>
/// <param name="Path">Its path.</param>
/// <param name="JsonPath">The value in a JSON body; null for a field.</param>
/// <param name="Field">The field of a form or the parameter of a query; null for a value in a JSON body.</param>
internal sealed record ExclusionPlace(string Method, string Path, string? JsonPath, string? Field)
{
    private const string JsonPrefix = "json.";
    private const char Hidden = '*';
    private const string Below = ".**";

    // As many segments of a path as the log shows; what came after them is not known.
    private const int MostSegments = 16;

    private static readonly string[] Fields = ["ARGS:", "ARGS_POST:", "ARGS_GET:", "FILES:"];

    /// <summary>The place of a value that a rule matched; null where nothing can be excluded: a header, a key, a name that the log does not tell.</summary>
    public static ExclusionPlace? Of(LoggedRequest request, LoggedVariable variable)
    {
        if (request.Path.AsSpan().Count('/') >= MostSegments || Array.Find(Fields, prefix => variable.Name.StartsWith(prefix, StringComparison.Ordinal)) is not { } prefix)
            return null;

        var name = variable.Name[prefix.Length..];
        if (variable.Path is null && !name.StartsWith(JsonPrefix, StringComparison.Ordinal))
            return name.Contains(Hidden, StringComparison.Ordinal) ? null : new ExclusionPlace(request.Method, request.Path, JsonPath: null, name);

        return Known(variable.Path ?? name[JsonPrefix.Length..]) is { } path ? new ExclusionPlace(request.Method, request.Path, path, Field: null) : null;
    }

    public FirewallExclusionOptions Without(IReadOnlyList<string>? tags, int? rule) => new() { Method = Method, Path = Path, JsonPath = JsonPath, Field = Field, Tags = tags, Rule = rule };

    /// <summary>The path down to the first key that the log does not tell, and all that is below it.</summary>
    private static string? Known(string path)
    {
        var hidden = path.IndexOf(Hidden, StringComparison.Ordinal);
        if (hidden < 0)
            return path;

        // Of an escaped dot only a part is known: it is not the end of a key.
        var parent = hidden == 0 ? "" : path[..(hidden - 1)];
        return parent.Length == 0 || parent.EndsWith('\\') || path[hidden - 1] is not ('.' or '[') ? null : parent + Below;
    }
}
