namespace Bulwark.Pki;

/// <summary>Object identifiers that decide what a certificate is good for.</summary>
public static class Oids
{
    /// <summary><c>id-kp-serverAuth</c> (RFC 5280, section 4.2.1.12).</summary>
    public const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    /// <summary><c>id-kp-clientAuth</c> (RFC 5280, section 4.2.1.12).</summary>
    public const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    internal const string CommonName = "2.5.4.3";
    internal const string RsaKey = "1.2.840.113549.1.1.1";
    internal const string EllipticCurveKey = "1.2.840.10045.2.1";
    internal const string RsaSha256 = "1.2.840.113549.1.1.11";
    internal const string RsaSha384 = "1.2.840.113549.1.1.12";
    internal const string RsaSha512 = "1.2.840.113549.1.1.13";
    internal const string EcdsaSha256 = "1.2.840.10045.4.3.2";
    internal const string EcdsaSha384 = "1.2.840.10045.4.3.3";
    internal const string EcdsaSha512 = "1.2.840.10045.4.3.4";
}
