using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Trust;

/// <summary>A key that is let in: <c>sha256/</c> and the base64 of the SHA-256 of its SubjectPublicKeyInfo (RFC 7469, section 2.4).</summary>
internal readonly record struct SpkiPin(string Text)
{
    private const string Prefix = "sha256/";

    /// <summary>Reads a pin of the settings; other spellings of the same bytes give the same pin.</summary>
    public static bool TryParse(string text, out SpkiPin pin)
    {
        pin = default;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || !Convert.TryFromBase64String(text[Prefix.Length..], hash, out var length) || length != hash.Length)
            return false;

        pin = new SpkiPin(Prefix + Convert.ToBase64String(hash));
        return true;
    }

    /// <summary>The pin of a certificate's key.</summary>
    public static SpkiPin Of(X509Certificate2 certificate) => new(Prefix + Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())));
}
