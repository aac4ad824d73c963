namespace Bulwark.Waf.Acl;

/// <summary>How a blocked request is answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; null to answer in the words of the tier's protocol.</param>
/// <param name="ContentType">The type of <paramref name="Body"/>; null without one.</param>
/// <param name="Headers">Further headers.</param>
public sealed record AclResponse(int Status, string? Body, string? ContentType, IReadOnlyCollection<KeyValuePair<string, string>> Headers)
{
    /// <summary>What a block without an answer of its own is.</summary>
    public static AclResponse Forbidden { get; } = new(403, Body: null, ContentType: null, []);
}
