namespace Bulwark.Waf.Acl.Exclusions;

/// <summary>The tags of rules that look for attacks in what people write. Only these can be taken away from a place: rules about the protocol, sizes and the shape of requests have others.</summary>
public static class ExcludableTags
{
    private static readonly string[] Protocol = ["attack-protocol", "attack-dos", "attack-disclosure", "bulwark/chat/protocol"];

    // Requests and headers inside of values: those about the request itself have only the class above.
    private static readonly string[] Classes = ["attack-", "bulwark/chat/", "capec/1000/210/272/220/"];

    /// <summary>Groups that look at the shape of requests, not at what people write: they look everywhere.</summary>
    private static readonly string[] Everywhere = [BuiltInGroups.Setup, "admin-paths", "known-bad-inputs", "matrix-sanity", "graphql-sanity"];

    /// <summary>Whether rules of the group can be taken away from a place at all.</summary>
    public static bool ContainsGroup(string group) => !Everywhere.Contains(group, StringComparer.Ordinal);

    /// <summary>Whether an exclusion can name the tag.</summary>
    public static bool Contains(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return Array.Exists(Classes, prefix => tag.StartsWith(prefix, StringComparison.Ordinal)) && !Protocol.Contains(tag, StringComparer.Ordinal) && !tag.StartsWith("attack-reputation", StringComparison.Ordinal);
    }
}
