namespace Bulwark.Waf.Acl.Options;

/// <summary>An action with what belongs to it.</summary>
public sealed record AclActionOptions
{
    /// <summary>What is done.</summary>
    public required AclActionKind Kind { get; set; }

    /// <summary>Of <c>block</c>: the status of the answer, 200 to 599; 403 without one.</summary>
    public int? Status { get; set; }

    /// <summary>Of <c>block</c>: the body of the answer, at most 4 KiB. Without one the tier answers in the words of its protocol.</summary>
    public string? Body { get; set; }

    /// <summary>Of <c>block</c> with a body: its type. Default: <c>text/plain</c>.</summary>
    public string ContentType { get; set; } = "text/plain";

    /// <summary>Of <c>block</c>: headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of <c>allow</c> and <c>count</c>: headers that are added to the request, with <c>x-amzn-waf-</c> before their names.</summary>
    public IReadOnlyDictionary<string, string> InsertHeaders { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
