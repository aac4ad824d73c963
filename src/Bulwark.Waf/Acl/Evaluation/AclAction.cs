using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>What is done with a request, ready to be done.</summary>
/// <param name="Kind">Allow, block or count.</param>
/// <param name="Response">How a blocked request is answered.</param>
/// <param name="InsertHeaders">Headers of the request that goes on, with their whole names.</param>
internal sealed record AclAction(AclActionKind Kind, AclResponse Response, KeyValuePair<string, string>[] InsertHeaders)
{
    public static AclAction Allow { get; } = new(AclActionKind.Allow, AclResponse.Forbidden, []);

    public static AclAction Block { get; } = new(AclActionKind.Block, AclResponse.Forbidden, []);

    public static AclAction Count { get; } = new(AclActionKind.Count, AclResponse.Forbidden, []);

    /// <summary>Whether no further rule is asked.</summary>
    public bool IsTerminating => Kind != AclActionKind.Count;
}
