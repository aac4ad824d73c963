namespace Bulwark.Jwt;

/// <summary>Why a token is not believed. For logs and for each protocol's own wording; clients learn no more than their protocol says.</summary>
public enum JwtFailure
{
    /// <summary>Not three parts of base64url with JSON inside, larger than 16 KiB, or with a header (<c>crit</c>) that demands what we do not know.</summary>
    Malformed,

    /// <summary>Signed with anything but RS256 or ES256; <c>none</c> is one of those.</summary>
    Algorithm,

    /// <summary>No key of the issuer has the token's <c>kid</c>, or the signature is not that key's.</summary>
    Signature,

    /// <summary>Another issuer's token.</summary>
    Issuer,

    /// <summary>Meant for somebody else, or for nobody (no <c>aud</c>).</summary>
    Audience,

    /// <summary>Past its <c>exp</c>.</summary>
    Expired,

    /// <summary>Before its <c>nbf</c>.</summary>
    NotYetValid,

    /// <summary>Without <c>exp</c>.</summary>
    NoExpiry,

    /// <summary>The issuer's keys could not be had: an outage, not the client's fault.</summary>
    KeysUnavailable,
}
