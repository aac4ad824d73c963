namespace Bulwark.Waf.Bodies;

/// <summary>How a request body is read into arguments: what <c>REQBODY_PROCESSOR</c> names.</summary>
internal enum BodyFormat
{
    /// <summary>Not at all: the body is only seen as <c>REQUEST_BODY</c>.</summary>
    None,

    /// <summary><c>application/x-www-form-urlencoded</c>.</summary>
    UrlEncoded,

    /// <summary><c>multipart/form-data</c> (RFC 7578).</summary>
    Multipart,

    /// <summary>JSON (RFC 8259); only a rule chooses it.</summary>
    Json,

    /// <summary>XML; only a rule chooses it.</summary>
    Xml,
}
