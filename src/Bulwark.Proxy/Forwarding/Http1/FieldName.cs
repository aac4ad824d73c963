using System.Buffers;
using System.Text;
using Bulwark.Core.Http;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>The name of a field of an answer. Those that are seen every day exist once.</summary>
/// <param name="Text">The name.</param>
/// <param name="Role">What such a field is for.</param>
/// <param name="IsTrailer">True when it may stand after the body, where whoever looks at the head has already gone (RFC 9110 section 6.5.1).</param>
internal sealed record FieldName(string Text, FieldRole Role, bool IsTrailer)
{
    private const int Buckets = 256;

    /// <summary>RFC 9110 section 5.6.2.</summary>
    private static readonly SearchValues<byte> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly string[] OnlyInHeads =
    [
        HeaderNames.Age, HeaderNames.CacheControl, HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ContentRange, HeaderNames.ContentType, HeaderNames.Date,
        HeaderNames.Expires, HeaderNames.Host, HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.SetCookie, HeaderNames.Trailer, HeaderNames.TransferEncoding,
        HeaderNames.Vary, HeaderNames.Warning, HeaderNames.WWWAuthenticate, "Authorization", "Strict-Transport-Security",
    ];

    private static readonly string[] Others =
    [
        HeaderNames.AcceptRanges, HeaderNames.AccessControlAllowCredentials, HeaderNames.AccessControlAllowHeaders, HeaderNames.AccessControlAllowMethods,
        HeaderNames.AccessControlAllowOrigin, HeaderNames.AccessControlExposeHeaders, HeaderNames.AccessControlMaxAge, HeaderNames.Allow, HeaderNames.ContentDisposition,
        HeaderNames.ContentLanguage, HeaderNames.ContentLocation, HeaderNames.ContentSecurityPolicy, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.Link,
        HeaderNames.Pragma, HeaderNames.Server, HeaderNames.Via, HeaderNames.XContentTypeOptions, HeaderNames.XFrameOptions, HeaderNames.XPoweredBy, "X-Request-Id",
        "Cross-Origin-Resource-Policy", "Permissions-Policy", "Referrer-Policy", "Server-Timing",
    ];

    private static readonly FieldName[][] Known = CreateTable();

    /// <summary>True when these bytes can be a name.</summary>
    public static bool IsOne(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExcept(TokenCharacters);

    /// <summary>The name that these bytes are.</summary>
    /// <exception cref="BadAnswerException">They are none.</exception>
    public static FieldName Of(ReadOnlySpan<byte> name)
    {
        if (!IsOne(name))
            throw new BadAnswerException("A header of the answer has no name.");

        foreach (var known in Known[BucketOf(name.Length, name[0], name[^1])])
        {
            if (Ascii.EqualsIgnoreCase(name, known.Text))
                return known;
        }

        return new FieldName(Encoding.ASCII.GetString(name), FieldRole.Plain, IsTrailer: true);
    }

    private static FieldName[][] CreateTable() =>
    [
        .. Enumerable.Range(0, Buckets).GroupJoin(
            OnlyInHeads.Select(name => Create(name, isTrailer: false)).Concat(Others.Select(name => Create(name, isTrailer: true)))
                .Concat(HopHeaders.All.Where(name => !OnlyInHeads.Contains(name)).Select(name => Create(name, isTrailer: false))),
            bucket => bucket,
            name => BucketOf(name.Text.Length, name.Text[0], name.Text[^1]),
            (_, names) => names.ToArray()),
    ];

    private static FieldName Create(string name, bool isTrailer) => new(name, RoleOf(name), isTrailer);

    private static FieldRole RoleOf(string name) => name switch
    {
        "Content-Length" => FieldRole.ContentLength,
        "Transfer-Encoding" => FieldRole.TransferEncoding,
        "Connection" => FieldRole.Connection,
        "Set-Cookie" or "Location" => FieldRole.Secret,
        MemberHeader.Name => FieldRole.Member,
        _ => HopHeaders.Contains(name) ? FieldRole.Hop : FieldRole.Plain,
    };

    private static int BucketOf(int length, int first, int last) => ((length * 31) + ((first | 0x20) * 7) + (last | 0x20)) % Buckets;
}
