namespace Bulwark.Waf.Acl.Options;

/// <summary>The parts of a request.</summary>
public enum FieldKind
{
    /// <summary>The path as it was sent, nothing decoded.</summary>
    UriPath,

    /// <summary>What follows the question mark, nothing decoded.</summary>
    QueryString,

    /// <summary>The values of one query argument, decoded.</summary>
    SingleQueryArgument,

    /// <summary>The values of all query arguments, decoded.</summary>
    AllQueryArguments,

    Method,

    /// <summary>Every value of one header.</summary>
    SingleHeader,

    Headers,

    /// <summary>The names of all headers in their order, in lower case, with colons between them: <c>host:user-agent:accept</c>.</summary>
    HeaderOrder,

    Cookies,

    /// <summary>The body as it was sent.</summary>
    Body,

    /// <summary>Keys and values of a JSON body, unescaped.</summary>
    JsonBody,
}
