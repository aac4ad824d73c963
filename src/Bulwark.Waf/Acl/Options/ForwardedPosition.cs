namespace Bulwark.Waf.Acl.Options;

/// <summary>Which of the addresses of a header.</summary>
public enum ForwardedPosition
{
    First,
    Last,

    /// <summary>Any of them; of more than ten the last ten. Only for sets of addresses.</summary>
    Any,
}
