using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Acme;

/// <summary>When a certificate of an ACME server is renewed, and when to try again after a failure.</summary>
internal static class RenewalTime
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestPauseWithoutCertificate = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>
    /// With a third of its life left, and up to a thirtieth earlier: so that not all who began on one day come back on one day. Each certificate has its own moment, which no restart
    /// changes.
    /// </summary>
    public static DateTimeOffset Of(X509Certificate2 certificate)
    {
        var lifetime = certificate.ValidUntil - certificate.ValidFrom;
        var share = BinaryPrimitives.ReadUInt32LittleEndian(certificate.GetCertHash(HashAlgorithmName.SHA256)) / (double)uint.MaxValue;
        return certificate.ValidUntil - (lifetime / 3) - (lifetime / 30 * share);
    }

    /// <summary>How long to wait after a failure: longer each time, a fifth more or less, never so long that the certificate ends meanwhile, and as long as the server asks for.</summary>
    /// <param name="failures">How many in a row.</param>
    /// <param name="left">How long the certificate is valid still; null: there is none.</param>
    /// <param name="wanted">What the server asks for.</param>
    public static TimeSpan AfterFailure(int failures, TimeSpan? left, TimeSpan? wanted)
    {
        var longest = left is { } rest && rest > TimeSpan.Zero ? Clamp(rest / 8, FirstPause, LongestPause) : LongestPauseWithoutCertificate;
        var pause = Clamp(FirstPause * Math.Pow(2, Math.Clamp(failures - 1, 0, 10)), FirstPause, longest);
        pause *= 0.8 + (0.4 * RandomNumberGenerator.GetInt32(1000) / 1000);
        return wanted is { } asked && asked > pause ? Clamp(asked, pause, LongestWait) : pause;
    }

    /// <summary>A moment of a window, any with the same chance.</summary>
    public static DateTimeOffset Within(DateTimeOffset start, DateTimeOffset end) => end <= start ? start : start + ((end - start) * (RandomNumberGenerator.GetInt32(1000) / 1000d));

    /// <summary>The name of a certificate in renewal information: its issuer's key and its serial number (RFC 9773 section 4.1); null: it does not name its issuer's key.</summary>
    public static string? NameOf(X509Certificate2 certificate)
    {
        if (certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier is not { } issuer)
            return null;

        // As DER writes it: a zero in front where the first bit would make it negative.
        var digits = certificate.SerialNumberBytes.Span.TrimStart((byte)0);
        byte[] serial = digits.Length == 0 || digits[0] > 127 ? [0, .. digits] : [.. digits];
        return $"{Base64Url.EncodeToString(issuer.Span)}.{Base64Url.EncodeToString(serial)}";
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;
}
