namespace Bulwark.Waf.Acl.Options;

/// <summary>An action with what belongs to it.</summary>
public sealed record AclActionOptions
{
    public required AclActionKind Kind { get; init; }

    /// <summary>Of <c>Block</c>: the status of the answer, 200 to 599; 403 without one.</summary>
    public int? Status { get; init; }

    /// <summary>Of <c>Block</c>: the body of the answer, at most 4 KiB. Without one the tier answers in the words of its protocol.</summary>
    public string? Body { get; init; }

    /// <summary>Of <c>Block</c> with a body: its type.</summary>
    public string ContentType { get; init; } = "text/plain";

    /// <summary>Of <c>Block</c>: headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of <c>Allow</c> and <c>Count</c>: headers that are added to the request, with <c>x-amzn-waf-</c> before their names.</summary>
    public IReadOnlyDictionary<string, string> InsertHeaders { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
